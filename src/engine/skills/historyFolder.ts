import { lstat, mkdir, readFile, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { removeAtomic, sweepTemp, syncFolder, writeAtomic } from '../store/atomic.js';
import { sha256 } from '../store/hash.js';
import { isRealFolder } from '../store/realFolder.js';
import { text } from '../text.js';
import type { Side, Step } from './historyRecord.js';

/** Windows keeps no such bit: there no file is executable. */
export const keepsModes = process.platform !== 'win32';

/**
 * Absolute path of a file of a skill's folder.
 * @throws {HumanError} for a path that leads out of it.
 */
export function fileIn(dir: string, relative: string): string {
  const parts = relative.split('/');
  if (
    parts.some((part) => part === '' || part === '.' || part === '..') ||
    /[\\\0]/.test(relative) ||
    /^[a-z]:/i.test(relative)
  )
    throw new HumanError(text('“{0}” is not a file of the skill’s folder.', relative));
  return path.join(dir, ...parts);
}

/**
 * Looks at every folder that leads to a file, from `.memento` on.
 * @returns false when one of them does not exist.
 * @throws {HumanError} when one of them is a symbolic link or no folder.
 */
export async function isReal(dir: string, relative: string): Promise<boolean> {
  for (const folder of foldersOf(dir, relative)) if (!(await isRealFolder(folder))) return false;
  return true;
}

/** What is there now. @throws {HumanError} for anything that is no regular file. */
export async function sideOf(dir: string, relative: string): Promise<Side> {
  const file = fileIn(dir, relative);
  if (!(await isReal(dir, relative))) return null;
  try {
    const info = await lstat(file);
    if (info.isSymbolicLink())
      throw new HumanError(text('“{0}” is a symbolic link; Memento does not write through links.', file));
    if (!info.isFile()) throw new HumanError(text('“{0}” is not a file.', file));
    return { hash: sha256(await readFile(file)), executable: keepsModes && (info.mode & 0o111) !== 0 };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileProblem(error, file);
  }
}

/** Whether a file is as one side of a step says. The executable bit counts only where nothing else tells the sides apart. */
export function isAt(found: Side, step: Step, end: 'before' | 'after'): boolean {
  const [wanted, other] = end === 'before' ? [step.before, step.after] : [step.after, step.before];
  if (!found || !wanted) return found === wanted;
  return found.hash === wanted.hash && (other?.hash !== wanted.hash || found.executable === wanted.executable);
}

/**
 * Brings one file from one side to the other, as a whole.
 * @param data the bytes of `to`; not needed for a deletion.
 * @throws {HashMismatchError} when the file is not `from`.
 */
export async function writeSide(dir: string, file: string, from: Side, to: Side, data: Uint8Array): Promise<void> {
  if (!to) {
    if (from) await removeAtomic(fileIn(dir, file), from.hash);
    return;
  }
  await makeFolders(dir, file);
  await writeAtomic(fileIn(dir, file), data, {
    expectedHash: from?.hash ?? null,
    ...(keepsModes ? { executable: to.executable } : {}),
  });
}

/** Removes the folders of these files that are empty now, the skill's own included. What cannot be removed is only an empty folder. */
export async function removeEmptied(dir: string, files: readonly string[]): Promise<void> {
  const folders = new Set(files.flatMap((file) => foldersOf(dir, file).slice(2)));
  // A longer path comes before the folder it lies in.
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) await rmdir(folder).catch(() => undefined);
}

/** Removes temporary files of writers that are gone from the folders of these files. */
export async function sweepFolders(
  dir: string,
  files: readonly string[],
  before: number,
  isGone: (pid: number) => boolean,
): Promise<void> {
  const folders = new Set([dir, ...files.flatMap((file) => foldersOf(dir, file).slice(2))]);
  for (const folder of folders)
    if (await isRealFolder(folder).catch(() => false)) await sweepTemp(folder, before, isGone);
}

/** Makes what is missing from `.memento` on; the workspace itself is never made. */
async function makeFolders(dir: string, file: string): Promise<void> {
  for (const folder of foldersOf(dir, file)) {
    if (await isRealFolder(folder)) continue;
    try {
      await mkdir(folder);
      await syncFolder(path.dirname(folder));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw fileProblem(error, folder);
      await isRealFolder(folder);
    }
  }
}

/** `.memento`, `skills`, the skill's folder, and those below that lead to the file. */
function foldersOf(dir: string, file: string): string[] {
  const folders = [path.dirname(path.dirname(dir)), path.dirname(dir), dir];
  for (const part of file.split('/').slice(0, -1)) folders.push(path.join(folders.at(-1) ?? dir, part));
  return folders;
}
