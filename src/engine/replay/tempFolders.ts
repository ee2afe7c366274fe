import { chmod, lstat, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sweepRun } from '../act/process.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { sha256 } from '../store/hash.js';
import { createWindowId, isAlive } from '../store/window.js';

/** Process numbers say nothing about another machine, or container, that shares the folder. */
const host = (): string => sha256(os.hostname()).slice(0, 8);

/** `memento-replay-<window>-<host>-<random>`: says whose it is, so that another process can tell whether its owner is gone. */
const ours = /^memento-replay-(\d+-\d+-[0-9a-f]{6})-([0-9a-f]{8})-[A-Za-z0-9]{6}$/;

/**
 * Makes a folder for one replay, for its owner only.
 * @returns its real path
 * @throws {HumanError} when the disk refuses
 */
export async function makeTempFolder(root: string): Promise<string> {
  try {
    return await mkdtemp(path.join(await realpath(root), `memento-replay-${createWindowId()}-${host()}-`));
  } catch (error) {
    throw fileProblem(error, root);
  }
}

/** Removes a folder with all that is in it, also what a program has made unwritable. @throws {HumanError} when the disk refuses */
export async function removeTempFolder(folder: string): Promise<void> {
  try {
    await remove(folder).catch(async (error: unknown) => {
      if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error;
      await open(folder);
      await remove(folder);
    });
  } catch (error) {
    throw fileProblem(error, folder);
  }
}

/**
 * Removes the folders that replays of this machine have left whose process is gone, and ends commands that still work there: they carry the
 * folder's name as that of their run. Nothing else is touched.
 */
export async function sweepTempFolders(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const [, window, made] = ours.exec(name) ?? [];
    if (window === undefined || made !== host() || isAlive(window)) continue;
    const folder = path.join(root, name);
    const found = await lstat(folder).catch(() => undefined);
    // Another person's folder is theirs to remove; a link of this name is not ours at all.
    if (!found?.isDirectory() || (process.getuid && found.uid !== process.getuid())) continue;
    await sweepRun(name);
    // Another window may sweep at the same time; what stays is tried again at the next start.
    await removeTempFolder(folder).catch(() => undefined);
  }
}

const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });

/** Gives the owner every right on all folders. */
async function open(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await open(path.join(folder, entry.name));
}
