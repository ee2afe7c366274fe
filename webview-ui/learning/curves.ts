import type { ConditionReport, CurveRound } from '../../src/protocol.js';
import type { Child, View } from '../dom.js';
import { integer } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import { drawCurves, emphasise } from './curveDrawing.js';
import { focus, roundOf, shown, type Desk } from './desk.js';
import { kept } from './kept.js';
import { legend } from './legend.js';
import { lastSpot, spotAt, type Spots } from './spots.js';
import { seeds, share } from './words.js';

/** How many of the frozen test tasks pass after each round, condition by condition. */
export function curves(desk: Desk, width: number): View {
  const { report, chosen } = desk;
  const conditions = shown(desk);
  const focused = focus(desk);
  const at = focused && roundOf(desk, focused);
  const { drawn, names } = kept('curves', [report, chosen, width], () =>
    drawCurves(desk, conditions, width, focused, at),
  );
  const list = conditions.flatMap((condition) => condition.curve.map((round) => ({ condition, round })));
  const spots: Spots = {
    list: list.map(({ condition, round }) => ({
      x: drawn.x(round.round),
      y: drawn.y(round.test.mean),
      size: 20,
      words: inWords(condition, round),
      press: () => desk.choose({ condition: condition.name, round: round.round }),
      pressed: condition === focused && round === at,
    })),
    first: Math.max(
      0,
      list.findIndex(({ condition, round }) => condition === focused && round === at),
    ),
    row: report.rounds + 1,
    areas: names.map((area, index) => ({ ...area, spot: lastSpot(conditions, index) })),
  };
  const told = list[spotAt(desk, 'curves', spots)]?.condition;
  emphasise(
    drawn.svg,
    [told, focused].map((one) => (one ? conditions.indexOf(one) : -1)),
  );
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
    report.drift !== undefined && t('From round {0} on the conventions are others.', integer(report.drift)),
    ' ',
    t('Choose a point to see the library and the failures of its round.'),
  ];
}

function inWords({ name }: ConditionReport, { round, test, unseen }: CurveRound): string {
  const words = t('{0} after round {1}: {2} of {3} test tasks', name, round, share(test), integer(test.n));
  return unseen.n === 0 ? words : `${words}; ${t('{0} of {1} of unseen kinds', share(unseen), integer(unseen.n))}`;
}
