import type { Check, Checked } from '../tasks/benchTask.js';
import { expectedAndGot, failed, oneLine, passed } from './feedback.js';
import { isSame } from './normalize.js';

type SetCheck = Extract<Check, { type: 'set' }>;

/** Comparisons of two items before it is given up; items that are letter for letter the same cost none. */
const mostComparisons = 1_000_000;

/** Whether the answer lists the expected items. Unless they are ordered it does not count how often one is named. */
export function checkSet(check: SetCheck, answer: string): Checked {
  const given = itemsOf(answer, check.answer);
  const same = (a: string, b: string): boolean => isSame(a, b, check.normalize);
  const [named, wanted] = [new Set(given), new Set(check.answer)];
  const unnamed = [...wanted].filter((item) => !named.has(item));
  const unwanted = [...named].filter((item) => !wanted.has(item));
  const wrong = (...why: string[]): Checked => failed([...expectedAndGot(check.answer.join(', '), answer), ...why]);
  if (unnamed.length * named.size + unwanted.length * wanted.size > mostComparisons)
    return wrong('The answer has too many items to compare.');
  const missing = unnamed.filter((item) => ![...named].some((one) => same(item, one)));
  const surplus = check.subset ? [] : unwanted.filter((one) => ![...wanted].some((item) => same(item, one)));
  if (missing.length > 0 || surplus.length > 0)
    return wrong(
      ...(missing.length > 0 ? [`missing: ${oneLine(missing.join(', '))}`] : []),
      ...(surplus.length > 0 ? [`too much: ${oneLine(surplus.join(', '))}`] : []),
    );
  return !check.ordered || isOrdered(check.answer, given, same, check.subset ?? false)
    ? passed()
    : wrong('The order or the number of the items is wrong.');
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
  return (separate ? lines : answer.split(',')).map((item) => item.trim()).filter((item) => item !== '');
}
