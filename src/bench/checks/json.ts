import type { Check, Checked } from '../tasks/benchTask.js';
import { expectedAndGot, failed, passed } from './feedback.js';
import { sameJson, TooMuchToCompare } from './sameJson.js';

/** Whether the answer, or the block of code in it, is the expected value as JSON. */
export function checkJson(
  { answer: expected, ordered = true, subset = false }: Extract<Check, { type: 'json' }>,
  answer: string,
): Checked {
  const wrong = (...why: string[]): Checked => failed([...expectedAndGot(JSON.stringify(expected), answer), ...why]);
  let given: unknown;
  try {
    given = JSON.parse(bare(answer));
  } catch {
    return wrong('The answer is no JSON.');
  }
  try {
    return sameJson(expected, given, { ordered, subset }) ? passed() : wrong();
  } catch (error) {
    if (error instanceof TooMuchToCompare) return wrong('The answer is too large to compare.');
    throw error;
  }
}

/** Models like to put JSON into a block of code. */
function bare(answer: string): string {
  const text = answer.trim();
  if (!text.startsWith('```') || !text.endsWith('```')) return text;
  // What stands behind the first marks is the language.
  return text.slice(text.indexOf('\n') + 1, -3);
}
