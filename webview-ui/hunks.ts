import type { Hunk, Proposal } from '../src/protocol.js';

/** What the reader said about one edit of a proposal. */
export type Mark = 'accept' | 'reject';

/** One line of a diff. Numbers count from 1; `null` where the line does not stand on that side. */
export interface DiffRow {
  readonly kind: 'same' | 'removed' | 'added';
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
  /** The changed stretch inside the line, as character offsets. */
  readonly changed: readonly [number, number] | null;
}

/**
 * The edits that Apply writes: the accepted ones, or, when the reader only struck some out, all others.
 * @param count edits of the proposal
 * @returns indices from 0, rising
 */
export function acceptedEdits(count: number, marks: readonly (Mark | undefined)[]): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  return marks.includes('accept')
    ? all.filter((index) => marks[index] === 'accept')
    : all.filter((index) => marks[index] !== 'reject');
}

/** The rows of a hunk, with what changed inside lines that replace each other. */
export function rowsOf(hunk: Pick<Hunk, 'oldStart' | 'newStart' | 'lines'>): readonly DiffRow[] {
  let before = hunk.oldStart;
  let after = hunk.newStart;
  const rows = hunk.lines.map((line): DiffRow => {
    const text = line.slice(1).replace(/\r$/, '');
    if (line.startsWith('-')) return { kind: 'removed', before: before++, after: null, text, changed: null };
    if (line.startsWith('+')) return { kind: 'added', before: null, after: after++, text, changed: null };
    return { kind: 'same', before: before++, after: after++, text, changed: null };
  });
  return markPairs(rows);
}

/** The rows of unified diff lines: file names at the beginning are left out, hunk heads give the line numbers. */
export function rowsOfDiff(lines: readonly string[]): readonly DiffRow[] {
  const hunks: { oldStart: number; newStart: number; lines: string[] }[] = [{ oldStart: 1, newStart: 1, lines: [] }];
  lines.forEach((line, index) => {
    if (index < 2 && /^(?:--- |\+\+\+ )/.test(line)) return;
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (head) hunks.push({ oldStart: Number(head[1]), newStart: Number(head[2]), lines: [] });
    // What is no diff line (a note that the rest was cut) is shown as it is.
    else hunks.at(-1)?.lines.push(/^[-+ ]/.test(line) ? line : ` ${line}`);
  });
  return hunks.flatMap((hunk) => rowsOf(hunk));
}

/** Removed lines directly followed by added ones are compared line by line. */
function markPairs(rows: readonly DiffRow[]): readonly DiffRow[] {
  const marked = [...rows];
  let at = 0;
  while (at < rows.length) {
    const removed = countFrom(rows, at, 'removed');
    const added = countFrom(rows, at + removed, 'added');
    for (let pair = 0; pair < Math.min(removed, added); pair++) {
      const [old, fresh] = [rows[at + pair], rows[at + removed + pair]];
      if (!old || !fresh) continue;
      const [inOld, inFresh] = changedWords(old.text, fresh.text);
      marked[at + pair] = { ...old, changed: inOld };
      marked[at + removed + pair] = { ...fresh, changed: inFresh };
    }
    at += Math.max(1, removed + added);
  }
  return marked;
}

function countFrom(rows: readonly DiffRow[], start: number, kind: DiffRow['kind']): number {
  let end = start;
  while (rows[end]?.kind === kind) end++;
  return end - start;
}

type Range = readonly [number, number] | null;

/** Where two lines differ, in whole words: what is left between their common beginning and their common end. */
export function changedWords(before: string, after: string): readonly [Range, Range] {
  const [a, b] = [words(before), words(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [range(a, start, end), range(b, start, end)];
}

const words = (line: string): readonly string[] => line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];

function range(tokens: readonly string[], start: number, end: number): Range {
  const from = tokens.slice(0, start).join('').length;
  const to = from + tokens.slice(start, tokens.length - end).join('').length;
  // A line that changed from end to end is coloured as a whole already.
  return to > from && start + end > 0 ? [from, to] : null;
}

/** The markdown heading a hunk stands under, without its marks; empty when there is none. */
export function headingOf(
  proposal: Pick<Proposal, 'after' | 'before'>,
  hunk: Pick<Hunk, 'newStart' | 'lines'>,
): string {
  const lines = proposal.after.split('\n');
  const firstChange = hunk.lines.findIndex((line) => !line.startsWith(' '));
  for (let line = Math.min(lines.length, hunk.newStart + Math.max(0, firstChange)) - 1; line >= 0; line--) {
    const heading = /^#{1,6}\s+(.+?)\s*#*\s*$/.exec(lines[line] ?? '');
    if (heading?.[1]) return heading[1];
  }
  return '';
}

/** Lines added and removed by the hunks. */
export function changedLines(hunks: readonly Pick<Hunk, 'lines'>[]): {
  readonly added: number;
  readonly removed: number;
} {
  const count = (sign: string): number =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(sign)).length, 0);
  return { added: count('+'), removed: count('-') };
}
