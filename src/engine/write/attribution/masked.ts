import { english, text } from '../../text.js';
import type { Attribution } from '../attribution.js';
import type { CauseInput } from './input.js';
import { evidenceOf } from './quotes.js';

const onePair = 0.8;

/** It fails twice with the skill and passes without: the skill does harm here (learning.md 2, step 1). The writer reads the reason. */
export function harmful({ episode, used }: Pick<CauseInput, 'episode' | 'used'>): Attribution {
  const skill = used?.skill.name ?? null;
  const why = text(
    'The task failed twice with “{0}” and passed without it: the skill does harm here. Take out what misleads, or narrow what the skill is for.',
    skill ?? '',
  );
  return {
    ...{ cause: 'skill_defect', by: 'tests', skill, confidence: onePair },
    ...{ reason: english(why), why, quotes: evidenceOf(episode), unverified: 0 },
  };
}
