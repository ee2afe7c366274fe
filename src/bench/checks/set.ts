import type { Check, Checked } from '../tasks/benchTask.js';
import { expectedAndGot, failed, oneLine, passed } from './feedback.js';
import { isSame } from './normalize.js';

type SetCheck = Extract<Check, { type: 'set' }>;

/** Whether the answer lists the expected items. Unless they are ordered it does not count how often one is named. */
export function checkSet(check: SetCheck, answer: string): Checked {
  const given = itemsOf(answer, check.answer);
  const same = (a: string, b: string): boolean => isSame(a, b, check.normalize);
  const missing = check.answer.filter((item) => !given.some((one) => same(item, one)));
  const surplus = check.subset ? [] : given.filter((one) => !check.answer.some((item) => same(item, one)));
  const inOrder = !check.ordered || isOrdered(check.answer, given, same, check.subset ?? false);
  if (missing.length === 0 && surplus.length === 0 && inOrder) return passed();
  return failed([
    ...expectedAndGot(check.answer.join(', '), answer),
    ...(missing.length > 0 ? [`missing: ${oneLine(missing.join(', '))}`] : []),
    ...(surplus.length > 0 ? [`too much: ${oneLine(surplus.join(', '))}`] : []),
    ...(missing.length === 0 && surplus.length === 0 ? ['The order or the number of the items is wrong.'] : []),
  ]);
}

/** One after another; with gaps between them where more may be there. */
function isOrdered(
  expected: readonly string[],
  given: readonly string[],
  same: (a: string, b: string) => boolean,
  gaps: boolean,
): boolean {
  if (!gaps) return expected.length === given.length && expected.every((item, index) => same(item, given[index] ?? ''));
  let at = 0;
  for (const one of given) {
    const next = expected[at];
    if (next !== undefined && same(next, one)) at++;
  }
  return at === expected.length;
}

/** One per line where there are several lines, else split at commas; items that hold commas themselves stand on lines. */
function itemsOf(answer: string, expected: readonly string[]): readonly string[] {
  const lines = answer.trim().split(/\r?\n/);
  const separate = lines.length > 1 || expected.some((item) => item.includes(','));
  return (separate ? lines : answer.split(',')).filter((item) => item.trim() !== '');
}
