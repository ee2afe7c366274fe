import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError, throwIfCancelled } from '../../engine/errors.js';
import type { Budget } from '../../engine/exchange/limits.js';
import { readInside } from '../../engine/exchange/readInside.js';
import { explained } from '../../engine/safety/fileProblem.js';
import type { FileContent } from '../../engine/skills/tree.js';
import { text } from '../../engine/text.js';

/** Files and folders of one entry; a workspace of a task has a handful. */
const mostFiles = 5000;

/**
 * The files a task brings along: one file, or all below a folder.
 * @param base real path of the folder of the task file
 * @param relative path below it, with forward slashes, without `..`
 * @param budget bytes that may still be read
 * @yields the path below the entry, empty where it is a file itself, and what is there
 * @throws {HumanError} for links and whatever is neither a file nor a folder, when something is missing, or when there is too much
 * @throws {CancelledError}
 */
export async function* bundled(
  base: string,
  relative: string,
  budget: Budget,
  signal: AbortSignal,
): AsyncGenerator<readonly [string, FileContent]> {
  await mustNotLeadAway(base, relative);
  let seen = 0;
  const queue = [''];
  for (let below = queue.shift(); below !== undefined; below = queue.shift()) {
    throwIfCancelled(signal);
    const at = below === '' ? relative : `${relative}/${below}`;
    if (++seen > mostFiles) throw new HumanError(text('“{0}” has more than {1} files.', relative, mostFiles));
    const absolute = path.join(base, ...at.split('/'));
    const info = await explained(at, () => lstat(absolute));
    // Links are no folders, and readInside refuses them.
    if (info.isDirectory()) {
      const names = (await explained(at, () => readdir(absolute))).sort();
      queue.push(...names.map((name) => (below === '' ? name : `${below}/${name}`)));
    } else yield [below, await readInside(base, at, budget)];
  }
}

/** A folder above the entry that is a link would be listed, though nothing in it could be read. */
async function mustNotLeadAway(base: string, relative: string): Promise<void> {
  let at = base;
  for (const segment of relative.split('/').slice(0, -1)) {
    at = path.join(at, segment);
    const info = await explained(relative, () => lstat(at));
    if (info.isSymbolicLink()) throw new HumanError(text('“{0}” leads through a symbolic link.', relative));
  }
}
