import { areaY, dot, line, ruleX, text, type Markish } from '@observablehq/plot';
import type { ConditionReport, CurveRound } from '../../src/protocol.js';
import { spread, textWidth } from '../charts/scale.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import type { Desk } from './desk.js';
import { draw, type Drawn } from './draw.js';
import { lookOf, type Look } from './look.js';
import { watermarkOf } from './marks.js';
import type { Area } from './spots.js';
import { cut } from './words.js';

/** With more curves than this only those that stand out have a band and their unseen kinds, and the others are pale. */
const few = 4;
/** Heights of the drawing of a few curves, and of many. */
const [low, high] = [300, 380];
const [top, bottom, left] = [10, 30, 46];
/** Lines of text need this much, in pixels. */
const lineHeight = 14;
const longestName = 18;

/** A curve with its look. */
interface Curve extends Look {
  readonly condition: ConditionReport;
  /** Class of all that is drawn of it. */
  readonly series: string;
}

/**
 * The curves of conditions.
 * @returns the drawing, and where the names at the ends stand, in the order of the conditions
 */
export function drawCurves(
  { report, chosen }: Desk,
  conditions: readonly ConditionReport[],
  width: number,
  focused: ConditionReport | undefined,
  at: CurveRound | undefined,
): { readonly drawn: Drawn; readonly names: readonly Area[] } {
  const crowd = conditions.length > few;
  const height = crowd ? high : low;
  const curves = conditions.map((condition, index): Curve => ({
    ...lookOf(report, condition.name),
    condition,
    series: `series series-${index}`,
  }));
  const ends = conditions.map(({ curve }) => curve.at(-1)?.test.mean ?? 0);
  const words = conditions.map(({ name }, index) => `${cut(name, longestName)} ${percent(ends[index] ?? 0)}`);
  const room = Math.max(40, ...words.map(textWidth)) + (crowd ? 28 : 14);
  const places = spread(ends, lineHeight / (height - top - bottom), 0, 1);
  const drawn = draw({
    width,
    height,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: left,
    marginRight: room,
    label: summary(conditions, report.rounds),
    watermark: watermarkOf(report),
    x: {
      domain: [0, Math.max(1, report.rounds)],
      ticks: Array.from({ length: report.rounds + 1 }, (_, round) => round),
      tickFormat: (round: number) => (round === 0 ? t('round 0') : integer(round)),
      tickSize: 0,
      label: null,
    },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: percent, tickSize: 0, grid: true, label: null },
    marks: [
      at ? ruleX([at.round], { className: 'at' }) : null,
      report.drift === undefined ? null : ruleX([report.drift - 0.5], { className: 'drift' }),
      ...curves.map(band),
      ...(chosen.unseen ? curves.map(unseenKinds) : []),
      ...curves.flatMap((curve) => tested(curve, curve.condition === focused)),
      ...curves.flatMap((curve, index) => name(curve, words[index] ?? '', [report.rounds, places[index] ?? 0], crowd)),
    ],
  });
  if (crowd) drawn.svg.classList.add('crowd');
  const place = { left: width - room + 8, width: room - 8, height: lineHeight };
  return { drawn, names: places.map((y) => ({ ...place, top: drawn.y(y) - lineHeight / 2 })) };
}

/** Lets the curves with these numbers stand out, where there are many. */
export function emphasise(svg: SVGSVGElement, numbers: readonly number[]): void {
  for (const element of svg.querySelectorAll('.series')) {
    const stands = numbers.some((number) => element.classList.contains(`series-${number}`));
    element.classList.toggle('on', stands);
  }
}

const band = ({ condition, colour, series }: Curve): Markish =>
  areaY(condition.curve, {
    x: 'round',
    y1: ({ test }: CurveRound) => test.low,
    y2: ({ test }: CurveRound) => test.high,
    fill: colour,
    className: `band ${series}`,
  });

const unseenKinds = ({ condition, colour, series }: Curve): Markish =>
  line(
    condition.curve.filter(({ unseen }) => unseen.n > 0),
    { x: 'round', y: ({ unseen }: CurveRound) => unseen.mean, stroke: colour, className: `unseen ${series}` },
  );

function tested({ condition: { curve }, colour, symbol, series }: Curve, focused: boolean): readonly Markish[] {
  const at = { x: 'round', y: ({ test }: CurveRound) => test.mean };
  return [
    line(curve, { ...at, stroke: colour, className: `${focused ? 'curve focus' : 'curve'} ${series}` }),
    dot(curve, { ...at, fill: colour, symbol, r: focused ? 5 : 4, className: `marker ${series}` }),
  ];
}

/** The name at the end of a curve; among many with its shape, for it may stand beside the end of another and colours come back. */
function name(
  { colour, symbol, series }: Curve,
  words: string,
  [x, y]: readonly [x: number, y: number],
  crowd: boolean,
): readonly Markish[] {
  const at = { x: () => x, y: () => y, fill: colour, className: `name ${series}` };
  const said = text([words], { ...at, text: (one: string) => one, dx: crowd ? 24 : 10, textAnchor: 'start' });
  return crowd ? [dot([words], { ...at, dx: 15, symbol, r: 4 }), said] : [said];
}

function summary(conditions: readonly ConditionReport[], rounds: number): string {
  const parts = conditions.map(({ name, curve }) =>
    t('{0} goes from {1} to {2}.', name, percent(curve[0]?.test.mean ?? 0), percent(curve.at(-1)?.test.mean ?? 0)),
  );
  return [t('Share of test tasks passed, from round 0 to round {0}.', rounds), ...parts].join(' ');
}
