import { diffArrays } from 'diff';
import type { Hunk } from './proposal.js';

/** Unchanged lines shown around a change. */
export const context = 2;

/** The contiguous changes between two texts. Lines keep a trailing carriage return, so applying all hunks gives `after` byte for byte. */
export function hunksOf(before: string, after: string): Hunk[] {
  // A new file is one change; otherwise its blank lines would count as kept.
  if (before === '' && after.endsWith('\n'))
    return [
      {
        oldStart: 1,
        newStart: 1,
        lines: after
          .slice(0, -1)
          .split('\n')
          .map((line) => `+${line}`),
      },
    ];
  const old = before.split('\n');
  const hunks: Hunk[] = [];
  let oldLine = 0;
  let newLine = 0;
  let change: { removed: string[]; added: string[]; at: number; newAt: number } | undefined;
  const close = (): void => {
    if (!change) return;
    const lead = old.slice(Math.max(0, change.at - context), change.at);
    const end = change.at + change.removed.length;
    hunks.push({
      oldStart: change.at - lead.length + 1,
      newStart: change.newAt - lead.length + 1,
      lines: [
        ...lead.map((line) => ` ${line}`),
        ...change.removed.map((line) => `-${line}`),
        ...change.added.map((line) => `+${line}`),
        ...old.slice(end, end + context).map((line) => ` ${line}`),
      ],
    });
    change = undefined;
  };
  for (const part of diffArrays(old, after.split('\n'))) {
    if (!part.added && !part.removed) {
      close();
      oldLine += part.value.length;
      newLine += part.value.length;
      continue;
    }
    change ??= { removed: [], added: [], at: oldLine, newAt: newLine };
    if (part.removed) {
      change.removed.push(...part.value);
      oldLine += part.value.length;
    } else {
      change.added.push(...part.value);
      newLine += part.value.length;
    }
  }
  close();
  return hunks;
}

/**
 * The text with only some hunks applied.
 * @param accepted indices into `hunks`, from 0; absent means all
 */
export function applyHunks(before: string, hunks: readonly Hunk[], accepted?: readonly number[]): string {
  const lines = before.split('\n');
  const wanted = hunks.filter((_, index) => !accepted || accepted.includes(index));
  // From the last to the first, so that earlier line numbers stay true.
  for (const hunk of wanted.toReversed()) {
    const lead = hunk.lines.findIndex((line) => !line.startsWith(' '));
    const removed = hunk.lines.filter((line) => line.startsWith('-')).length;
    const added = hunk.lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
    lines.splice(hunk.oldStart - 1 + Math.max(0, lead), removed, ...added);
  }
  return lines.join('\n');
}
