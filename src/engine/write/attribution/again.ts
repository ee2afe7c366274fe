import { english, text } from '../../text.js';
import type { Attribution } from '../attribution.js';
import type { CauseInput } from './input.js';
import { evidenceOf } from './quotes.js';

const onePass = 0.9;

/** The same once more passes: nothing is wrong with the skill, or nothing that one run could show (learning.md 2, step 1). */
export function lapse({ episode, used }: Pick<CauseInput, 'episode' | 'used'>): Attribution {
  const why = text('The same task passed when it was run once more with the same library.');
  return {
    ...{ cause: 'execution_lapse', by: 'tests', skill: used?.skill.name ?? null, confidence: onePass },
    ...{ reason: english(why), why, quotes: evidenceOf(episode), unverified: 0 },
  };
}
