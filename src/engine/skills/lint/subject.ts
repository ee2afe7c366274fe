import type { ParsedSkill } from '../format.js';

/** What the rules about the content of a skill look at. */
export interface Subject {
  /** The whole file. */
  readonly source: string;
  /** The same in lower case, to look for signs in; its offsets may differ. */
  readonly lower: string;
  /** Everything after the front matter; the whole file where there is none. */
  readonly body: string;
  /** Offset of the body in the file. */
  readonly bodyStart: number;
  readonly parsed: ParsedSkill;
  /** Files of the skill's folder, with forward slashes; `undefined` when nobody knows them. */
  readonly paths: readonly string[] | undefined;
  /** Line of an offset of the file, from 1. */
  readonly lineOf: (offset: number) => number;
}

/** Rules report no more than this many findings of a code: a thousand of them help nobody. */
export const maxFindings = 20;

/** A function that tells lines of offsets; it looks at the text when it is first asked. */
export function lineFinder(source: string): (offset: number) => number {
  let ends: number[] | undefined;
  return (offset) => {
    ends ??= newlines(source);
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

function newlines(source: string): number[] {
  const found: number[] = [];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) found.push(at);
  return found;
}

/** Matches of a global pattern, at most {@link maxFindings}. */
export function* matches(pattern: RegExp, value: string): Generator<RegExpExecArray> {
  let count = 0;
  for (const match of value.matchAll(pattern)) {
    yield match;
    if (++count === maxFindings) return;
  }
}
