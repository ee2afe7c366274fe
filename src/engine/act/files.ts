import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readlink, rename, rmdir, symlink, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf } from '../safety/fileProblem.js';
import { relativeTo } from '../safety/paths.js';
import { sha256 } from '../store/hash.js';
import { text } from '../text.js';
import { look, openParent, type Folder } from './folder.js';

/** What stands at a path: a file's bytes, or where a symbolic link points. */
export interface Content {
  readonly kind: 'file' | 'link';
  /** The file's bytes, or the link's target as UTF-8. */
  readonly bytes: Uint8Array;
  /** SHA-256 of {@link bytes}, hex. */
  readonly hash: string;
  /** Permission bits. */
  readonly mode: number;
  /** Names the file has on this disk (hard links). */
  readonly links: number;
}

/** Larger files are not changed by tools and not kept for undo: 5 MB. */
export const largestKept = 5 * 1024 * 1024;

/** Opens a file for reading without following a link and without waiting on a pipe. */
export const openNoFollow = (at: string): Promise<FileHandle> =>
  open(at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);

/**
 * Reads what stands at a path in a {@link Folder}; `null` when nothing does.
 *
 * @throws {HumanError} for a folder, a device, a pipe, or a file above {@link largestKept}
 */
export async function readContent(at: string, name: string): Promise<Content | null> {
  const found = await look(at);
  if (!found) return null;
  if (found.isSymbolicLink()) {
    const bytes = Buffer.from(await readlink(at));
    return { kind: 'link', bytes, hash: sha256(bytes), mode: 0o777, links: 1 };
  }
  if (found.isDirectory()) throw new HumanError(text('“{0}” is a folder, not a file.', name));
  if (!found.isFile()) throw new HumanError(text('“{0}” is not a regular file.', name));
  if (found.size > largestKept) throw new HumanError(text('“{0}” is larger than {1} MB.', name, largestKept / 2 ** 20));
  const handle = await openNoFollow(at);
  try {
    const opened = await handle.stat();
    if (!opened.isFile()) throw new HumanError(text('“{0}” is not a regular file.', name));
    const bytes = await handle.readFile();
    return { kind: 'file', bytes, hash: sha256(bytes), mode: opened.mode & 0o7777, links: opened.nlink };
  } finally {
    await handle.close();
  }
}

/** {@link readContent} for a path of the workspace. */
export async function readInside(workspace: string, absolute: string): Promise<Content | null> {
  let folder: Folder;
  try {
    folder = await openParent(workspace, absolute, false);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return await readContent(folder.at(path.basename(absolute)), relativeTo(workspace, absolute));
  } finally {
    await folder.close();
  }
}

/** What a change expects to find: a file or link with this hash, or nothing. */
export type Expected = Pick<Content, 'kind' | 'hash'> | null;

/**
 * Puts `next` at a path in one step: readers see the old bytes or the new ones, a full disk leaves the old ones. `null` removes. Keeps the
 * owner where the system allows it. A hard link is broken, its other names keep the old bytes. Missing folders are made.
 *
 * @param expected what must stand there at the last look before the change
 * @throws {HumanError} when something else stands there: nothing is changed
 */
export async function replaceInside(
  workspace: string,
  absolute: string,
  expected: Expected,
  next: (Pick<Content, 'kind' | 'bytes'> & { readonly mode?: number }) | null,
): Promise<void> {
  const name = relativeTo(workspace, absolute);
  const folder = await openParent(workspace, absolute, next !== null);
  const target = folder.at(path.basename(absolute));
  const temporary = folder.at(`.memento-${randomBytes(6).toString('hex')}.tmp`);
  try {
    if (next?.kind === 'file') await writeNew(temporary, next.bytes, next.mode, await look(target));
    else if (next) await symlink(Buffer.from(next.bytes).toString(), temporary);
    const current = await readContent(target, name);
    if (current?.hash !== expected?.hash || current?.kind !== expected?.kind)
      throw new HumanError(text('“{0}” was changed meanwhile: nothing was written.', name));
    await folder.verify();
    if (next) await renameStubbornly(temporary, target);
    else if (current) await unlink(target);
  } catch (error) {
    if (next) await unlink(temporary).catch(() => undefined);
    throw error;
  } finally {
    await folder.close();
  }
}

/** Removes those of the folders (relative to the workspace, inner ones first) that are empty. */
export async function removeEmptyFolders(workspace: string, folders: readonly string[]): Promise<void> {
  for (const relative of folders) {
    const absolute = path.join(workspace, relative);
    try {
      const around = await openParent(workspace, absolute, false);
      try {
        await around.verify();
        await rmdir(around.at(path.basename(absolute)));
      } finally {
        await around.close();
      }
    } catch (error) {
      // Not empty, gone, or no longer a folder: then it is not ours to remove.
      if (!(error instanceof HumanError) && !codeOf(error)) throw error;
    }
  }
}

async function writeNew(
  at: string,
  bytes: Uint8Array,
  mode: number | undefined,
  replaced: Awaited<ReturnType<typeof look>>,
): Promise<void> {
  const handle = await open(at, 'wx', 0o666);
  try {
    await handle.writeFile(bytes);
    // A full disk may cut a write short without an error (reliability.md 0.4).
    if ((await handle.stat()).size !== bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
    // Only root may give a file away; for everyone else the owner is the same already.
    if (replaced?.isFile()) await handle.chown(Number(replaced.uid), Number(replaced.gid)).catch(() => undefined);
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** On Windows a virus scanner may hold a file for a moment. */
async function renameStubbornly(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '');
      if (process.platform !== 'win32' || !busy || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}
