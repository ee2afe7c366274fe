import { sha256 } from '../store/hash.js';

/** One file of a skill's folder. */
export interface TreeFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
}

/** The files of a skill's folder, sorted by path. */
export type Tree = readonly TreeFile[];

/** The bytes of a skill's folder, by path. */
export type Content = ReadonlyMap<string, FileContent>;

export interface FileContent {
  readonly data: Uint8Array;
  readonly executable: boolean;
}

/** The form in which a tree is stored; its SHA-256 is the tree's hash. One line per file: hash, size, `x` or `-`, path in JSON. */
export const encodeTree = (tree: Tree): string =>
  tree
    .map(({ path, hash, size, executable }) => `${hash} ${size} ${executable ? 'x' : '-'} ${JSON.stringify(path)}\n`)
    .join('');

export const treeHash = (tree: Tree): string => sha256(encodeTree(tree));

const line = /^([0-9a-f]{64}) (\d{1,15}) ([x-]) (".*")$/;

/** Reads {@link encodeTree}. @throws {Error} for any other text: the object is damaged or is none. */
export function decodeTree(text: string): Tree {
  return text
    .split('\n')
    .slice(0, -1)
    .map((each) => {
      const found = line.exec(each);
      if (!found) throw new Error('not a stored tree');
      const [, hash = '', size = '', mode = '', path = ''] = found;
      return { path: JSON.parse(path) as string, hash, size: Number(size), executable: mode === 'x' };
    });
}

/** The tree of contents that are in memory. */
export const treeOf = (content: Content): Tree =>
  [...content]
    .map(([path, { data, executable }]) => ({ path, hash: sha256(data), size: data.length, executable }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
