import { english, text } from '../../text.js';
import { type Attribution, sureEnough } from '../attribution.js';
import type { CauseInput } from './input.js';
import { missing } from './noSkill.js';
import { rerun } from './rerun.js';

const onePass = 0.9;

/**
 * Tries the skill that the model thinks better before anything follows from it: where the task passes with it the choice was at fault, where it fails
 * with that one as well a skill is missing (learning.md 2, step 1: cheap tests say more than a model).
 * @returns what was said where it is not about another skill, is not sure, or cannot be tried
 * @throws {HumanError} when the endpoint fails
 * @throws {CancelledError} when the signal fires
 */
export async function tryNamed(said: Attribution, input: CauseInput, signal: AbortSignal): Promise<Attribution> {
  const { replayer, episode } = input;
  const { cause, skill, confidence } = said;
  if (cause !== 'wrong_skill' || skill === null || confidence < sureEnough || !replayer) return said;
  const result = await replayer.batch(() => rerun(input, replayer, 'named', skill, signal));
  if (result === 'unreplayable') return said;
  if (result === 'failed')
    return missing(episode, text('The task failed with “{0}” too, which the model thought better.', skill));
  const why = text('The task passed when it was run once more with “{0}”.', skill);
  return { ...said, by: 'tests', confidence: onePass, reason: english(why), why };
}
