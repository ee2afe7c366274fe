import type { Check, Checked } from '../tasks/benchTask.js';
import { expectedAndGot, failed, passed } from './feedback.js';
import { isSame } from './normalize.js';

/** Whether the answer is the expected one, or one of them. */
export function checkExact(check: Extract<Check, { type: 'exact' }>, answer: string): Checked {
  const expected = typeof check.answer === 'string' ? [check.answer] : check.answer;
  if (expected.some((one) => isSame(one, answer, check.normalize))) return passed();
  const [first = '', ...others] = expected;
  return failed([...expectedAndGot(first, answer), ...others.map((one) => `or: ${one}`)]);
}
