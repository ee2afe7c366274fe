import type { BenchReport, ConditionReport } from '../../src/protocol.js';
import { h, type Child, type View } from '../dom.js';
import { decimal, duration, integer, tokens } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { draw, hatch } from './draw.js';
import { kept } from './kept.js';
import { watermarkOf } from './marks.js';
import { namesWidth, rowHeight, rowName, rowWords, stacked, type Part } from './rows.js';
import { samples } from './samples.js';
import { atLeast, isRemembered, seeds } from './words.js';

const parts = (): readonly Part[] => [
  { name: t('act'), fill: { colour: 'var(--hue-0)' } },
  { name: t('gate'), fill: { colour: 'var(--hue-3)', hatch: hatch.up } },
  { name: t('write'), fill: { colour: 'var(--hue-1)', hatch: hatch.down } },
  { name: t('attribute'), fill: { colour: 'var(--hue-4)', hatch: hatch.dots } },
];

/** Tokens of learning; the frozen tests are the benchmark's, not the learner's. */
const spent = ({ cost: { tokens } }: ConditionReport): readonly number[] => [
  tokens.act,
  tokens.gate,
  tokens.write,
  tokens.attribute,
];
const total = (condition: ConditionReport): number => spent(condition).reduce((sum, value) => sum + value, 0);

/** Tokens of a condition; some that a real model would have used may be missing. */
const used = (report: BenchReport, condition: ConditionReport, count: number): string =>
  `${atLeast(isRemembered(report, condition))}${tokens(count)}`;

const remembered = (report: BenchReport): Child =>
  report.conditions.some((condition) => isRemembered(report, condition)) &&
  h(
    'p',
    { key: 'remembered', class: 'cap' },
    t('≥: a condition that does not learn asks the same in every round, and the practice model is not asked twice.'),
  );

/** What learning costs, condition by condition. */
export function cost(desk: Desk, width: number): View {
  const { report } = desk;
  const rows = report.conditions.map((condition) => ({
    name: rowName(condition.name),
    values: spent(condition),
    end: total(condition),
    words: used(report, condition, total(condition)),
  }));
  const drawn = kept('cost', [report, width], () =>
    draw({
      width,
      height: rows.length * rowHeight + 26,
      marginTop: 2,
      marginBottom: 22,
      marginLeft: namesWidth(report.conditions.map(({ name }) => name)),
      marginRight: 58,
      label: report.conditions.map((one) => t('{0}: {1} tokens.', one.name, used(report, one, total(one)))).join(' '),
      watermark: watermarkOf(report),
      x: {
        ticks: Math.max(2, Math.floor((width - 150) / 70)),
        tickFormat: tokens,
        tickSize: 0,
        grid: true,
        label: null,
      },
      y: { domain: rows.map(({ name }) => name), tickSize: 0, label: null },
      marks: [...stacked(parts(), rows), rowWords(rows)],
    }),
  );
  return chart(desk, {
    name: 'cost',
    title: t('Cost of learning'),
    caption: t('Tokens by what they were spent on, without the frozen tests; mean of {0}', seeds(report.seeds.length)),
    legend: samples(parts()),
    drawn,
    more: remembered(report),
    figures: {
      heads: [
        t('condition'),
        t('act'),
        t('gate'),
        t('write'),
        t('attribute'),
        t('all'),
        t('tests'),
        t('requests'),
        t('time'),
        t('price'),
      ],
      rows: report.conditions.map((condition) => {
        const { cost } = condition;
        return [
          condition.name,
          used(report, condition, cost.tokens.act),
          ...[cost.tokens.gate, cost.tokens.write, cost.tokens.attribute].map(tokens),
          used(report, condition, total(condition)),
          // Any test of a skill that has not changed is remembered, whatever the condition.
          `${atLeast(report.simulated)}${tokens(cost.tokens.test)}`,
          integer(cost.requests),
          duration(cost.ms),
          // No price is not a price of nothing.
          cost.money ? `${decimal(cost.money.amount, 2)} ${cost.money.currency}` : '–',
        ];
      }),
    },
  });
}
