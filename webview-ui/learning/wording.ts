import type { View } from '../dom.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { chart } from './chart.js';
import { ordered, type Desk } from './desk.js';
import { drawDumbbells } from './dumbbells.js';
import { kept } from './kept.js';
import { lookOf } from './look.js';
import { share } from './words.js';

/** How each condition does in the words it learned from, and in others. */
export function wording(desk: Desk, width: number): View | null {
  const { report } = desk;
  const all = ordered(report).flatMap(({ name, curve }) => {
    const last = curve.at(-1)?.wording;
    return last ? [{ name, ring: last.known, dot: last.novel, colour: lookOf(report, name).colour }] : [];
  });
  const [first] = all;
  if (!first) return null;
  const drawn = kept('wording', [report, width], () =>
    drawDumbbells(
      report,
      all,
      width,
      all
        .map(({ name, ring, dot }) =>
          t('{0}: {1} in known words, {2} in new ones.', name, percent(ring.mean), percent(dot.mean)),
        )
        .join(' '),
    ),
  );
  return chart(desk, {
    name: 'wording',
    title: t('Known and new words'),
    caption: t(
      'After the last round; ring: {0} test tasks in words that training has too, dot: {1} in words it has not, with the 95 % interval',
      integer(first.ring.n),
      integer(first.dot.n),
    ),
    drawn,
    figures: {
      heads: [t('condition'), t('known words'), t('tasks'), t('new words'), t('tasks')],
      rows: all.map(({ name, ring, dot }) => [name, share(ring), integer(ring.n), share(dot), integer(dot.n)]),
    },
  });
}
