import type { Interval } from '../../../engine/read/eval/bootstrap.js';
import type { EvalReport } from '../../../engine/read/eval/evalReport.js';
import { t } from '../../l10n.js';

const figure = (value: number): string => value.toFixed(3);

const interval = ({ difference, low, high }: Interval): string =>
  `${difference < 0 ? '' : '+'}${figure(difference)} (${figure(low)} … ${figure(high)})`;

const series = (values: readonly number[]): string => values.map(figure).join(' ');

/** The figures for a person, one a line. */
export function evalLines(report: EvalReport): readonly string[] {
  const rows: readonly (readonly [string, string] | undefined)[] = [
    [t('method'), report.method],
    [t('queries, skills'), `${report.n}, ${report.skills}`],
    [t('recall at 1, 5, 10'), series([report['recall@1'], report['recall@5'], report['recall@10']])],
    [t('mean reciprocal rank'), figure(report.mrr)],
    report.minus_bm25 && [t('better at 1 than BM25'), interval(report.minus_bm25)],
    report.minus_usage && [t('better at 1 than BM25 with usage bonus'), interval(report.minus_usage)],
    report.restricted === undefined ? undefined : [t('BM25 among skills with examples'), figure(report.restricted)],
    report.ece === undefined ? undefined : [t('calibration error'), figure(report.ece)],
    report.auroc === undefined ? undefined : [t('tells that no skill fits (AUROC)'), figure(report.auroc)],
    [t('training'), `${Math.round(report.train_ms)} ms`],
    [t('time per query'), `${Math.round(report.us_per_query)} µs`],
    ...holdoutRows(report),
    ...newSkillRows(report),
    ...outcomeRows(report),
    ...negativeRows(report),
  ];
  const shown = rows.filter((row) => row !== undefined);
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
}

type Rows = readonly (readonly [string, string])[];

function holdoutRows({ seen, unseen }: EvalReport): Rows {
  if (!seen || !unseen) return [];
  return [
    [t('seen skills: queries'), String(seen.n)],
    [
      t('seen skills: recall at 1, with the examples of all, loss'),
      series([seen['recall@1'], seen['recall@1_all'], seen.loss]),
    ],
    [t('unseen skills: queries'), String(unseen.n)],
    [t('unseen skills: recall at 1, slate of 8'), series([unseen['recall@1'], unseen['slate@8']])],
    [t('unseen skills: BM25 at 5, 8'), series([unseen['bm25@5'], unseen['bm25@8']])],
  ];
}

function newSkillRows({ newSkill }: EvalReport): Rows {
  if (!newSkill) return [];
  return [
    [t('skills that joined, queries'), `${newSkill.skills}, ${newSkill.n}`],
    [
      t('recall at 1 with so many own examples ({0}), by BM25', newSkill.own),
      series([newSkill['recall@1'], newSkill['bm25@1']]),
    ],
  ];
}

function outcomeRows({ outcomes }: EvalReport): Rows {
  if (!outcomes) return [];
  return [
    [t('tasks, trainings'), `${outcomes.tasks}, ${outcomes.trainings}`],
    [t('right first picks, by eighths'), series(outcomes.trained)],
    [t('right first picks of BM25'), series(outcomes.bm25)],
    [t('first picks that succeeded'), series(outcomes.trained_success)],
    [t('first picks of BM25 that succeeded'), series(outcomes.bm25_success)],
  ];
}

function negativeRows({ negatives }: EvalReport): Rows {
  if (!negatives) return [];
  return [
    [t('near-misses'), String(negatives.n)],
    [t('forbidden skill picked, by BM25'), series([negatives.forbidden, negatives.bm25_forbidden])],
    [
      t('forbidden skill picked, recall at 1 where it may abstain'),
      series([negatives.forbidden_abstaining, negatives['recall@1_abstaining']]),
    ],
  ];
}
