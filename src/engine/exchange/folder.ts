import { lstat, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { HumanError, throwIfCancelled } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import type { FileContent } from '../skills/tree.js';
import { text } from '../text.js';
import { limits } from './limits.js';
import type { ListedFile, Listing, Skipped } from './listing.js';
import { readInside } from './readInside.js';
import { leftOut, pathFault } from './safePath.js';

/**
 * The files of a folder on disk. Links are never followed: they are listed as skipped, and so are pipes, devices and names that not every
 * system can have. Folders without a skill in or above them are looked through for one, {@link limits.depth} levels down.
 * @param folder absolute path; it may itself be reached through a link, the person named it
 * @throws {HumanError} when there are too many folders, or the folder cannot be read
 */
export async function listFolder(folder: string, signal: AbortSignal): Promise<Listing> {
  const root = await realpath(folder).catch((error: unknown) => Promise.reject(fileProblem(error, folder) as Error));
  const files: ListedFile[] = [];
  const skipped: Skipped[] = [];
  let folders = 0;
  const walk = async (relative: string, depth: number, inSkill: boolean): Promise<void> => {
    throwIfCancelled(signal);
    if (++folders > limits.folders)
      throw new HumanError(
        text('“{0}” has more than {1} folders: name the one in which the skills lie.', folder, limits.folders),
      );
    const names = (await readNames(path.join(root, relative), folder, relative === '')).sort();
    const here = inSkill || names.some((name) => name.toLowerCase() === 'skill.md');
    for (const name of names) {
      const inside = relative === '' ? name : `${relative}/${name}`;
      const out = leftOut(name);
      if (out === 'foreign' && here) skipped.push({ path: inside, why: 'foreign' });
      if (out) continue;
      const info = await lstat(path.join(root, inside)).catch(() => undefined);
      if (!info) continue;
      if (info.isDirectory() && pathFault(inside) === undefined) {
        if (here || depth < limits.depth) await walk(inside, depth + 1, here);
      } else if (here) {
        if (info.isSymbolicLink()) skipped.push({ path: inside, why: 'link' });
        else if (pathFault(inside)) skipped.push({ path: inside, why: 'name' });
        else if (info.isFile()) files.push({ path: inside, size: info.size });
        else skipped.push({ path: inside, why: 'special' });
      }
    }
  };
  await walk('', 0, false);
  return {
    files,
    skipped,
    read: async (wanted, budget, stop) => {
      const content = new Map<string, FileContent>();
      for (const { path: file } of wanted) {
        throwIfCancelled(stop);
        content.set(file, await readInside(root, file, budget));
      }
      return content;
    },
  };
}

async function readNames(at: string, folder: string, isRoot: boolean): Promise<string[]> {
  try {
    return await readdir(at);
  } catch (error) {
    // A folder below that may not be read, or went away, hides its own skills only.
    if (!isRoot && ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return [];
    throw fileProblem(error, folder);
  }
}
