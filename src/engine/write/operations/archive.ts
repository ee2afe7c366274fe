import type { Skill } from '../../skills/skill.js';
import type { Draft } from './operation.js';

/**
 * Moves a skill out of the library (learning.md 2, step 3: archive, never delete). No model is asked; its history keeps every version, and it can be
 * restored.
 * @param why one sentence for the person
 */
export const archive = (skill: Pick<Skill, 'name'>, why: string): Draft => ({
  operation: 'archive',
  skill: skill.name,
  after: '',
  summary: why,
});
