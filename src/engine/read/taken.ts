import { text } from '../text.js';
import type { Route } from './route.js';

/** The route after the model has taken another skill of the slate than the one it was given. */
export function taken(route: Route, skill: string): Route {
  const candidates = route.candidates.map((one) => {
    if (one.skill === skill) return { ...one, why: text('Chosen by the model, which was shown the slate.') };
    if (one.skill === route.chosen) return { ...one, why: text('The model took another skill of the slate.') };
    return one;
  });
  const version = route.candidates.find((one) => one.skill === skill)?.version ?? null;
  return { ...route, chosen: skill, version, candidates };
}
