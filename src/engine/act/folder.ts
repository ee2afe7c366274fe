import { constants, type BigIntStats } from 'node:fs';
import { lstat, mkdir, open, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf } from '../safety/fileProblem.js';
import { text } from '../text.js';

/**
 * A folder of the workspace that was reached without following a link.
 *
 * On Linux it is held open and its files are named through `/proc/self/fd/<n>/`, which Node's missing `openat` would do: a folder that is
 * swapped for a link after the check is not used any more, so no race leads outside. Elsewhere each component is checked with `lstat` and
 * {@link verify} looks once more before a change; that narrows the race, it does not close it.
 */
export interface Folder {
  /** Path to use for a file directly in this folder. */
  at(name: string): string;
  /** @throws {HumanError} when the folder is no longer where it was (checked where it is not held open). */
  verify(): Promise<void>;
  close(): Promise<void>;
}

const openFolderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Opens the folder that holds `absolute`.
 *
 * @param workspace real path of the workspace
 * @param absolute a path below it, as `resolveInside` or `resolveForWrite` returned it
 * @param create makes missing folders on the way
 * @throws {Error} with the code of the file system: ENOENT, ENOTDIR or ELOOP when a component is missing or a link
 */
export async function openParent(
  workspace: string,
  absolute: string,
  create: boolean,
  platform: NodeJS.Platform = process.platform,
): Promise<Folder> {
  const segments = path.relative(workspace, path.dirname(absolute)).split(path.sep).filter(Boolean);
  return platform === 'linux' ? openHeld(workspace, segments, create) : openChecked(workspace, segments, create);
}

async function openHeld(workspace: string, segments: readonly string[], create: boolean): Promise<Folder> {
  let handle = await open(workspace, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    for (const segment of segments) {
      const next = await enter(inside(handle, segment), create);
      await handle.close();
      handle = next;
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  const folder = handle;
  return {
    at: (name) => inside(folder, name),
    verify: () => Promise.resolve(),
    close: () => folder.close(),
  };
}

const inside = (folder: FileHandle, name: string): string => `/proc/self/fd/${folder.fd}/${name}`;

async function enter(at: string, create: boolean): Promise<FileHandle> {
  try {
    return await open(at, openFolderFlags);
  } catch (error) {
    if (!create || codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(at);
    return open(at, openFolderFlags);
  }
}

async function openChecked(workspace: string, segments: readonly string[], create: boolean): Promise<Folder> {
  let current = workspace;
  for (const segment of segments) {
    current = path.join(current, segment);
    if (create) await makeFolder(current);
    const found = await lstat(current);
    if (!found.isDirectory()) throw Object.assign(new Error(`not a folder: ${segment}`), { code: 'ENOTDIR' });
  }
  const folder = current;
  return {
    at: (name) => path.join(folder, name),
    verify: async () => {
      if ((await realpath(folder)) !== folder)
        throw new HumanError(text('“{0}” was moved meanwhile: nothing was written.', path.basename(folder)));
    },
    close: () => Promise.resolve(),
  };
}

async function makeFolder(at: string): Promise<void> {
  try {
    await mkdir(at);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** What stands at a path, links not followed; `null` when nothing does. */
export async function look(at: string): Promise<BigIntStats | null> {
  try {
    return await lstat(at, { bigint: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}
