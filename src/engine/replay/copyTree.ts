import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, realpath, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { foldName } from '../safety/paths.js';
import { mapBounded } from '../skills/bounded.js';
import { text } from '../text.js';
import { NotReplayable } from './notReplayable.js';

/** How much is copied at most. */
export interface CopyLimits {
  readonly files: number;
  /** Bytes. */
  readonly bytes: number;
}

/** A few seconds of copying on a laptop; larger workspaces are not worth it for a trial. */
export const defaultCopyLimits: CopyLimits = { files: 30_000, bytes: 1024 ** 3 };

interface Listed {
  /** Relative, with forward slashes; folders come before what is in them. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'folder';
  readonly mode: number;
  /** Seconds, with their fraction. */
  readonly times: readonly [number, number];
}

const atOnce = 16;

/**
 * Copies a workspace as it lies there: version control and installed packages too, because commands need them; not the skill library, which
 * a replay brings along. Links that lead outside are left out, as are devices, pipes, and what may not be read.
 *
 * @param to an empty folder
 * @returns the paths of the files, relative and with forward slashes
 * @throws {NotReplayable} when it is larger than the limits, before anything is copied
 * @throws {CancelledError} when the signal fires
 * @throws {HumanError} when the disk refuses
 */
export async function copyTree(
  from: string,
  to: string,
  limits: CopyLimits,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const listed = await list(from, limits, signal);
  const at = (root: string, one: Listed): string => path.join(root, ...one.path.split('/'));
  for (const folder of listed.filter(({ kind }) => kind === 'folder'))
    // The copy must be writable, whatever the original is.
    await mkdir(at(to, folder), { mode: folder.mode | 0o700 });
  await mapBounded(
    listed.filter(({ kind }) => kind !== 'folder'),
    atOnce,
    async (one) => {
      throwIfCancelled(signal);
      await copyOne(one, at(from, one), at(to, one), from);
    },
  );
  return listed.filter(({ kind }) => kind === 'file').map((one) => one.path);
}

async function copyOne(one: Listed, source: string, target: string, from: string): Promise<void> {
  try {
    if (one.kind === 'link') {
      const leads = await linkInside(from, source);
      if (leads !== undefined) await symlink(leads, target);
      return;
    }
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    // Build tools compare times.
    await utimes(target, ...one.times);
  } catch (error) {
    if (isGone(error)) return;
    throw fileProblem(error, one.path);
  }
}

async function list(from: string, limits: CopyLimits, signal: AbortSignal): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let bytes = 0;
  const queue = [''];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    throwIfCancelled(signal);
    for (const name of await namesIn(path.join(from, folder), folder === '')) {
      if (folder === '' && foldName(name) === '.memento') continue;
      const relative = folder ? `${folder}/${name}` : name;
      const info = await lstat(path.join(from, relative)).catch(() => undefined);
      const kind = info?.isDirectory()
        ? 'folder'
        : info?.isSymbolicLink()
          ? 'link'
          : info?.isFile()
            ? 'file'
            : undefined;
      if (!info || !kind) continue;
      found.push({ path: relative, kind, mode: info.mode & 0o777, times: [info.atimeMs / 1000, info.mtimeMs / 1000] });
      if (kind === 'folder') queue.push(relative);
      if (kind === 'file') bytes += info.size;
      if (found.length > limits.files)
        throw new NotReplayable(text('The workspace has more than {0} files: it is too large to copy.', limits.files));
      if (bytes > limits.bytes)
        throw new NotReplayable(
          text('The workspace is larger than {0} MB: it is too large to copy.', Math.floor(limits.bytes / 2 ** 20)),
        );
    }
  }
  return found;
}

async function namesIn(folder: string, isRoot: boolean): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (!isRoot && isGone(error)) return [];
    throw fileProblem(error, folder);
  }
}

/** Gone since it was listed, or not readable for the run either. */
const isGone = (error: unknown): boolean => ['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR'].includes(codeOf(error) ?? '');

/**
 * What a link of the copy has to say to lead to the same place in the copy; undefined when it leads out of the workspace.
 * @param root real path of the workspace
 */
async function linkInside(root: string, link: string): Promise<string | undefined> {
  const target = await readlink(link);
  const real = await realpath(link).catch(() => undefined);
  // A dangling link is kept where its words stay inside: a command may make what it leads to.
  if (staysInside(root, link, target) && (real === undefined || isInside(root, real))) return target;
  return real !== undefined && isInside(root, real) ? path.relative(path.dirname(link), real) || '.' : undefined;
}

/** Whether a relative target stays below the root at every step, by its words alone. */
export function staysInside(root: string, link: string, target: string): boolean {
  if (path.isAbsolute(target)) return false;
  let at = path.dirname(link);
  for (const step of target.split(path.sep)) {
    at = path.resolve(at, step);
    if (!isInside(root, at)) return false;
  }
  return true;
}

function isInside(root: string, absolute: string): boolean {
  const relative = path.relative(root, absolute);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
