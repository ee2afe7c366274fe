import { barY, text } from '@observablehq/plot';
import type { ConditionReport, CurveRound } from '../../src/protocol.js';
import type { View } from '../dom.js';
import { decimal, integer } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { draw } from './draw.js';
import { kept } from './kept.js';
import { lookOf } from './look.js';
import { watermarkOf } from './marks.js';
import { seeds } from './words.js';

/** How many skills there are after each round. */
export function growth(desk: Desk, condition: ConditionReport, width: number, height: number): View {
  const { report } = desk;
  const { curve, name } = condition;
  const most = Math.max(1, ...curve.map(({ library }) => library));
  const skills = (value: number): string => (Number.isInteger(value) ? integer(value) : decimal(value, 1));
  const drawn = kept('growth', [report, condition, width, height], () =>
    draw({
      width,
      height,
      marginTop: 20,
      marginBottom: 24,
      marginLeft: 34,
      marginRight: 4,
      label: t('Skills after each round: {0}.', curve.map(({ library }) => skills(library)).join(', ')),
      watermark: watermarkOf(report),
      x: { domain: curve.map(({ round }) => round), padding: 0.4, tickSize: 0, label: null },
      y: {
        domain: [0, most],
        ticks: Math.floor(height / 60),
        tickFormat: integer,
        tickSize: 0,
        grid: true,
        label: null,
      },
      marks: [
        barY(curve, { x: 'round', y: 'library', fill: lookOf(report, name).colour }),
        text(curve, {
          x: 'round',
          y: 'library',
          text: ({ library }: CurveRound) => skills(library),
          dy: -8,
          className: 'value',
        }),
      ],
    }),
  );
  return chart(desk, {
    name: 'growth',
    title: t('Skills in the library'),
    caption: t('{0}, by round; mean of {1}', name, seeds(report.seeds.length)),
    drawn,
    figures: {
      heads: [t('round'), t('skills')],
      rows: curve.map(({ round, library }) => [integer(round), skills(library)]),
    },
  });
}
