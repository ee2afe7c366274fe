import type { Candidate, Route } from '../../read/route.js';
import type { Skill } from '../../skills/skill.js';
import { english, type Text, text } from '../../text.js';
import type { Attribution } from '../attribution.js';
import { type CauseInput, routeOf } from './input.js';
import { evidenceOf } from './quotes.js';

/** Words of the task that a skill must match to be looked at; one alone is shared by chance. */
const sharedWords = 2;
/** Or the share of the chance that the router asks of a skill it uses. */
const shareOfThreshold = 0.5;
/** Cause and confidence where nothing but the prior speaks (learning.md 2, step 1: no skill routed, so one is missing). */
const prior = 0.7;

/**
 * The run had no skill, and the router found none that comes near the task: one is missing, and a model could say no more than that. Undefined where a
 * skill of the library may have been the right one.
 */
export function nothingFits({
  episode,
  events,
  used,
  library,
}: Pick<CauseInput, 'episode' | 'events' | 'used' | 'library'>): Attribution | undefined {
  if (used || mayFit(routeOf(events), library)) return undefined;
  return missing(episode, text('No skill was used, and none of the library comes near the task.'));
}

/** The model blames a skill, but the run had none: what was not used cannot be at fault, and all that is left is that no skill helped. */
export const noneToBlame = ({ episode, events }: Pick<CauseInput, 'episode' | 'events'>): Attribution | undefined =>
  routeOf(events)?.chosen === null
    ? missing(episode, text('The model blames a skill, but none was used: one is missing.'))
    : undefined;

/** No skill of the library does it, as far as is known. */
export const missing = (episode: CauseInput['episode'], why: Text): Attribution => ({
  ...{ cause: 'missing_skill', by: 'tests', skill: null, confidence: prior },
  ...{ reason: english(why), why, quotes: evidenceOf(episode), unverified: 0 },
});

/** Whether a skill of the slate could have been the right one. Without a record of the slate any could. */
function mayFit(route: Route | undefined, library: readonly Skill[]): boolean {
  if (!route) return library.length > 0;
  const least = (route.candidates.find(({ skill }) => skill === null)?.probability ?? 1) * shareOfThreshold;
  const near = ({ words, probability = 0 }: Candidate): boolean => words.length >= sharedWords || probability >= least;
  const names = new Set(library.map(({ name }) => name));
  // The run may have begun with a skill that is gone now: it is not a run without one.
  return (
    route.chosen !== null || route.candidates.some((one) => one.skill !== null && names.has(one.skill) && near(one))
  );
}
