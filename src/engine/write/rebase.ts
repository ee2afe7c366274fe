import { diffArrays } from 'diff';
import { context } from './hunks.js';
import type { Hunk } from './proposal.js';

/** A change of a text by whole lines: from `start` (from 0) `removed` lines give way to `added`. */
interface Block {
  readonly start: number;
  readonly removed: number;
  readonly added: readonly string[];
}

/**
 * Moves hunks that were made for one text onto what has become of it (three-way merge). `undefined` when they meet what changed meanwhile: the same
 * lines, or lines next to each other, where nobody but a person can tell what is meant (as git does).
 * @returns the hunks, one for each and in the same order, with lines and surroundings of `now`
 */
export function rebaseHunks(before: string, hunks: readonly Hunk[], now: string): readonly Hunk[] | undefined {
  const theirs = blocksOf(before, now);
  const ours = hunks.map(blockOf);
  if (ours.some((one) => theirs.some((other) => touch(one, other)))) return undefined;
  const lines = now.split('\n');
  let moved = 0;
  return ours.map(({ start, removed, added }) => {
    const shift = theirs
      .filter((other) => other.start < start)
      .reduce((sum, other) => sum + other.added.length - other.removed, 0);
    const at = start + shift;
    const lead = Math.min(at, context);
    const hunk: Hunk = {
      oldStart: at - lead + 1,
      newStart: at - lead + 1 + moved,
      lines: [
        ...lines.slice(at - lead, at).map((line) => ` ${line}`),
        ...lines.slice(at, at + removed).map((line) => `-${line}`),
        ...added.map((line) => `+${line}`),
        ...lines.slice(at + removed, at + removed + context).map((line) => ` ${line}`),
      ],
    };
    moved += added.length - removed;
    return hunk;
  });
}

const leading = (lines: readonly string[]): number =>
  Math.max(
    0,
    lines.findIndex((line) => !line.startsWith(' ')),
  );

function blockOf({ oldStart, lines }: Hunk): Block {
  return {
    start: oldStart - 1 + leading(lines),
    removed: lines.filter((line) => line.startsWith('-')).length,
    added: lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1)),
  };
}

function blocksOf(before: string, now: string): readonly Block[] {
  const blocks: Block[] = [];
  let at = 0;
  let open: { start: number; removed: number; added: string[] } | undefined;
  for (const part of diffArrays(before.split('\n'), now.split('\n'))) {
    if (!part.added && !part.removed) {
      open = undefined;
      at += part.value.length;
      continue;
    }
    if (!open) blocks.push((open = { start: at, removed: 0, added: [] }));
    if (part.removed) {
      open.removed += part.value.length;
      at += part.value.length;
    } else open.added.push(...part.value);
  }
  return blocks;
}

/** Whether two changes have a line, or an end, in common. */
const touch = (one: Block, other: Block): boolean =>
  one.start <= other.start + other.removed && other.start <= one.start + one.removed;
