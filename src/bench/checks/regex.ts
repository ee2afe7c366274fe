import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import type { Check, Checked } from '../tasks/benchTask.js';
import { expectedAndGot, failed, passed } from './feedback.js';
import { matches } from './timedRegex.js';

/** Milliseconds; a pattern that is not built to explode needs a thousandth of it. */
const patience = 2000;

/**
 * Whether the pattern matches somewhere in the answer. An answer for which it takes longer than 2 s does not pass.
 * @throws {HumanError} when the pattern cannot be used
 * @throws {CancelledError}
 */
export async function checkRegex(
  { pattern, flags = '' }: Extract<Check, { type: 'regex' }>,
  answer: string,
  signal: AbortSignal,
): Promise<Checked> {
  const matching = await matches(pattern, flags, answer, patience, signal);
  if (matching.state === 'match') return passed();
  if (matching.state === 'fault')
    throw new HumanError(text('The pattern “{0}” of a check cannot be used: {1}', pattern, matching.why));
  return failed([
    ...expectedAndGot(`a match of /${pattern}/${flags}`, answer),
    ...(matching.state === 'timeout' ? [`It could not be matched within ${patience / 1000} s.`] : []),
  ]);
}
