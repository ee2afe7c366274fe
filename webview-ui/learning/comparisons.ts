import { dot, ruleX, ruleY, text } from '@observablehq/plot';
import type { BenchReport, Comparison } from '../../src/protocol.js';
import type { View } from '../dom.js';
import { decimal } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { draw } from './draw.js';
import { kept } from './kept.js';
import { lookOf } from './look.js';
import { watermarkOf } from './marks.js';
import { namesWidth, rowHeight, rowName } from './rows.js';
import { atLeast, isRemembered, points, seeds } from './words.js';

/** Whether the interval leaves out no difference. */
const clear = ({ difference: { low, high } }: Comparison): boolean => low > 0 || high < 0;

const bounds = ({ difference: { low, high } }: Comparison): readonly number[] => [-low, high];

/** Half of the scale's width: what does not learn lies far off and would press all others into the middle. */
function reach({ conditions }: BenchReport, rows: readonly Comparison[]): number {
  const learned = new Set(
    conditions.filter(({ firstToLast: { gained, lost } }) => gained + lost).map(({ name }) => name),
  );
  const near = rows.filter(({ condition }) => learned.has(condition));
  return Math.max(0.1, ...(near.length ? near : rows).flatMap(bounds));
}

/** All conditions against one, paired by seed. */
export function comparison(desk: Desk, against: string, width: number): View {
  const { report } = desk;
  const rows = report.comparisons.filter((one) => one.against === against);
  const row = { y: ({ condition }: Comparison) => rowName(condition) };
  const remembered = (name: string): boolean =>
    report.conditions.some((one) => one.name === name && isRemembered(report, one));
  const colour = ({ condition }: Comparison): string => lookOf(report, condition).colour;
  const widest = reach(report, rows);
  const inside = rows.filter(({ difference: { low, high } }) => high > -widest && low < widest);
  const outside = rows.filter((one) => !inside.includes(one));
  const drawn = kept(`comparison:${against}`, [report, width], () =>
    draw({
      width,
      height: rows.length * rowHeight + 26,
      marginTop: 2,
      marginBottom: 22,
      marginLeft: namesWidth(rows.map(({ condition }) => condition)),
      marginRight: 12,
      label: rows.map(sentence).join(' '),
      watermark: watermarkOf(report),
      x: {
        domain: [-widest, widest],
        ticks: width < 420 ? 3 : 5,
        tickFormat: (value: number) => points(value),
        tickSize: 0,
        grid: true,
        label: null,
      },
      y: { type: 'band', domain: rows.map(({ condition }) => rowName(condition)), tickSize: 0, label: null },
      color: { type: 'identity' },
      marks: [
        ruleX([0], { className: 'zero' }),
        ruleY(inside, {
          ...row,
          x1: ({ difference }: Comparison) => Math.max(-widest, difference.low),
          x2: ({ difference }: Comparison) => Math.min(widest, difference.high),
          stroke: colour,
          className: 'interval',
        }),
        ...inside.map((one) => {
          const { colour, symbol } = lookOf(report, one.condition);
          const at = { ...row, x: one.difference.mean, symbol };
          return clear(one)
            ? dot([one], { ...at, r: 4.5, fill: colour, className: 'marker' })
            : dot([one], { ...at, r: 4, stroke: colour, fill: 'var(--vscode-editor-background)', className: 'hollow' });
        }),
        ...outside.map((one) => {
          const { mean } = one.difference;
          const side = mean < 0 ? ({ textAnchor: 'start', dx: 4 } as const) : ({ textAnchor: 'end', dx: -4 } as const);
          const arrow = mean < 0 ? `← ${points(mean)}` : `${points(mean)} →`;
          return text([one], {
            ...row,
            ...side,
            x: mean < 0 ? -widest : widest,
            text: () => arrow,
            className: 'value',
          });
        }),
      ],
    }),
  );
  return chart(desk, {
    name: `against-${against}`,
    title: t('Against {0}', against),
    caption: t(
      'Points of test accuracy after the last round, paired by seed ({0}), 95 % interval; a ring where it includes no difference',
      seeds(report.seeds.length),
    ),
    drawn,
    open: true,
    figures: {
      heads: [t('condition'), t('points'), t('95 % interval'), t('better, worse, same'), t('tokens')],
      rows: rows.map(({ condition, difference, better, worse, same, tokens }) => [
        condition,
        tenths(difference.mean),
        t('{0} to {1}', tenths(difference.low), tenths(difference.high)),
        `${better}, ${worse}, ${same}`,
        `${atLeast(remembered(condition))}× ${decimal(tokens, 2)}`,
      ]),
    },
  });
}

const sentence = ({ condition, difference: { mean, low, high } }: Comparison): string =>
  t('{0}: {1} points ({2} to {3}).', condition, tenths(mean), tenths(low), tenths(high));

const tenths = (difference: number): string => points(difference, 1);
