import { dot, link, ruleY, text } from '@observablehq/plot';
import type { ConditionReport, DomainReport } from '../../src/protocol.js';
import type { View } from '../dom.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { draw } from './draw.js';
import { kept } from './kept.js';
import { lookOf } from './look.js';
import { watermarkOf } from './marks.js';
import { namesWidth, rowHeight, rowName } from './rows.js';
import { share } from './words.js';

/** How each domain went from before learning to the end. */
export function domains(desk: Desk, condition: ConditionReport, width: number): View | null {
  const { report } = desk;
  const { domains: all, name } = condition;
  if (all.length === 0) return null;
  const { colour } = lookOf(report, name);
  const row = { y: ({ domain }: DomainReport) => rowName(domain) };
  const drawn = kept('domains', [report, condition, width], () =>
    draw({
      width,
      height: all.length * rowHeight + 26,
      marginTop: 2,
      marginBottom: 22,
      marginLeft: namesWidth(all.map(({ domain }) => domain)),
      marginRight: 48,
      label: all
        .map(({ domain, first, last }) =>
          t('{0} goes from {1} to {2}.', domain, percent(first.mean), percent(last.mean)),
        )
        .join(' '),
      watermark: watermarkOf(report),
      x: { domain: [0, 1], ticks: width < 420 ? 2 : 4, tickFormat: percent, tickSize: 0, grid: true, label: null },
      y: { type: 'band', domain: all.map(({ domain }) => rowName(domain)), tickSize: 0, label: null },
      marks: [
        ruleY(all, {
          ...row,
          x1: ({ last }: DomainReport) => last.low,
          x2: ({ last }: DomainReport) => last.high,
          stroke: colour,
          className: 'interval',
        }),
        link(all, {
          y1: row.y,
          y2: row.y,
          x1: ({ first }: DomainReport) => first.mean,
          x2: ({ last }: DomainReport) => last.mean,
          stroke: colour,
          className: 'way',
        }),
        dot(all, {
          ...row,
          x: ({ first }: DomainReport) => first.mean,
          r: 4,
          stroke: colour,
          fill: 'var(--vscode-editor-background)',
          className: 'hollow',
        }),
        dot(all, { ...row, x: ({ last }: DomainReport) => last.mean, r: 4.5, fill: colour, className: 'marker' }),
        text(all, {
          ...row,
          x: () => 1,
          text: ({ last }: DomainReport) => percent(last.mean),
          dx: 8,
          textAnchor: 'start',
          className: 'value',
        }),
      ],
    }),
  );
  const tasks = all[0]?.last.n ?? 0;
  return chart(desk, {
    name: 'domains',
    title: t('Domains, first to last'),
    caption: t(
      '{0}; ring: before learning, dot: after the last round with its 95 % interval; about {1} test tasks each',
      name,
      integer(tasks),
    ),
    drawn,
    figures: {
      heads: [t('domain'), t('first'), t('last'), t('tasks')],
      rows: all.map(({ domain, first, last }) => [domain, share(first), share(last), integer(last.n)]),
    },
  });
}
