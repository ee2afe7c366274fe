import { stripHidden } from '../../safety/hidden.js';
import { english } from '../../text.js';
import type { Quote } from '../attribution.js';
import { type Episode, shownOf, wordsOf } from '../episode.js';
import { shownOfCalls } from './prompt.js';

/** A quote as the model gives it. */
export interface SaidQuote {
  readonly from: Quote['from'];
  readonly at?: number | null | undefined;
  readonly text: string;
}

/** Fewer characters (white space apart) stand in every text and prove nothing. */
export const shortestQuote = 4;

/** A text that was shown and may be quoted. */
interface Place {
  readonly from: Quote['from'];
  /** Step of a call; lines of a skill are counted where a quote is found. */
  readonly step?: number;
  readonly text: string;
}

interface Searched extends Place {
  /** The text with single blanks for white space. */
  readonly plain: string;
}

/**
 * Looks for each quote in what the model was shown, white space apart. What is kept is the text as it stands there, with the place where it stands: where
 * the model says it stands, if it does, else anywhere.
 * @param skill text of the skill in use
 * @returns `unverified`: how many stand nowhere. One that is found and too short to prove anything is in neither.
 */
export function verifyQuotes(
  said: readonly SaidQuote[],
  episode: Episode,
  skill: string | undefined,
): { readonly quotes: readonly Quote[]; readonly unverified: number } {
  const places = placesOf(episode, skill).map((place) => ({ ...place, plain: collapse(place.text) }));
  const quotes: Quote[] = [];
  let unverified = 0;
  for (const one of said) {
    const found = find(one, places);
    if (!found) unverified++;
    else if (found.text.replace(/\s/g, '').length >= shortestQuote) quotes.push(found);
  }
  return { quotes, unverified };
}

function placesOf(episode: Episode, skill: string | undefined): readonly Place[] {
  // Only what the prompt shows can be quoted, and the whole output of thirty calls takes too long to search.
  const longest = shownOfCalls(episode);
  const calls = episode.calls.flatMap(({ step, output, input }): Place[] =>
    [...shownOf(output, longest), ...shownOf(input, longest), ...values(input)].map((text) => ({
      ...{ from: 'step', step, text },
    })),
  );
  const signals = episode.signals.flatMap((signal) => [english(signal.detail), ...wordsOf(signal)]);
  return [
    ...[...signals, episode.answer].map((text): Place => ({ from: 'check', text })),
    ...calls,
    { from: 'task', text: episode.prompt },
    ...(skill === undefined ? [] : [{ from: 'skill' as const, text: stripHidden(skill).text }]),
  ];
}

/** The string arguments of a call, so that a quote of a written file is found although its JSON escapes line ends and quotes. */
function values(input: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(input);
    return parsed && typeof parsed === 'object'
      ? Object.values(parsed).filter((value): value is string => typeof value === 'string')
      : [];
  } catch {
    // The model's arguments may be anything.
    return [];
  }
}

function find(said: SaidQuote, places: readonly Searched[]): Quote | undefined {
  const wordings = wordingsOf(said);
  const stated = (place: Place): number =>
    place.from !== said.from ? 2 : place.step === undefined || place.step === said.at ? 0 : 1;
  for (const place of [...places].sort((a, b) => stated(a) - stated(b))) {
    for (const wording of wordings) {
      const quotes = occurrences(place.plain, wording).map((start) => quoteAt(place, start, wording.length));
      const quote = quotes.find(({ at }) => at === said.at) ?? quotes[0];
      if (quote) return quote;
    }
  }
  return undefined;
}

/** The forms in which a model copies what a prompt shows: as it is, with a tag's escape, with the numbers that stand before a skill's lines. */
function wordingsOf({ from, text }: SaidQuote): readonly string[] {
  const plain = text.replaceAll('<\\/', '</');
  const unnumbered = from === 'skill' ? [plain.replace(/^\s*\d{1,6}: ?/gm, '')] : [];
  const wordings = [text, plain, ...unnumbered].map((one) => collapse(one).trim());
  return [...new Set(wordings)].filter(Boolean);
}

/** White space that is more than a blank. */
const gaps = /\s{2,}|[^\S ]/g;

/** White space as single blanks. */
const collapse = (original: string): string => original.replace(gaps, ' ');

/** Where a character of a collapsed text stands in the original. */
function offsetIn(original: string, index: number): number {
  let left = 0;
  for (const { 0: run, index: at } of original.matchAll(gaps)) {
    if (at - left >= index) break;
    left += run.length - 1;
  }
  return index + left;
}

/** More places of one wording are not looked at. */
const mostOccurrences = 50;

function occurrences(text: string, wanted: string): readonly number[] {
  const found: number[] = [];
  for (let start = text.indexOf(wanted); start >= 0 && found.length < mostOccurrences;)
    start = text.indexOf(wanted, (found.push(start), start + 1));
  return found;
}

function quoteAt(place: Place, start: number, length: number): Quote {
  const first = offsetIn(place.text, start);
  const text = place.text.slice(first, offsetIn(place.text, start + length - 1) + 1);
  const at = place.from === 'skill' ? place.text.slice(0, first).split('\n').length : place.step;
  return { from: place.from, text, ...(at === undefined ? {} : { at }) };
}

/** The lines that say most plainly that the run failed: the last two of what the strongest signal says, such as `expected` and `got`. */
export function evidenceOf({ signals }: Pick<Episode, 'signals'>): readonly Quote[] {
  const failures = signals.filter(({ outcome }) => outcome === 'failure');
  const lines = failures.map((signal) =>
    wordsOf(signal)
      .flatMap((words) => words.split('\n'))
      .map((line) => line.trim())
      .filter((line) => line.length >= shortestQuote),
  );
  return (lines.find(({ length }) => length > 0) ?? []).slice(-2).map((text) => ({ from: 'check', text }));
}
