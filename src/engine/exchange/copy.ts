import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { readTree, type FolderReading } from '../skills/folder.js';
import type { Content } from '../skills/tree.js';
import { sweepTemp, syncFolder, tempName } from '../store/atomic.js';
import { isRealFolder } from '../store/realFolder.js';

/** Reads copies again and again; what has not been touched is not opened. */
export class CopyReader {
  readonly #readings = new Map<string, FolderReading>();

  /**
   * Hash of the tree in a folder of the workspace; `null` when there is none, and no hash at all when it holds what no copy of ours does.
   * @throws {HumanError} when a folder on the way is a link or no folder
   */
  async treeAt(workspace: string, folder: string): Promise<string | null> {
    let current = workspace;
    for (const part of folder.split('/')) {
      current = path.join(current, part);
      if (!(await isRealFolder(current))) return null;
    }
    return await this.read(current);
  }

  /** As {@link treeAt}, for a folder that is known to be one. */
  async read(folder: string): Promise<string | null> {
    try {
      const reading = await readTree(folder, this.#readings.get(folder));
      this.#readings.set(folder, reading);
      return reading.problems.length ? 'unlike' : reading.tree;
    } catch (error) {
      this.#readings.delete(folder);
      if (codeOf(error) === 'ENOENT') return null;
      throw fileProblem(error, folder);
    }
  }
}

/** Milliseconds: a younger temporary folder may be a living window's. */
const tempAge = 60 * 60 * 1000;

/**
 * Puts a folder with these files into the place of the one that is there, in one step: it is written beside it first.
 * @param present tree of what is to be replaced; `null`: there is nothing
 * @returns false when something else is there meanwhile; it was put back
 */
export async function writeCopy(
  workspace: string,
  target: string,
  name: string,
  content: Content,
  present: string | null,
  reader: CopyReader,
): Promise<boolean> {
  const dir = await makeFolders(workspace, target);
  await sweepTemp(dir, Date.now() - tempAge);
  const [copy, fresh, aside] = [path.join(dir, name), path.join(dir, tempName(name)), path.join(dir, tempName(name))];
  try {
    await writeFiles(fresh, content);
    if (present !== null) {
      await rename(copy, aside);
      if ((await reader.read(aside)) !== present) {
        await rename(aside, copy);
        return false;
      }
    } else if (await exists(copy)) return false;
    try {
      await rename(fresh, copy);
    } catch (error) {
      if (present !== null) await rename(aside, copy);
      throw error;
    }
    await syncFolder(dir);
  } finally {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined);
  }
  // What is left of it is swept another time.
  await rm(aside, { recursive: true, force: true }).catch(() => undefined);
  return true;
}

async function makeFolders(workspace: string, target: string): Promise<string> {
  let current = workspace;
  for (const part of target.split('/')) {
    current = path.join(current, part);
    if (await isRealFolder(current)) continue;
    await mkdir(current).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await isRealFolder(current);
  }
  return current;
}

/** SKILL.md comes last: a folder without it is no skill to the agents that look in there meanwhile. */
async function writeFiles(folder: string, content: Content): Promise<void> {
  await mkdir(folder);
  const files = [...content].sort(([a], [b]) => Number(a === 'SKILL.md') - Number(b === 'SKILL.md'));
  for (const [file, { data, executable }] of files) {
    const at = path.join(folder, ...file.split('/'));
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, data, { flag: 'wx', mode: executable ? 0o777 : 0o666, flush: true });
  }
}

async function exists(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
}
