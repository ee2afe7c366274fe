import type { Check, Checked } from '../tasks/benchTask.js';
import { expectedAndGot, failed, passed } from './feedback.js';

type Numeric = Extract<Check, { type: 'numeric' }>;

/** Whether the answer is a number close enough to the expected one; the wider of both tolerances counts. */
export function checkNumeric({ answer: expected, abs = 0, rel = 0, units = [] }: Numeric, answer: string): Checked {
  const value = numberOf(answer, units);
  if (value !== undefined && isClose(expected, value, Math.max(abs, rel * Math.abs(expected)))) return passed();
  const tolerance = [...(abs > 0 ? [`± ${abs}`] : []), ...(rel > 0 ? [`± ${rel * 100} %`] : [])];
  return failed([
    ...expectedAndGot(String(expected), answer),
    ...(tolerance.length > 0 ? [`tolerance: ${tolerance.join(' or ')}`] : []),
    ...(value === undefined ? ['The answer is not a number.'] : []),
  ]);
}

/** Characters; a number with its unit is shorter by far. */
const longestNumber = 200;

/** 1.1 - 1.0 is a little more than 0.1 in binary: what only rounding adds does not count. */
const isClose = (expected: number, value: number, tolerance: number): boolean =>
  Math.abs(expected - value) <= tolerance + 2 * Number.EPSILON * Math.max(Math.abs(expected), Math.abs(value));

/**
 * The value of an answer that is a number and nothing else: thousands separators, a currency sign or one of the units (letter case apart) before
 * or after it, and a full stop behind it are taken off.
 * @returns undefined when it is none, also where several numbers stand there
 */
export function numberOf(answer: string, units: readonly string[]): number | undefined {
  if (answer.trim().length > longestNumber) return undefined;
  // Longest first, so that no unit is taken for the end of another.
  const known = [...units].sort((a, b) => b.length - a.length).map((unit) => unit.toLowerCase());
  const bare = (text: string): string => {
    const before = known.find((unit) => text.startsWith(unit));
    const rest = (before === undefined ? text : text.slice(before.length)).trim();
    const after = known.find((unit) => rest.endsWith(unit));
    return (after === undefined ? rest : rest.slice(0, -after.length)).trim();
  };
  // A full stop or per cent sign may belong to a unit or stand behind it, the sign of a number before its currency.
  const text = answer
    .trim()
    .toLowerCase()
    .replace(/\u2212/g, '-');
  const number = bare(bare(text).replace(/\.$/, ''))
    .replace(/^([-+]?)\s*[$€£¥]\s*/, '$1')
    .replace(/\s*[$€£¥%]$/, '');
  if (!/^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[-+]?\d+)?$/.test(number)) return undefined;
  const digits = number.replaceAll(',', '');
  const value = /\d/.test(digits.split('e', 1)[0] ?? '') ? Number(digits) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
