import { sha256 } from '../store/hash.js';
import { text } from '../text.js';
import type { Route } from './route.js';

/**
 * Whether a run is one of those that are tried without the skill they were routed to (learning.md 2, Utility: a tenth of a bench's training runs).
 * The same run, seed and share give the same answer everywhere.
 * @param share 0 to 1
 */
export const masks = (run: string, seed: number, share: number): boolean =>
  parseInt(sha256(`${seed} ${run}`).slice(0, 8), 16) / 2 ** 32 < share;

/** The route with its skill withheld, so that its outcome tells what the task comes to without it; as it is when it has none. */
export function masked(route: Route): Route {
  if (route.chosen === null) return route;
  const candidates = route.candidates.map((one) => {
    if (one.skill === route.chosen) return { ...one, why: text('Withheld, to see what the task comes to without it.') };
    if (one.skill === null)
      return { ...one, why: text('Chosen: “{0}” is withheld from this run.', route.chosen ?? '') };
    return one;
  });
  // Without the slate: the model must not take the skill all the same.
  return { ...route, chosen: null, version: null, confidence: 'none', masked: route.chosen, candidates };
}
