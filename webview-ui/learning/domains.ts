import type { ConditionReport } from '../../src/protocol.js';
import type { View } from '../dom.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import type { Desk } from './desk.js';
import { drawDumbbells } from './dumbbells.js';
import { kept } from './kept.js';
import { lookOf } from './look.js';
import { share } from './words.js';

/** How each domain went from before learning to the end. */
export function domains(desk: Desk, condition: ConditionReport, width: number): View | null {
  const { report } = desk;
  const { domains: all, name } = condition;
  if (all.length === 0) return null;
  const { colour } = lookOf(report, name);
  const drawn = kept('domains', [report, condition, width], () =>
    drawDumbbells(
      report,
      all.map(({ domain, first, last }) => ({ name: domain, ring: first, dot: last, colour })),
      width,
      all
        .map(({ domain, first, last }) =>
          t('{0} goes from {1} to {2}.', domain, percent(first.mean), percent(last.mean)),
        )
        .join(' '),
    ),
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
