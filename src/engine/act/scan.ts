import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError } from '../errors.js';
import { look } from './folder.js';

/** Folders that version control, package managers and tools fill by themselves, and the library, which only proposals change. */
export const skippedFolders: ReadonlySet<string> = new Set([
  ...['.git', '.hg', '.svn', '.jj', '.memento', 'node_modules', 'bower_components', '.pnpm-store', '.yarn'],
  ...['__pycache__', '.venv', 'venv', '.tox', '.nox', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.eggs'],
  ...['.cache', '.parcel-cache', '.turbo', '.next', '.nuxt', '.svelte-kit', '.gradle', '.terraform', '.vscode-test'],
]);

/** Usually made by a build, sometimes written by hand: looked at last, so that they do not use up the limits. */
const laterFolders = new Set(['dist', 'build', 'out', 'target', 'bin', 'obj', 'coverage', 'vendor', 'tmp', 'logs']);

/** A file or link as the file system describes it. Equal stamps mean equal content, as git assumes too. */
export interface Stamp {
  readonly kind: 'file' | 'link';
  /** Bytes. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  readonly key: string;
  /** Whether it was touched so shortly before the look that a further change could leave the same key. */
  readonly fresh: boolean;
}

export interface Scan {
  /** By path relative to the workspace, with forward slashes. */
  readonly files: ReadonlyMap<string, Stamp>;
  /** Folders seen; false when one was not looked into because a limit was reached or it may not be read. */
  readonly folders: ReadonlyMap<string, boolean>;
  /** Whether the limit of files left folders unlisted. */
  readonly limited: boolean;
}

/** Clocks of file systems tick up to this often, in milliseconds. */
const clockTick = 50;
const atOnce = 32;

/**
 * Looks at every file of the workspace without reading any. Links are noted, not followed. A folder is listed whole or not at all, so a
 * file that is missing from a listed folder does not exist.
 *
 * @param maxFiles limit of files; a folder that would exceed it is not listed
 * @param before an earlier scan: folders it did not list are not listed now either
 * @throws {CancelledError}
 */
export async function scanWorkspace(
  workspace: string,
  maxFiles: number,
  before: Scan | undefined,
  signal?: AbortSignal,
): Promise<Scan> {
  const files = new Map<string, Stamp>();
  const folders = new Map<string, boolean>();
  let limited = before?.limited ?? false;
  const [queue, later]: [string[], string[]] = [[''], []];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift() ?? later.shift()) {
    if (signal?.aborted) throw new CancelledError();
    const names = before?.folders.get(folder) === false ? undefined : await namesIn(path.join(workspace, folder));
    const fits = names !== undefined && files.size + names.length <= maxFiles;
    folders.set(folder, fits);
    limited ||= names !== undefined && !fits;
    if (!fits) continue;
    for (let index = 0; index < names.length; index += atOnce) {
      const some = names.slice(index, index + atOnce);
      const stamps = await Promise.all(some.map((name) => stampOf(path.join(workspace, folder, name))));
      for (const [place, name] of some.entries()) {
        const relative = folder ? `${folder}/${name}` : name;
        const stamp = stamps[place];
        if (stamp === 'folder' && !skippedFolders.has(name)) (laterFolders.has(name) ? later : queue).push(relative);
        else if (stamp && stamp !== 'folder') files.set(relative, stamp);
      }
    }
  }
  return { files, folders, limited };
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    // Not readable, or gone since its parent was listed.
    return undefined;
  }
}

/** The stamp of one path; undefined for nothing, devices and pipes. `now` is in milliseconds since the epoch. */
export async function stampOf(absolute: string, now?: number): Promise<Stamp | 'folder' | undefined> {
  const found = await look(absolute).catch(() => null);
  if (found?.isDirectory()) return 'folder';
  if (!found?.isFile() && !found?.isSymbolicLink()) return undefined;
  return {
    kind: found.isFile() ? 'file' : 'link',
    size: Number(found.size),
    mode: Number(found.mode) & 0o7777,
    key: [found.size, found.mtimeNs, found.ctimeNs, found.ino, found.mode].join(' '),
    fresh: (now ?? Date.now()) - Number(found.ctimeMs) < clockTick,
  };
}
