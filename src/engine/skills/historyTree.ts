import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { sha256 } from '../store/hash.js';
import type { ObjectStore } from '../store/objects.js';
import { readTree } from './folder.js';
import { isReal, keepsModes } from './historyFolder.js';
import { decodeTree, encodeTree, type Content, type FileContent, type Tree } from './tree.js';

/** Hash of SKILL.md in a tree; empty when it has none. */
export const textHash = (tree: Tree): string => tree.find(({ path: file }) => file === 'SKILL.md')?.hash ?? '';

/** A skill's folder with its bytes, read at one moment. */
export interface Present {
  /** Empty when there is no folder. */
  readonly files: Tree;
  /** Hash of {@link files}; `null` when there are none. */
  readonly tree: string | null;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/**
 * @param ours whether it is a folder that Memento writes in: then links on the way and files that may not be read are problems. Else they are
 * read as the library reads them.
 * @throws {HumanError} when a folder on the way is a symbolic link, and for a folder that is more than a skill may hold: what is not read as a
 * whole is no version.
 */
export async function presentTree(dir: string, ours = true): Promise<Present> {
  const bytes = new Map<string, Uint8Array>();
  try {
    if (ours && !(await isReal(dir, ''))) return nothing;
    const { files, tree, problems } = await readTree(dir, undefined, (file, data) => bytes.set(file, data));
    const broken = problems.find(({ severity, code }) => severity === 'error' || (ours && code === 'file-unreadable'));
    if (broken) throw new HumanError(broken.message);
    return files.length > 0 ? { files, tree, bytes } : nothing;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return nothing;
    throw fileProblem(error, dir);
  }
}

const nothing: Present = { files: [], tree: null, bytes: new Map() };

/** Keeps what was read as the content of a version. */
export async function keepTree({ files, bytes }: Present, objects: ObjectStore): Promise<void> {
  for (const { path: file } of files) await objects.put(bytes.get(file) ?? new Uint8Array());
  await objects.put(encodeTree(files));
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
