import type { BenchReport, ConditionReport, Interval } from '../../src/protocol.js';
import { decimal, integer, percent, span } from '../format.js';
import { say, t } from '../l10n.js';

/** A share with its interval: `84 % (69 to 87 %)`. */
export const share = (interval: Interval): string => `${percent(interval.mean)} (${span(interval)})`;

/** How many there are, `1 seed` or `8 seeds`. */
export const seeds = (count: number): string => (count === 1 ? t('1 seed') : t('{0} seeds', integer(count)));

/** A difference of shares in points with its sign: `+12`, `−3`, `0`; with one digit `+12.5`, `−3.0`, `0.0`. */
export function points(difference: number, digits = 0): string {
  const rounded = Number((difference * 100).toFixed(digits));
  const written = decimal(rounded, digits);
  return rounded > 0 ? `+${written}` : written;
}

/** Words that are too long for a drawing end in an ellipsis. */
export const cut = (words: string, most: number): string =>
  words.length <= most ? words : `${words.slice(0, Math.max(1, most - 1))}…`;

/** The name of a world or of a model in the reader's language where it is ours; what files and endpoints are called stays. */
export function named(name: string): string {
  if (name === 'Frozen world') return t('Frozen world');
  if (name === 'Wide world') return t('Wide world');
  return name === 'practice model' ? t('practice model') : name;
}

/** Why a change was turned down, in the reader's language: what the gate says, or a sentence of the engine. */
export function whyNot(reason: string): string {
  if (reason === 'mends nothing') return t('mends nothing');
  if (reason === 'mends no hidden failure') return t('mends no hidden failure');
  if (reason === 'breaks what worked') return t('breaks what worked');
  return reason === 'not proven' ? t('not proven') : say({ key: reason, args: [] });
}

/**
 * Whether the tokens of a condition are more with a real model: the bench asks the practice model nothing twice (house/exam.ts), and a condition that
 * does not learn asks the same in every round.
 */
export const isRemembered = ({ simulated }: BenchReport, { edits }: ConditionReport): boolean =>
  simulated && edits.proposed === 0;

/** Put before tokens of which some were saved by remembering answers. */
export const atLeast = (remembered: boolean): string => (remembered ? '≥\u00a0' : '');
