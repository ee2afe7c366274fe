import { lstat, mkdir, chmod, readdir, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { placeOf } from '../act/snapshot.js';
import { notKept, type TrackedChange } from '../act/tracking.js';
import { HumanError, throwIfCancelled } from '../errors.js';
import { explained } from '../safety/fileProblem.js';
import type { ObjectStore } from '../store/objects.js';
import { text } from '../text.js';
import { staysInside } from './copyTree.js';
import { NotReplayable } from './notReplayable.js';
import type { PastRun } from './past.js';

/**
 * Makes a copy of the workspace what it was before a run: every path that this run or a later one has changed gets the content it had before
 * the first of these changes, whatever has become of it since. Paths that no run has changed stay as they are today: nothing tells how they
 * were. (Undoing run after run would give up where the person has edited a file since; the contents are known all the same.)
 *
 * A content that is lost makes the run unreplayable when the run itself changed the file or mentions its name anywhere; one that only a later
 * run has touched and this one never spoke of is left as it is.
 *
 * @param folder real path of the copy
 * @returns the paths that have their earlier content now
 * @throws {NotReplayable} when a content is lost
 */
export async function putBack(
  { changes, words }: Pick<PastRun, 'changes' | 'words'>,
  folder: string,
  objects: Pick<ObjectStore, 'get'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const wanted: (readonly [string, TrackedChange, Buffer | null])[] = [];
  for (const { change, own } of changes) {
    throwIfCancelled(signal);
    const place = placeOf(folder, change.path);
    const before = place === undefined ? undefined : await contentOf(change, objects);
    if (place !== undefined && before !== undefined) wanted.push([place, change, before]);
    else if (own || words.includes(path.posix.basename(change.path)))
      throw new NotReplayable(text('The files it started from are gone: “{0}” is not kept.', change.path));
  }
  // What was made goes first: a file may stand where a folder was, or the other way round.
  for (const [place, change] of wanted) if (change.before === null) await unmake(place, change, folder);
  for (const [place, change, before] of wanted)
    if (before) await explained(change.path, () => make(place, change, before, folder));
  return wanted.filter(([, , before]) => before).map(([, change]) => change.path);
}

/** Undefined when it is lost. */
async function contentOf(
  { before }: TrackedChange,
  objects: Pick<ObjectStore, 'get'>,
): Promise<Buffer | null | undefined> {
  if (before === null) return null;
  if (before === notKept) return undefined;
  try {
    return await objects.get(before);
  } catch (error) {
    if (error instanceof HumanError) return undefined;
    throw error;
  }
}

async function unmake(place: string, { newFolders = 0 }: TrackedChange, folder: string): Promise<void> {
  if (!(await isReached(place, folder))) return;
  await rm(place, { recursive: true, force: true });
  let at = path.dirname(place);
  for (let left = newFolders; left > 0 && at !== folder; left--, at = path.dirname(at)) {
    const names = await readdir(at).catch(() => undefined);
    if (names?.length === 0) await rmdir(at);
  }
}

async function make(place: string, change: TrackedChange, before: Buffer, folder: string): Promise<void> {
  await openWay(place, folder);
  await rm(place, { recursive: true, force: true });
  if (!change.beforeLink) {
    await writeFile(place, before);
    if (change.beforeMode !== undefined) await chmod(place, change.beforeMode);
  } else if (staysInside(folder, place, before.toString())) await symlink(before.toString(), place);
}

/** The folders that lead to a path, outermost first. */
function wayTo(place: string, folder: string): readonly string[] {
  const way: string[] = [];
  for (let at = path.dirname(place); at !== folder; at = path.dirname(at)) way.unshift(at);
  return way;
}

/** Whether real folders lead to it: through a link it would be another file. */
async function isReached(place: string, folder: string): Promise<boolean> {
  for (const at of wayTo(place, folder)) if (!(await lstat(at).catch(() => undefined))?.isDirectory()) return false;
  return true;
}

/** Makes the folders that lead to a path; what stands in the place of one goes. */
async function openWay(place: string, folder: string): Promise<void> {
  for (const at of wayTo(place, folder)) {
    const found = await lstat(at).catch(() => undefined);
    if (found?.isDirectory()) continue;
    if (found) await rm(at, { force: true });
    await mkdir(at);
  }
}
