import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { isTempName } from '../store/atomic.js';
import { sha256 } from '../store/hash.js';
import type { ObjectStore } from '../store/objects.js';
import { isRealFolder } from '../store/realFolder.js';
import { fileIn, keepsModes } from './historyFolder.js';
import { decodeTree, encodeTree, type Content, type FileContent, type Tree, type TreeFile } from './tree.js';

/** Hash of SKILL.md in a tree; empty when it has none. */
export const textHash = (tree: Tree): string => tree.find(({ path: file }) => file === 'SKILL.md')?.hash ?? '';

/** The files of a skill's folder as they are now; `null` when there is no folder. */
export async function readTree(dir: string): Promise<Tree | null> {
  for (const folder of [path.dirname(path.dirname(dir)), path.dirname(dir), dir])
    if (!(await isRealFolder(folder))) return null;
  const files: TreeFile[] = [];
  const walk = async (prefix: string): Promise<void> => {
    for (const entry of await readdir(path.join(dir, prefix), { withFileTypes: true })) {
      const relative = `${prefix}${entry.name}`;
      if (entry.isDirectory()) await walk(`${relative}/`);
      else if (entry.isFile() && !isTempName(entry.name)) {
        const [data, info] = await Promise.all([readFile(path.join(dir, relative)), lstat(path.join(dir, relative))]);
        const executable = keepsModes && (info.mode & 0o100) !== 0;
        files.push({ path: relative, hash: sha256(data), size: data.length, executable });
      }
    }
  };
  try {
    await walk('');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return await readTree(dir);
    throw fileProblem(error, dir);
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Keeps a tree and the files it names, read from the folder. @returns false when a file is no longer what the tree says. */
export async function keepTree(dir: string, tree: Tree, objects: ObjectStore): Promise<boolean> {
  for (const { path: relative, hash } of tree) {
    const file = fileIn(dir, relative);
    const data = await readFile(file).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw fileProblem(error, file);
    });
    if (!data || sha256(data) !== hash) return false;
    await objects.put(data);
  }
  await objects.put(encodeTree(tree));
  return true;
}

/** The tree that edits make of another one. */
export function treeAfter(
  tree: Tree,
  edits: readonly { readonly path: string; readonly after: FileContent | null }[],
): Tree {
  const files = new Map(tree.map((file) => [file.path, file]));
  for (const { path: relative, after } of edits)
    if (!after) files.delete(relative);
    else {
      const executable = keepsModes && after.executable;
      files.set(relative, { path: relative, hash: sha256(after.data), size: after.data.length, executable });
    }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The files a tree names. @throws {HumanError} when one is missing or damaged. */
export async function readContent(tree: string, objects: ObjectStore): Promise<Content> {
  const content = new Map<string, FileContent>();
  for (const { path: file, hash, executable } of decodeTree((await objects.get(tree)).toString('utf8')))
    content.set(file, { data: await objects.get(hash), executable });
  return content;
}
