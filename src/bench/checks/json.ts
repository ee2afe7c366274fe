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
const bare = (answer: string): string => /^\s*```(?:json)?[^\S\n]*\n([\s\S]*)\n\s*```\s*$/.exec(answer)?.[1] ?? answer;
