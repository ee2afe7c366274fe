import type { BenchReport, ConditionReport, Interval } from '../../../bench/report/benchReport.js';
import { seedMean } from '../../../bench/statistics/seedMean.js';
import { say, t } from '../../l10n.js';

/** What a benchmark found, as a table for people. */
export function resultLines(report: BenchReport): readonly string[] {
  const wide = Math.max(...report.conditions.map(({ name }) => name.length), 0);
  const atLeast = (condition: string): string =>
    isRemembered(
      report,
      report.conditions.find(({ name }) => name === condition),
    )
      ? '≥ '
      : '';
  const lines = report.conditions.map(({ name, curve, cost }) => {
    const tests = curve.map(({ bySeed }) => percent(seedMean(bySeed).mean)).join(' → ');
    const last = curve.at(-1);
    const spread = last ? interval(seedMean(last.bySeed)) : '';
    const { act, attribute, write, gate } = cost.tokens;
    const learning = Math.round((act + attribute + write + gate) / 1000);
    return `${name.padEnd(wide)}  ${tests} %  ${spread}  ${t('unseen {0} %', percent(last?.unseen.mean ?? 0))}  ${t('{0} skills', (last?.library ?? 0).toFixed(0))}  ${t('{0}k tokens', `${atLeast(name)}${learning}`)}`;
  });
  const against = report.comparisons.map(
    ({ condition, against, difference, better, worse, same, tokens }) =>
      `${condition} − ${against}: ${percent(difference.mean)} ${interval(difference)}, ${t('better {0}, worse {1}, same {2}; tokens {3} times', better, worse, same, `${atLeast(condition)}${tokens.toFixed(2)}`)}`,
  );
  return [
    ...(report.simulated ? [t('Simulated: made with the practice model. It says nothing about real models.')] : []),
    ...(report.changed ? [t('Changed settings: {0}.', report.changed.join(', '))] : []),
    ...lines,
    ...against,
    ...report.warnings.map(say),
  ];
}

/** Whether a real model would have used more tokens: a condition that does not learn asks the same in every round, and the practice model is not asked twice. */
const isRemembered = ({ simulated }: BenchReport, condition: ConditionReport | undefined): boolean =>
  simulated && condition?.edits.proposed === 0;

const percent = (share: number): string => (100 * share).toFixed(1);

/** Nothing is known of the spread of one. */
const interval = ({ low, high, n }: Interval): string => (n < 2 ? '' : `[${percent(low)}, ${percent(high)}]`);
