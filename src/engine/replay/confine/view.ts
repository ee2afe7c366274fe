import { lstat, mkdir, readlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Place } from './confinement.js';
import { toolFolders } from './toolFolders.js';

/** What confined commands see of the disk, on Linux. Everything that is not listed is not there. */
export interface View {
  /** In this order: a later folder may lie in an earlier one. */
  readonly folders: readonly SeenFolder[];
  /** Links at the top of the disk: path and target. */
  readonly links: readonly (readonly [string, string])[];
  /** Files whose content is not shown. */
  readonly masked: readonly string[];
}

export interface SeenFolder {
  /** Where it lies, and where it is seen. */
  readonly from: string;
  readonly seen: string;
  readonly writable: boolean;
}

/** Where a Linux system keeps its programs. */
const system = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc', '/opt', '/nix', '/gnu'];
/** Readable for root only, but root is what containers often run as. */
const shadows = ['/etc/shadow', '/etc/gshadow'];

/** Makes the folders that are the commands' own, and tells what is seen where. */
export async function viewOf(place: Place): Promise<View> {
  const found = await Promise.all(
    system.map(async (folder) => ({ folder, info: await lstat(folder).catch(() => undefined) })),
  );
  const readOnly = (folder: string): SeenFolder => ({ from: folder, seen: folder, writable: false });
  const programs = found.filter(({ info }) => info?.isDirectory()).map(({ folder }) => folder);
  const links = found.filter(({ info }) => info?.isSymbolicLink()).map(({ folder }) => folder);
  const home = path.resolve(os.homedir());
  const tools = (await toolFolders(process.env, home)).filter(
    (folder) => ![...programs, place.workspace].some((outer) => isBelow(folder, outer)),
  );
  const own = async (name: string, seen: string): Promise<SeenFolder> => {
    const from = path.join(place.temp, name);
    await mkdir(from, { recursive: true });
    return { from, seen, writable: true };
  };
  return {
    folders: [
      ...programs.map(readOnly),
      await own('tmp', '/tmp'),
      await own('tmp', '/var/tmp'),
      ...(home === '/' ? [] : [await own('home', home)]),
      ...tools.map(readOnly),
      { from: place.copy, seen: place.workspace, writable: true },
    ],
    links: await Promise.all(links.map(async (folder) => [folder, await readlink(folder)] as const)),
    masked: process.getuid?.() === 0 ? (await Promise.all(shadows.map(present))).flat() : [],
  };
}

const present = async (file: string): Promise<readonly string[]> =>
  (await lstat(file).catch(() => undefined))?.isFile() ? [file] : [];

const isBelow = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

/** Where something in the copy is seen. */
export const seenAt = (place: Place, absolute: string): string =>
  path.join(place.workspace, path.relative(place.copy, absolute));
