import { areaY, dot, line, ruleX, text } from '@observablehq/plot';
import type { ConditionReport, CurveRound } from '../../src/protocol.js';
import { spread, textWidth } from '../charts/scale.js';
import type { Child, View } from '../dom.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import { focus, roundOf, shown, type Desk } from './desk.js';
import { draw, type Drawn } from './draw.js';
import { kept } from './kept.js';
import { legend } from './legend.js';
import { lookOf } from './look.js';
import { watermarkOf } from './marks.js';
import type { Spots } from './spots.js';
import { cut, seeds, share } from './words.js';

const height = 300;
const [top, bottom, left] = [10, 30, 46];
/** Lines of text need this much, in pixels. */
const lineHeight = 14;
const longestName = 18;

/** How many of the frozen test tasks pass after each round, condition by condition. */
export function curves(desk: Desk, width: number): View {
  const { report, chosen } = desk;
  const conditions = shown(desk);
  const focused = focus(desk);
  const at = focused && roundOf(desk, focused);
  const drawn = kept('curves', [report, chosen, width], () => drawing(desk, conditions, width, focused, at));
  const list = conditions.flatMap((condition) => condition.curve.map((round) => ({ condition, round })));
  const spots: Spots = {
    list: list.map(({ condition, round }) => ({
      x: drawn.x(round.round),
      y: drawn.y(round.test.mean),
      size: 20,
      words: told(condition, round),
      press: () => desk.choose({ condition: condition.name, round: round.round }),
      pressed: condition === focused && round === at,
    })),
    first: Math.max(
      0,
      list.findIndex(({ condition, round }) => condition === focused && round === at),
    ),
    row: report.rounds + 1,
  };
  return chart(desk, {
    name: 'curves',
    title: t('Test tasks passed'),
    caption: caption(desk, conditions),
    legend: legend(desk),
    drawn,
    spots,
    figures: {
      heads: [t('condition'), t('round'), t('test'), t('tasks'), t('unseen kinds'), t('tasks'), t('training')],
      rows: list.map(({ condition, round }) => [
        condition.name,
        integer(round.round),
        share(round.test),
        integer(round.test.n),
        round.unseen.n > 0 ? share(round.unseen) : '–',
        integer(round.unseen.n),
        round.train ? share(round.train) : '–',
      ]),
    },
  });
}

function caption({ report, chosen }: Desk, conditions: readonly ConditionReport[]): Child {
  const last = conditions[0]?.curve.at(-1);
  return [
    t(
      'By round; the library is frozen while testing. Bands are 95 %; each point is {0} test tasks of {1}.',
      integer(last?.test.n ?? 0),
      seeds(report.seeds.length),
    ),
    ' ',
    chosen.unseen && t('Dashed: the {0} tasks of kinds that were never learned from.', integer(last?.unseen.n ?? 0)),
    ' ',
    t('Choose a point to see the library and the failures of its round.'),
  ];
}

function drawing(
  { report, chosen }: Desk,
  conditions: readonly ConditionReport[],
  width: number,
  focused: ConditionReport | undefined,
  at: CurveRound | undefined,
): Drawn {
  const ends = conditions.map((condition) => {
    const value = condition.curve.at(-1)?.test.mean ?? 0;
    return { condition, value, words: `${cut(condition.name, longestName)} ${percent(value)}` };
  });
  const room = Math.max(40, ...ends.map(({ words }) => textWidth(words))) + 14;
  const perPixel = 1 / (height - top - bottom);
  const places = spread(
    ends.map(({ value }) => value),
    lineHeight * perPixel,
    0,
    1,
  );
  const rounds = Array.from({ length: report.rounds + 1 }, (_, round) => round);
  return draw({
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
      ticks: rounds,
      tickFormat: (round: number) => named(round),
      tickSize: 0,
      label: null,
    },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: percent, tickSize: 0, grid: true, label: null },
    marks: [
      at && ruleX([at.round], { className: 'at' }),
      ...conditions.map(({ name, curve }) =>
        areaY(curve, {
          x: 'round',
          y1: ({ test }: CurveRound) => test.low,
          y2: ({ test }: CurveRound) => test.high,
          fill: lookOf(report, name).colour,
          className: 'band',
        }),
      ),
      ...(chosen.unseen ? conditions : []).map(({ name, curve }) =>
        line(
          curve.filter(({ unseen }) => unseen.n > 0),
          {
            x: 'round',
            y: ({ unseen }: CurveRound) => unseen.mean,
            stroke: lookOf(report, name).colour,
            className: 'unseen',
          },
        ),
      ),
      ...conditions.map((condition) =>
        line(condition.curve, {
          x: 'round',
          y: ({ test }: CurveRound) => test.mean,
          stroke: lookOf(report, condition.name).colour,
          className: condition === focused ? 'curve focus' : 'curve',
        }),
      ),
      ...conditions.map((condition) =>
        dot(condition.curve, {
          x: 'round',
          y: ({ test }: CurveRound) => test.mean,
          fill: lookOf(report, condition.name).colour,
          symbol: lookOf(report, condition.name).symbol,
          r: condition === focused ? 5 : 4,
          className: 'marker',
        }),
      ),
      ...ends.map(({ condition, words }, index) =>
        text([words], {
          x: () => report.rounds,
          y: () => places[index] ?? 0,
          text: (said: string) => said,
          dx: 10,
          textAnchor: 'start',
          fill: lookOf(report, condition.name).colour,
          className: 'name',
        }),
      ),
    ],
  });
}

const named = (round: number): string => (round === 0 ? t('round 0') : integer(round));

function told({ name }: ConditionReport, { round, test, unseen }: CurveRound): string {
  const words = t('{0} after round {1}: {2} of {3} test tasks', name, round, share(test), integer(test.n));
  return unseen.n === 0 ? words : `${words}; ${t('{0} of {1} of unseen kinds', share(unseen), integer(unseen.n))}`;
}

function summary(conditions: readonly ConditionReport[], rounds: number): string {
  const parts = conditions.map(({ name, curve }) =>
    t('{0} goes from {1} to {2}.', name, percent(curve[0]?.test.mean ?? 0), percent(curve.at(-1)?.test.mean ?? 0)),
  );
  return [t('Share of test tasks passed, from round 0 to round {0}.', rounds), ...parts].join(' ');
}
