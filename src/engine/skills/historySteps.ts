import { HashMismatchError } from '../store/atomic.js';
import { sha256 } from '../store/hash.js';
import type { Change } from './history.js';
import { fileIn, keepsModes, sideOf } from './historyFolder.js';
import type { Side, Step } from './historyRecord.js';
import type { Tree } from './tree.js';

/**
 * The files that a change really changes.
 * @throws {HashMismatchError} when one is not what the change was made from.
 */
export async function stepsOf({ dir, files }: Pick<Change, 'dir' | 'files'>): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const { path: file, before, after } of files) {
    const found = await sideOf(dir, file);
    const hash = found?.hash ?? null;
    if (hash !== before) throw new HashMismatchError(fileIn(dir, file), before, hash);
    const wanted: Side = after && { hash: sha256(after.data), executable: keepsModes && after.executable };
    const same = found?.hash === wanted?.hash && found?.executable === wanted?.executable;
    if (!same) steps.push({ path: file, before: found, after: wanted });
  }
  return steps;
}

/** The folder was read after the files were compared: in between somebody may have written. */
export function expectTree(dir: string, tree: Tree, steps: readonly Step[]): void {
  for (const { path: file, before } of steps) {
    const known = tree.find((one) => one.path === file);
    if (known && known.hash !== before?.hash)
      throw new HashMismatchError(fileIn(dir, file), before?.hash ?? null, known.hash);
  }
}

/** Paths that go away. */
export const deleted = (steps: readonly Step[]): string[] =>
  steps.filter(({ after }) => !after).map((step) => step.path);
/** Paths that are new. */
export const created = (steps: readonly Step[]): string[] =>
  steps.filter(({ before }) => !before).map((step) => step.path);
