import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { sameAnswer } from './sameAnswer.js';
import type { Signal } from './signal.js';
import { strengths } from './strength.js';

/** What the person adds to a thumb. */
export interface Said {
  readonly reason?: string;
  /** The answer that would have been right. */
  readonly answer?: string;
}

/**
 * The person's own verdict.
 * @param given the answer of the run
 * @throws {HumanError} when the run is said to be wrong and the corrected answer is the one it gave
 */
export function personSignal(outcome: 'good' | 'bad', { reason, answer }: Said, given: string): Signal {
  const good = outcome === 'good';
  const expected = answer?.trim();
  if (!good && expected && sameAnswer(expected, given))
    throw new HumanError(
      text('That is the answer the run gave. Say what is wrong with it instead, or that it was right.'),
    );
  return {
    source: 'user',
    outcome: good ? 'success' : 'failure',
    strength: strengths.user,
    detail: good ? text('You said it was right.') : text('You said it was wrong.'),
    ...(reason?.trim() ? { reason: reason.trim() } : {}),
    ...(expected ? { expected } : {}),
  };
}
