import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text } from '../text.js';
import type { Disk } from './folderDisk.js';
import type { Diagnostic } from './skill.js';

/** Something in a skill's folder that is not part of the skill. With severity `error` the skill cannot be used. */
export interface FolderProblem extends Diagnostic {
  /** Relative to the folder, with forward slashes; empty for the folder itself. */
  readonly path: string;
}

/** A folder inside a skill's folder, or that folder itself. */
export interface SubFolder {
  /** Relative, with forward slashes; empty for the skill's folder itself. */
  readonly path: string;
  /** Tells it from another folder that is put in its place. */
  readonly id: string;
  /** Tells whether names came or went since; undefined while it cannot be trusted. */
  readonly stamp: string | undefined;
}

/** What lies in a skill's folder, before any file is opened. */
export interface Walk {
  readonly folders: readonly SubFolder[];
  /** Paths of regular files, sorted. */
  readonly files: readonly string[];
  readonly problems: readonly FolderProblem[];
}

/** Bounds of one skill; the specification knows none. Skills in the wild have a few files of some KB. */
export const maxFiles = 1000;
export const maxTreeBytes = 20 * 1024 * 1024;
/** Levels of folders below the skill's own. */
export const maxDepth = 6;

/** What systems, tools and we ourselves leave in folders: never part of a skill. */
const leftOut = /^(?:\.git|node_modules|\.DS_Store|Thumbs\.db|__pycache__|\..+\.\d+\.[0-9a-f]{12}\.tmp)$/;

export const isLeftOut = (name: string): boolean => leftOut.test(name);

/** A file or folder changed this recently (milliseconds) may change again without its stamp moving: clocks of file systems are coarse. */
const settled = 2000;

/** Undefined when the file may still change unnoticed. The change time cannot be set by hand and so catches what the others miss. */
export const stampOf = (info: BigIntStats, now: number): string | undefined =>
  now - Number(info.ctimeMs) > settled ? flat(info.ino, info.size, info.mtimeNs, info.ctimeNs) : undefined;

/** The birth time tells folders apart that got the same inode one after the other. */
export const identityOf = (info: BigIntStats): string => flat(info.dev, info.ino, info.birthtimeNs);

/** One piece of memory: a template string keeps its parts, which is several times as much. */
const flat = (...numbers: readonly bigint[]): string => numbers.join(':');

export const tooLarge = (): FolderProblem => ({
  path: '',
  code: 'folder-too-large',
  severity: 'error',
  line: 1,
  message: text(
    'The folder has more than {0} files, {1} MB or {2} levels of folders; it cannot be used as a skill.',
    maxFiles,
    maxTreeBytes / 1024 / 1024,
    maxDepth,
  ),
});

/** The problem of a file that may not be read. @throws what is no matter of one file (too many open files, a failing disk, a bug). */
export function unreadable(error: unknown, file: string): FolderProblem {
  const problem = ['EACCES', 'EPERM', 'ENAMETOOLONG'].includes(codeOf(error) ?? '') && fileProblem(error, file);
  if (!(problem instanceof HumanError)) throw error;
  return { path: file, code: 'file-unreadable', severity: 'warning', line: 1, message: problem.text };
}

/** Looks through a folder without following any link. With a problem of severity `error` it was not looked through to its end. */
export async function walk(dir: string, now: number, disk: Disk): Promise<Walk> {
  const walker = new Walker(dir, now, disk);
  if (!(await walker.visit('', 0))) walker.problems.push(tooLarge());
  walker.files.sort();
  return walker;
}

class Walker implements Walk {
  readonly folders: SubFolder[] = [];
  readonly files: string[] = [];
  readonly problems: FolderProblem[] = [];

  constructor(
    readonly dir: string,
    readonly now: number,
    readonly disk: Disk,
  ) {}

  /** False when the folder is too large. */
  async visit(folder: string, depth: number): Promise<boolean> {
    const absolute = path.join(this.dir, folder);
    // Before the names: what changes in between changes the stamp, too.
    const info = await this.disk.look(absolute);
    if (!info.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    const entries = await this.disk.list(absolute);
    this.folders.push({ path: folder, id: identityOf(info), stamp: stampOf(info, this.now) });
    for (const entry of entries) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (isLeftOut(entry.name)) {
        // Installed packages are too many to be read and compared, but they are code.
        if (entry.name === 'node_modules') this.#report('folder-unseen', file);
        continue;
      }
      if (entry.isFile()) this.files.push(file);
      else if (entry.isDirectory()) {
        if (depth === maxDepth || !(await this.#enter(file, depth + 1))) return false;
      } else this.#report(entry.isSymbolicLink() ? 'file-link' : 'file-kind', file);
    }
    return this.files.length <= maxFiles;
  }

  async #enter(folder: string, depth: number): Promise<boolean> {
    try {
      return await this.visit(folder, depth);
    } catch (error) {
      // A folder that was deleted or replaced since it was listed is no longer part of the skill.
      if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) this.problems.push(unreadable(error, folder));
      return true;
    }
  }

  #report(code: keyof typeof sentences, file: string): void {
    this.problems.push({ path: file, code, severity: 'warning', line: 1, message: sentences[code](file) });
  }
}

/** Bytes that are no text come back from the system as a replacement character, and no such file is found then. */
export const nameless = (file: string): FolderProblem => ({
  path: file,
  code: 'file-name',
  severity: 'warning',
  line: 1,
  message: text('The name “{0}” is not valid text; the file is not part of the skill.', file),
});

const sentences = {
  'folder-unseen': (file: string) =>
    text('What lies in “{0}” is not part of the skill: it is neither looked at nor kept, and can change unseen.', file),
  'file-link': (file: string) => text('“{0}” is a symbolic link; it is not followed and not part of the skill.', file),
  'file-kind': (file: string) => text('“{0}” is not a regular file and not part of the skill.', file),
};
