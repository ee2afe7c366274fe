import { sha256 } from '../../engine/store/hash.js';
import { applyHunks, hunksOf } from '../../engine/write/hunks.js';
import type { Hunk, Proposal } from '../../engine/write/proposal.js';

/** One edit under review: a contiguous change between the text a proposal was made from and the right side as it is now. */
export interface Block {
  /** The same for the same change of the same lines, wherever it stands on the right side. */
  readonly key: string;
  /** First changed line on the right side, from 0. */
  readonly start: number;
  /** Lines it has on the right side; 0 for a deletion. */
  readonly length: number;
}

/** The edits between two texts, from top to bottom. */
export const blocksOf = (before: string, now: string): readonly Block[] => hunksOf(before, now).map(toBlock);

function toBlock(hunk: Hunk): Block {
  const lead = Math.max(
    0,
    hunk.lines.findIndex((line) => !line.startsWith(' ')),
  );
  return {
    key: keyOf(hunk),
    start: hunk.newStart - 1 + lead,
    length: hunk.lines.filter((line) => line.startsWith('+')).length,
  };
}

const keyOf = ({ oldStart, lines }: Hunk): string => sha256(`${oldStart}\n${lines.join('\n')}`).slice(0, 16);

/** The line of the right side an edit is anchored at: its first line, or for a deletion the line that follows it. Inline diffs show only this side. */
export const anchorOf = ({ start }: Block, lineCount: number): number => Math.max(0, Math.min(start, lineCount - 1));

/** The edit that a line of the right side belongs to. */
export const blockAt = (blocks: readonly Block[], line: number, lineCount: number): Block | undefined =>
  blocks.find((block) => {
    const first = anchorOf(block, lineCount);
    return line >= first && line < first + Math.max(1, block.length);
  });

/** The edit after (or before) a line, around the end of the file. */
export function nextBlock(blocks: readonly Block[], line: number, forward: boolean): Block | undefined {
  return forward
    ? (blocks.find(({ start }) => start > line) ?? blocks[0])
    : (blocks.findLast(({ start }) => start < line) ?? blocks.at(-1));
}

/** The right side with one edit taken back. */
export function without(before: string, now: string, key: string): string {
  const hunks = hunksOf(before, now);
  return applyHunks(
    before,
    hunks,
    hunks.flatMap((hunk, index) => (keyOf(hunk) === key ? [] : [index])),
  );
}

/** What has to be written so that only some of the edits on the right side are taken. */
export type Choice =
  { readonly kind: 'hunks'; readonly hunks: readonly number[] } | { readonly kind: 'text'; readonly text: string };

/**
 * The proposal's own edits by number where that says it all, else the text the person made.
 * @param keys the accepted edits; absent means every edit on the right side
 */
export function choiceOf(
  proposal: Pick<Proposal, 'before' | 'hunks'>,
  now: string,
  keys?: ReadonlySet<string>,
): Choice {
  const shown = hunksOf(proposal.before, now);
  const taken = shown.flatMap((hunk, index) => (keys === undefined || keys.has(keyOf(hunk)) ? [index] : []));
  const own = proposal.hunks.map(keyOf);
  const hunks = taken.map((index) => {
    const hunk = shown[index];
    return hunk ? own.indexOf(keyOf(hunk)) : -1;
  });
  return hunks.every((index) => index >= 0)
    ? { kind: 'hunks', hunks }
    : { kind: 'text', text: applyHunks(proposal.before, shown, taken) };
}

/** The smallest single replacement that turns one text into another, as offsets into the first. */
export function smallestEdit(
  from: string,
  to: string,
): { readonly start: number; readonly end: number; readonly text: string } {
  const shared = Math.min(from.length, to.length);
  let start = 0;
  while (start < shared && from[start] === to[start]) start++;
  // An editor knows no place between a carriage return and its line feed.
  if (from[start - 1] === '\r') start--;
  let tail = 0;
  while (tail < shared - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  if (tail > 0 && from[from.length - tail] === '\n' && from[from.length - tail - 1] === '\r') tail--;
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) };
}
