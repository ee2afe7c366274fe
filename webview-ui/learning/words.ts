import type { Interval } from '../../src/protocol.js';
import { integer, percent, span } from '../format.js';
import { t } from '../l10n.js';

/** A share with its interval: `84 % (69 to 87 %)`. */
export const share = (interval: Interval): string => `${percent(interval.mean)} (${span(interval)})`;

/** How many there are, `1 seed` or `8 seeds`. */
export const seeds = (count: number): string => (count === 1 ? t('1 seed') : t('{0} seeds', integer(count)));

/** A difference of shares in points with its sign: `+12`, `−3`, `0`. */
export function points(difference: number): string {
  const rounded = Math.round(difference * 100);
  if (rounded === 0) return '0';
  return rounded > 0 ? `+${rounded}` : `−${-rounded}`;
}

/** Words that are too long for a drawing end in an ellipsis. */
export const cut = (words: string, most: number): string =>
  words.length <= most ? words : `${words.slice(0, Math.max(1, most - 1))}…`;
