import path from 'node:path';
import { codeOf } from '../safety/fileProblem.js';
import { readWhole } from './folderFile.js';
import {
  identityOf,
  lookAt,
  maxTreeBytes,
  stampOf,
  tooLarge,
  unreadable,
  walk,
  type FolderProblem,
  type SubFolder,
  type Walk,
} from './folderWalk.js';
import { treeHash, type Tree, type TreeFile } from './tree.js';

/** All that a skill's folder holds, and what tells whether it has changed since. */
export interface FolderReading {
  readonly files: Tree;
  /** Hash of {@link files}. */
  readonly tree: string;
  /** What is left out, and why. An `error` among them: {@link files} is not the whole folder and must not be taken for it. */
  readonly problems: readonly FolderProblem[];
  /** The folder itself and those in it. */
  readonly folders: readonly SubFolder[];
  /** Of each file in {@link files}; undefined: it is read again next time. */
  readonly stamps: readonly (string | undefined)[];
}

/**
 * Reads a skill's folder with everything in it. Links are not followed, pipes and devices not opened; what tools leave behind
 * (`.git`, `node_modules`, our own temporary files ...) is left out. Bounds: see `folderWalk.ts`.
 * @param before an earlier reading of this folder. What has kept its stamp is not opened again; the same object is returned when nothing changed.
 * @param onRead gets every file that was opened, as it was read: without `before` all of them.
 * @param now milliseconds since the epoch
 * @throws what the file system throws for the folder itself
 */
export async function readTree(
  dir: string,
  before?: FolderReading,
  onRead?: (file: string, data: Buffer) => void,
  now = Date.now(),
): Promise<FolderReading> {
  const found = (before && (await revisit(dir, before, now))) ?? (await walk(dir, now));
  if (!found) return overflow();
  const files: TreeFile[] = [];
  const stamps: (string | undefined)[] = [];
  const problems = [...found.problems];
  const known =
    before && new Map(before.files.map((file, index) => [file.path, { file, stamp: before.stamps[index] }]));
  let changed = before?.files.length !== found.files.length || before.folders !== found.folders;
  for (const { path: file, info } of found.files) {
    const kept = known?.get(file);
    if (kept?.stamp !== undefined && kept.stamp === stampOf(info, now)) {
      files.push(kept.file);
      stamps.push(kept.stamp);
      continue;
    }
    changed = true;
    try {
      const opened = await readWhole(path.join(dir, file), maxTreeBytes + 1);
      if (!opened) continue;
      const { hash, data } = opened;
      const executable = (opened.info.mode & 0o111n) !== 0n;
      const same = kept?.file.hash === hash && kept.file.executable === executable;
      files.push(same ? kept.file : { path: file, hash, size: data.length, executable });
      stamps.push(stampOf(opened.info, now));
      onRead?.(file, data);
    } catch (error) {
      // Deleted, or replaced by a link, since it was listed.
      if (!['ENOENT', 'ELOOP'].includes(codeOf(error) ?? '')) problems.push(unreadable(error, file));
    }
  }
  if (before && !changed) return before;
  // A file may have grown since it was looked at.
  if (files.reduce((sum, { size }) => sum + size, 0) > maxTreeBytes) return overflow();
  const tree = before && sameFiles(before.files, files) ? before.tree : treeHash(files);
  return { files, tree, problems, folders: trusted(found.folders, problems), stamps };
}

const overflow = (): FolderReading => ({
  files: [],
  tree: treeHash([]),
  problems: [tooLarge()],
  folders: [],
  stamps: [],
});

/** What {@link walk} would find, for one look at each folder and file; undefined when names came or went. */
async function revisit(dir: string, before: FolderReading, now: number): Promise<Walk | undefined> {
  if (before.folders.length === 0) return undefined;
  for (const { path: folder, id, stamp } of before.folders) {
    if (stamp === undefined) return undefined;
    const info = await lookAt(path.join(dir, folder));
    if (!info || identityOf(info) !== id || stampOf(info, now) !== stamp) return undefined;
  }
  const files: Walk['files'][number][] = [];
  for (const file of before.files) {
    const info = await lookAt(path.join(dir, file.path));
    if (!info?.isFile()) return undefined;
    files.push({ path: file.path, info });
  }
  const bytes = files.reduce((sum, { info }) => sum + info.size, 0n);
  return bytes > maxTreeBytes ? undefined : { folders: before.folders, files, problems: before.problems };
}

const sameFiles = (a: Tree, b: Tree): boolean => a.length === b.length && a.every((file, index) => file === b[index]);

/** A file that could not be opened leaves no trace on its folder when it can be, so the folder is walked again next time. */
const trusted = (folders: readonly SubFolder[], problems: readonly FolderProblem[]): readonly SubFolder[] =>
  problems.some(({ code }) => code === 'file-unreadable')
    ? folders.map((folder) => ({ ...folder, stamp: undefined }))
    : folders;
