import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { link, lstat, open, readFile, readdir, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { sha256 } from './hash.js';

/** The file is not what the change was made from. Nothing was written. */
export class HashMismatchError extends Error {
  override readonly name = 'HashMismatchError';
  /** Hashes are SHA-256 of the bytes; `null` means the file does not exist. */
  constructor(
    readonly file: string,
    readonly expected: string | null,
    readonly actual: string | null,
  ) {
    super(`${file} changed meanwhile`);
  }
}

export interface AtomicOptions {
  /** SHA-256 the file must have just before it is replaced; `null`: it must not exist; absent: whatever it is. */
  readonly expectedHash?: string | null;
  /** Permissions of a new file, 0o666 less the umask when absent. An existing file keeps its own. */
  readonly mode?: number;
  /** Whether the file may be run by those who may read it; absent: as it was. Windows does not know it. */
  readonly executable?: boolean;
}

/**
 * Replaces a file as a whole: after a crash, a kill or a full disk there is the old content or the new, never a part.
 * The folder must exist. Measured against the usual packages in reference/reliability.md 2e: they lose data on a full disk.
 * @throws {HashMismatchError} when `expectedHash` does not hold; nothing is written.
 * @throws {HumanError} when the target is a symbolic link or no file, and for what the disk or permissions refuse.
 */
export async function writeAtomic(file: string, data: string | Uint8Array, options: AtomicOptions = {}): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  const temp = path.join(path.dirname(file), tempName(path.basename(file)));
  try {
    const existing = await target(file);
    await writeTemp(temp, bytes, existing, options);
    await target(file);
    if (options.expectedHash !== undefined) await compare(file, options.expectedHash);
    if (options.expectedHash === null) await moveToNew(temp, file);
    else await replace(temp, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw fileProblem(error, file);
  }
}

/** SHA-256 of a file's bytes, `null` when there is none. */
export async function hashOf(file: string): Promise<string | null> {
  try {
    return sha256(await readFile(file));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Deletes a file as {@link writeAtomic} replaces one.
 * @throws {HashMismatchError} when it does not have the hash; nothing is deleted.
 * @throws {HumanError} as {@link writeAtomic}.
 */
export async function removeAtomic(file: string, expectedHash: string): Promise<void> {
  try {
    await target(file);
    await compare(file, expectedHash);
    await again(() => unlink(file));
    await syncFolder(path.dirname(file));
  } catch (error) {
    throw fileProblem(error, file);
  }
}

/**
 * Removes what killed writers left in a folder: our temporary files and folders older than `before` (milliseconds since the epoch), and those of
 * processes that are known to be gone, however young.
 */
export async function sweepTemp(
  folder: string,
  before: number,
  isGone: (pid: number) => boolean = () => false,
): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = tempPattern.exec(name)?.[1];
    if (pid === undefined) continue;
    const file = path.join(folder, name);
    const info = await lstat(file).catch(() => undefined);
    if (info && (info.mtimeMs < before || isGone(Number(pid))))
      await rm(file, { recursive: true, force: true }).catch(() => undefined);
  }
}

const tempPattern = /^\..+\.(\d+)\.[0-9a-f]{12}\.tmp$/;

/** Whether a name is one of our temporary files: none of them is ever content. */
export const isTempName = (name: string): boolean => tempPattern.test(name);

/** A name in the same folder that no other writer picks. 60 characters of the original keep it below the 255 bytes of a name. */
export const tempName = (base: string): string =>
  `.${base.slice(0, 60)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;

async function target(file: string): Promise<Stats | undefined> {
  const info = await lstat(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (info?.isSymbolicLink())
    throw new HumanError(text('“{0}” is a symbolic link; Memento does not write through links.', file));
  if (info && !info.isFile()) throw new HumanError(text('“{0}” is not a file.', file));
  return info;
}

async function writeTemp(
  temp: string,
  bytes: Uint8Array,
  existing: Stats | undefined,
  { mode = 0o666, executable }: AtomicOptions,
): Promise<void> {
  const wanted = runnable(existing ? existing.mode & 0o777 : mode, executable);
  const handle = await open(temp, 'wx', wanted);
  try {
    // The umask applies to a new file only.
    if (existing) await handle.chmod(wanted);
    await handle.writeFile(bytes);
    const { size } = await handle.stat();
    if (size !== bytes.length)
      throw Object.assign(new Error(`wrote ${size} of ${bytes.length} bytes`), { code: 'ENOSPC' });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whoever may read a file may run it, or nobody. */
const runnable = (mode: number, executable: boolean | undefined): number =>
  executable === undefined ? mode : executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;

async function compare(file: string, expected: string | null): Promise<void> {
  const actual = await hashOf(file);
  if (actual !== expected) throw new HashMismatchError(file, expected, actual);
}

/** A hard link fails when the name is taken, a rename does not: of two creators one learns that it lost. */
async function moveToNew(temp: string, file: string): Promise<void> {
  try {
    await link(temp, file);
  } catch (error) {
    // A network drive may lose the answer and find the link made when it asks again.
    if (!(await isOneFile(temp, file))) {
      if (codeOf(error) === 'EEXIST') throw new HashMismatchError(file, null, await hashOf(file));
      if (!noLinks.has(codeOf(error) ?? '')) throw error;
      await compare(file, null);
      await replace(temp, file);
      return;
    }
  }
  await rm(temp, { force: true }).catch(() => undefined);
}

/** What file systems without hard links (FAT, some network drives) answer. */
export const noLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
]);

async function isOneFile(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([lstat(one, { bigint: true }), lstat(other, { bigint: true })]);
    return a.ino === b.ino && a.dev === b.dev;
  } catch {
    return false;
  }
}

const replace = (temp: string, file: string): Promise<void> => again(() => rename(temp, file));

/** On Windows a virus scanner or indexer may hold the file for a moment. */
async function again(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '');
      if (process.platform !== 'win32' || !busy || attempt === 10) throw error;
      await sleep(attempt * 10);
    }
  }
}

/** Makes what was renamed, made or removed in a folder durable. Windows and some file systems cannot sync a folder. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
