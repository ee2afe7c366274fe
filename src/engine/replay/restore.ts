import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, readFile, readlink, rm, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../errors.js';
import { codeOf } from '../safety/fileProblem.js';
import { removeTempFolder } from './tempFolders.js';

interface Stamp {
  readonly kind: 'file' | 'link' | 'folder' | 'other';
  readonly mode: number;
  /** Equal keys mean that nothing has touched it: no program can set the time of the last change (ctime). Empty for folders. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly touched: number;
}

/** Clocks of file systems tick up to this often, in milliseconds: a change right after another may leave the same time. */
const clockTick = 50;
/** Bytes; a larger file is copied rather than compared. */
const largestCompared = 4 * 1024 * 1024;

/**
 * Keeps a working folder equal to a base folder between replays. After {@link restore} every path is proven to be as it was: either nothing has
 * touched it since it was made from the base, or it has been made from the base again.
 */
export class Restorable {
  #stamps = new Map<string, Stamp>();
  #given = 0;

  private constructor(
    private readonly base: string,
    private readonly work: string,
  ) {}

  /** @param work holds a copy of `base` */
  static async of(base: string, work: string, signal: AbortSignal): Promise<Restorable> {
    const made = new Restorable(base, work);
    made.#stamps = await stampsIn(work, signal);
    made.#given = Date.now();
    return made;
  }

  /** Makes the working folder equal to the base. @returns how many paths had to be made again or removed */
  async restore(signal: AbortSignal): Promise<number> {
    const found = await stampsIn(this.work, signal);
    const alike = (before: Stamp | undefined, now: Stamp | undefined): boolean => before?.kind === now?.kind;
    // A folder that is gone takes its content with it: what lies deeper comes first.
    const strange = [...found].filter(([relative, stamp]) => !alike(this.#stamps.get(relative), stamp)).reverse();
    for (const [relative, stamp] of strange) {
      if (stamp.kind === 'folder') await removeTempFolder(this.#at(relative));
      else await rm(this.#at(relative), { force: true });
      found.delete(relative);
    }
    let again = strange.length;
    for (const [relative, stamp] of this.#stamps) {
      throwIfCancelled(signal);
      const now = found.get(relative);
      const untouched = now?.key === stamp.key && now.mode === stamp.mode;
      if (untouched && (stamp.touched + clockTick < this.#given || (await this.#isEqual(relative, stamp)))) continue;
      again++;
      await this.#make(relative, stamp);
      const made = await stampOf(this.#at(relative));
      if (made) this.#stamps.set(relative, made);
    }
    this.#given = Date.now();
    return again;
  }

  /** Looks at the content: for what was touched so shortly before it was given out that its time does not tell. */
  async #isEqual(relative: string, { kind }: Stamp): Promise<boolean> {
    const [from, to] = [path.join(this.base, relative), this.#at(relative)];
    if (kind === 'folder') return true;
    if (kind === 'link') return (await readlink(from)) === (await readlink(to));
    if ((await lstat(to)).size > largestCompared) return false;
    return (await readFile(from)).equals(await readFile(to));
  }

  async #make(relative: string, { kind, mode }: Stamp): Promise<void> {
    const [from, to] = [path.join(this.base, relative), this.#at(relative)];
    if (kind === 'folder') {
      await mkdir(to, { recursive: true });
      await chmod(to, mode);
      return;
    }
    await rm(to, { force: true });
    if (kind === 'link') await symlink(await readlink(from), to);
    else {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      const { atimeMs, mtimeMs } = await lstat(from);
      await utimes(to, atimeMs / 1000, mtimeMs / 1000);
      await chmod(to, mode);
    }
  }

  readonly #at = (relative: string): string => path.join(this.work, relative);
}

/** Everything below a folder; folders come before what is in them. */
async function stampsIn(root: string, signal: AbortSignal): Promise<Map<string, Stamp>> {
  const stamps = new Map<string, Stamp>();
  const queue = [''];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    throwIfCancelled(signal);
    for (const name of await namesIn(path.join(root, folder))) {
      const relative = path.join(folder, name);
      const stamp = await stampOf(path.join(root, relative));
      if (!stamp) continue;
      stamps.set(relative, stamp);
      if (stamp.kind === 'folder') queue.push(relative);
    }
  }
  return stamps;
}

/** A program may have taken away its own right to look into a folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) !== 'EACCES') throw error;
    await chmod(folder, 0o700);
    return await readdir(folder);
  }
}

async function stampOf(absolute: string): Promise<Stamp | undefined> {
  const found = await lstat(absolute, { bigint: true }).catch(() => undefined);
  if (!found) return undefined;
  const kind = kindOf(found);
  return {
    kind,
    mode: Number(found.mode) & 0o7777,
    key: kind === 'folder' ? '' : [found.size, found.mtimeNs, found.ctimeNs, found.ino].join(' '),
    touched: Number(found.ctimeMs),
  };
}

const kindOf = (found: BigIntStats): Stamp['kind'] =>
  found.isFile() ? 'file' : found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'other';
