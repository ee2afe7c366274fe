import path from 'node:path';
import type { View } from './view.js';

/** A mount of this machine, from `/proc/self/mountinfo`. */
interface Mount {
  readonly at: string;
  readonly options: ReadonlySet<string>;
}

/** The devices that programs expect and that do no harm. */
export const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/**
 * The table for `mount --all` that builds a view below a new root.
 *
 * What is mounted inside a folder comes along with it, and can still be written: each such mount is put on top of itself once more, read-only.
 * Options that the machine has set (noexec) must be repeated, because a user namespace may not take them away.
 *
 * @param root the new root, with the places of all mounts in it
 * @param dev a folder with empty files named as {@link devices} and a folder `shm`
 * @param mountInfo the text of `/proc/self/mountinfo`
 */
export function mountTable(view: View, root: string, dev: string, mountInfo: string): string {
  const mounts = mountsIn(mountInfo);
  const under = (folder: string): readonly Mount[] =>
    mounts.filter(({ at }) => at.startsWith(`${folder}/`)).sort((a, b) => a.at.length - b.at.length);
  const entry = (from: string, seen: string, type: string, ...options: readonly string[]): string =>
    [from, path.join(root, seen), type, options.join(','), '0', '0'].map(escaped).join(' ');
  const bind = (from: string, seen: string, writable: boolean): string => {
    const over = mounts.findLast(({ at }) => from === at || at === '/' || from.startsWith(`${at}/`));
    return entry(
      ...([from, seen, 'none'] as const),
      under(from).length ? 'rbind' : 'bind',
      ...['nosuid', 'nodev', writable ? 'rw' : 'ro'],
      ...(over?.options.has('noexec') ? ['noexec'] : []),
    );
  };
  return [
    // The root must be a mount to become the root.
    entry(root, '', 'none', 'bind', 'ro'),
    ...view.folders.flatMap(({ from, seen, writable }) => [
      bind(from, seen, writable),
      ...(writable ? [] : under(from).map(({ at }) => bind(at, path.join(seen, path.relative(from, at)), false))),
    ]),
    ...view.masked.map((file) => entry('/dev/null', file, 'none', 'bind')),
    entry('proc', '/proc', 'proc', 'nosuid', 'nodev', 'noexec'),
    entry(dev, '/dev', 'none', 'bind', 'ro'),
    ...devices.map((name) => entry(`/dev/${name}`, `/dev/${name}`, 'none', 'bind')),
    entry('tmpfs', '/dev/shm', 'tmpfs', 'nosuid', 'nodev', 'size=64m'),
    '',
  ].join('\n');
}

/** Sorted so that a mount inside another comes after it. */
function mountsIn(mountInfo: string): readonly Mount[] {
  return mountInfo
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([, , , , at, options]) =>
      at === undefined || options === undefined ? [] : [{ at: unescaped(at), options: new Set(options.split(',')) }],
    )
    .sort((a, b) => a.at.length - b.at.length);
}

/** Both files write white space and backslashes in octal digits. */
const escaped = (text: string): string =>
  text.replace(/[\s\\#]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);

const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
