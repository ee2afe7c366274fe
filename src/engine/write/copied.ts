import type { Episode } from './episode.js';

/** Requests shorter than this stand in many texts by chance. */
const shortestRequest = 12;

/** Significant digits of a number, characters of a code, and characters of several words, from which they stand in no skill by chance. */
const digitsOfNumber = 5;
const lengthOfCode = 6;
const lengthOfWords = 12;

const stated = /\bexpected(?:[ \t]+(?:value|output|answer|result))?["']?[ \t]*[:=][ \t]*(\S[^\r\n]*)/gi;

/** The right answers that the evidence of an episode gives away: what a check expected, what the person wrote instead, what passed. */
export function answersOf({ signals, answer, outcome }: Episode): readonly string[] {
  const said = signals.flatMap(({ check, reason }) => [check?.tail ?? '', reason ?? '']).join('\n');
  const expected = [...said.matchAll(stated)].map(([, value = '']) => unquoted(value));
  return [...expected, ...(outcome === 'success' ? [answer.trim()] : [])].filter((value) => value !== '');
}

/**
 * Whether an answer is so particular that it can only have been copied: a number of five significant digits (zeros at its ends do not count:
 * 86400 is seconds of a day), a code of letters and digits of six characters, or several words of twelve. A word alone may stand in any rule.
 */
export function isTelling(answer: string): boolean {
  const plain = answer.trim();
  if (/\p{L}/u.test(plain)) {
    const isCode = /\d/.test(plain) && plain.length >= lengthOfCode;
    return isCode || (/\S\s+\S/.test(plain) && plain.length >= lengthOfWords);
  }
  const digits = plain.replace(/\D/g, '').replace(/^0+|0+$/g, '');
  return digits.length >= digitsOfNumber;
}

/**
 * Refuses what a text has from the evidence instead of a rule (learning.md 2, step 5).
 * @param before what stood there already was not copied from these episodes; null for a new skill
 * @throws {Error} whose message tells the writer what to correct
 */
export function lintCopied(episodes: readonly Episode[], before: string | null, after: string): void {
  const [old, now] = [flat(before ?? ''), flat(after)];
  const requests = episodes.map(({ prompt }) => flat(prompt)).filter(({ length }) => length >= shortestRequest);
  if (requests.some((request) => now.includes(request) && !old.includes(request)))
    throw new Error('It repeats a whole request of an episode: state the rule, not the instance.');
  const answer = episodes
    .flatMap(answersOf)
    .find((one) => isTelling(one) && stands(flat(one), now) && !stands(flat(one), old));
  if (answer !== undefined)
    throw new Error(`It holds “${answer}”, an answer of an episode: state the rule, not the instance.`);
}

/** Whether a value stands in a text as a whole, not as a part of a longer word or number. */
function stands(value: string, text: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const before = /[\p{L}\p{N}]$|\d[.,]$/u.test(text.slice(Math.max(0, at - 2), at));
    const after = /^(?:[\p{L}\p{N}]|[.,]\d)/u.test(text.slice(at + value.length, at + value.length + 2));
    if (!before && !after) return true;
  }
  return false;
}

/** Line ends, blanks and case hide nothing. */
const flat = (value: string): string => value.replace(/\s+/g, ' ').trim().toLowerCase();

const unquoted = (value: string): string => {
  const plain = value.trim();
  return /^(["'`])(.*)\1[,;.]?$/.exec(plain)?.[2] ?? plain;
};
