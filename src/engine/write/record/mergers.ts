import { picksOf } from '../../store/routeFacts.js';
import type { RunRecord } from '../../store/runRecord.js';
import type { LearningSettings } from '../settings.js';

/** Two skills that the router can hardly tell apart. */
export interface Merger {
  /** The one that is used more often first; by name when neither is. */
  readonly skills: readonly [string, string];
  /** Uses on which both were the best two, and nearly as likely to work. */
  readonly close: number;
}

type Rules = Pick<LearningSettings, 'mergeShare' | 'mergeMargin'>;
type Routed = Pick<RunRecord, 'route'>;

/** Uses on which two skills must have been close: with fewer, one task that is put again decides. */
export const leastClose = 4;

/**
 * Pairs for the operation merge (learning.md 2, step 3): the best two by the router, the second within `mergeMargin` of the first's probability, on at
 * least `mergeShare` of the uses of each. Only the router's own choices count.
 * @param runs those that count, e.g. of the last rounds
 * @param may which skills may be merged: own ones, neither elementary nor locked
 */
export function mergersOf(runs: readonly Routed[], may: (skill: string) => boolean, rules: Rules): readonly Merger[] {
  const uses = new Map<string, number>();
  const close = new Map<string, { readonly pair: readonly [string, string]; count: number }>();
  for (const { route } of runs) {
    if (route?.by !== 'router' || route.skill === null) continue;
    uses.set(route.skill, (uses.get(route.skill) ?? 0) + 1);
    const { picks, behind } = route;
    if (picks === undefined || behind === undefined || behind > rules.mergeMargin) continue;
    const [best, second] = picksOf(picks).router.slice(0, 2).sort();
    if (best === undefined || second === undefined || ![best, second].includes(route.skill)) continue;
    if (!may(best) || !may(second)) continue;
    const key = `${best}/${second}`;
    const known = close.get(key);
    if (known) known.count++;
    else close.set(key, { pair: [best, second], count: 1 });
  }
  const of = (skill: string): number => uses.get(skill) ?? 0;
  return [...close.values()]
    .filter(({ pair, count }) => count >= leastClose && pair.every((one) => count >= rules.mergeShare * of(one)))
    .map(({ pair: [a, b], count }): Merger => ({ skills: of(b) > of(a) ? [b, a] : [a, b], close: count }))
    .sort((a, b) => b.close - a.close);
}
