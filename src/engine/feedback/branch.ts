import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../safety/fileProblem.js';

/** Folders above the workspace that are looked at for a repository. */
const mostLevels = 8;

/**
 * Whether another branch or commit was checked out since a moment: git writes `HEAD` then, and files may be as they were before although nobody
 * reverted them. A commit on a branch leaves `HEAD` alone.
 * @param since milliseconds since the epoch
 */
export async function switchedSince(workspace: string, since: number): Promise<boolean> {
  let folder = workspace;
  for (let level = 0; level < mostLevels; level++) {
    const head = await headIn(path.join(folder, '.git'));
    if (head) return (await modified(head)) > since;
    const above = path.dirname(folder);
    if (above === folder) return false;
    folder = above;
  }
  return false;
}

/** Where `HEAD` lies: in the folder `.git`, or where the file `.git` of a worktree or submodule points. */
async function headIn(git: string): Promise<string | undefined> {
  try {
    const found = await stat(git);
    if (found.isDirectory()) return path.join(git, 'HEAD');
    if (!found.isFile() || found.size > 4096) return undefined;
    const target = /^gitdir: (.+)$/m.exec(await readFile(git, 'utf8'))?.[1]?.trim();
    return target === undefined ? undefined : path.join(path.resolve(path.dirname(git), target), 'HEAD');
  } catch (error) {
    if (codeOf(error)) return undefined;
    throw error;
  }
}

async function modified(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (codeOf(error)) return 0;
    throw error;
  }
}
