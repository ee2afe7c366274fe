import path from 'node:path';
import { codeOf } from '../safety/fileProblem.js';
import { waitingDisk, type Disk } from './folderDisk.js';
import {
  maxTreeBytes,
  nameless,
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

export interface ReadOptions {
  /** Milliseconds since the epoch. */
  readonly now?: number;
  /** {@link waitingDisk} when absent. */
  readonly disk?: Disk;
}

/**
 * Reads a skill's folder with everything in it. Links are not followed, pipes and devices not opened; what tools leave behind
 * (`.git`, `node_modules`, our own temporary files ...) is left out. Bounds: see `folderWalk.ts`.
 * @param before an earlier reading of this folder. What has kept its stamp is not opened again; the same object is returned when nothing changed.
 * @param onRead gets every file that was opened, as it was read: without `before` all of them.
 * @throws what the file system throws for the folder itself
 */
export async function readTree(
  dir: string,
  before?: FolderReading,
  onRead?: (file: string, data: Buffer) => void,
  { now = Date.now(), disk = waitingDisk }: ReadOptions = {},
): Promise<FolderReading> {
  const found = (before && (await revisit(dir, before, now, disk))) ?? (await walk(dir, now, disk));
  const reader = new Reader(dir, before, now, disk);
  if (!found.problems.some(({ severity }) => severity === 'error'))
    for (const file of found.files) {
      await reader.read(file, onRead);
      if (reader.bytes > maxTreeBytes) break;
    }
  if (before && !reader.changed && found.folders === before.folders) return before;
  if (reader.bytes > maxTreeBytes) reader.problems.push(tooLarge());
  const { files, stamps } = reader;
  const tree = before && sameFiles(before.files, files) ? before.tree : treeHash(files);
  const problems = [...found.problems, ...reader.problems];
  // What could not be read leaves no trace on its folder when it can be.
  const certain = reader.problems.length === 0 && problems.every(({ code }) => code !== 'file-unreadable');
  const folders = certain ? found.folders : found.folders.map((folder) => ({ ...folder, stamp: undefined }));
  return { files, tree, problems, folders, stamps };
}

/** Reads the files of one folder, one after the other. */
class Reader {
  readonly files: TreeFile[] = [];
  readonly stamps: (string | undefined)[] = [];
  readonly problems: FolderProblem[] = [];
  /** Of all files so far; more than {@link maxTreeBytes} when it is enough. */
  bytes = 0;
  changed = false;
  readonly #known: ReadonlyMap<string, { readonly file: TreeFile; readonly stamp: string | undefined }>;

  constructor(
    readonly dir: string,
    before: FolderReading | undefined,
    readonly now: number,
    readonly disk: Disk,
  ) {
    this.#known = new Map(before?.files.map((file, index) => [file.path, { file, stamp: before.stamps[index] }]));
  }

  async read(file: string, onRead: ((file: string, data: Buffer) => void) | undefined): Promise<void> {
    const absolute = path.join(this.dir, file);
    const known = this.#known.get(file);
    try {
      if (known?.stamp !== undefined) {
        const info = await this.disk.look(absolute);
        if (info.isFile() && stampOf(info, this.now) === known.stamp) {
          this.#add(known.file, known.stamp);
          return;
        }
      }
      this.changed = true;
      const opened = await this.disk.open(absolute, maxTreeBytes - this.bytes);
      if (opened === 'too large') this.bytes = Infinity;
      if (typeof opened !== 'object') return;
      const { hash, data, info } = opened;
      const executable = (info.mode & 0o111n) !== 0n;
      const same = known?.file.hash === hash && known.file.executable === executable;
      this.#add(same ? known.file : { path: file, hash, size: data.length, executable }, stampOf(info, this.now));
      onRead?.(file, data);
    } catch (error) {
      this.changed = true;
      const code = codeOf(error);
      if (code === 'ENOENT' && file.includes('\uFFFD')) this.problems.push(nameless(file));
      // Deleted, or replaced by a link, since it was listed.
      else if (code !== 'ENOENT' && code !== 'ELOOP') this.problems.push(unreadable(error, file));
    }
  }

  #add(file: TreeFile, stamp: string | undefined): void {
    this.files.push(file);
    this.stamps.push(stamp);
    this.bytes += file.size;
  }
}

/** What {@link walk} would find, for one look at each folder; undefined when names may have come or gone. */
async function revisit(dir: string, before: FolderReading, now: number, disk: Disk): Promise<Walk | undefined> {
  for (const { path: folder, stamp } of before.folders) {
    if (stamp === undefined) return undefined;
    try {
      const info = await disk.look(path.join(dir, folder));
      if (!info.isDirectory() || stampOf(info, now) !== stamp) return undefined;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }
  return { folders: before.folders, files: before.files.map((file) => file.path), problems: before.problems };
}

const sameFiles = (a: Tree, b: Tree): boolean => a.length === b.length && a.every((file, index) => file === b[index]);
