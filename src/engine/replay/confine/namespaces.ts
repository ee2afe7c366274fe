import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Confinement, Place } from './confinement.js';
import { devices, mountTable } from './mountTable.js';
import { seenAt, viewOf } from './view.js';

/**
 * Runs as root of a user namespace: builds the view, makes it the root, and starts the command in another user namespace, which has no rights
 * over these mounts. The shell stays as the first process, so that everything ends with it: only a first process that handles TERM gets it.
 */
const build = `set -e
mount --all --fstab "$2"
cd "$1"
pivot_root . .
umount -l .
ip link set lo up 2>/dev/null || true
cd "$3"
user=$4 group=$5
shift 5
trap 'exit 143' TERM
unshare --user --map-user="$user" --map-group="$group" -- "$@" &
wait $!`;

const spaces = ['--user', '--map-root-user', '--net', '--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child'];

/**
 * Walls by namespaces of the kernel, built with the programs of util-linux (`unshare`, `mount`, `pivot_root`), which every Linux has.
 * @param program name or path of `unshare`
 */
export const namespaces = (program = 'unshare'): Confinement => ({
  method: 'unshare',
  async around(place) {
    const { root, table } = await prepare(place);
    const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
    return ({ file, args, cwd, environment }) => ({
      file: program,
      args: [
        ...spaces,
        ...['/bin/sh', '-c', build, 'sh', root, table, seenAt(place, cwd), `${user}`, `${group}`],
        ...[file, ...args],
      ],
      cwd: place.temp,
      environment: { ...environment, TMPDIR: '/tmp' },
    });
  },
});

/** Makes the places of all mounts, once for all commands, and the table. */
async function prepare(place: Place): Promise<{ readonly root: string; readonly table: string }> {
  const at = (name: string): string => path.join(place.temp, name);
  const [root, dev, table] = [at('root'), at('dev'), at('mounts')];
  const view = await viewOf(place);
  for (const name of ['proc', 'dev', 'run']) await mkdir(path.join(root, name), { recursive: true });
  for (const [link, target] of view.links) await symlink(target, path.join(root, link));
  for (const { seen } of view.folders) {
    // Inside a folder that is mounted, the place must be in what is mounted there.
    const over = view.folders.findLast((one) => one.writable && one.seen !== seen && seen.startsWith(`${one.seen}/`));
    const covered = view.folders.some((one) => !one.writable && one.seen !== seen && seen.startsWith(`${one.seen}/`));
    if (over) await mkdir(path.join(over.from, path.relative(over.seen, seen)), { recursive: true });
    else if (!covered) await mkdir(path.join(root, seen), { recursive: true });
  }
  await mkdir(path.join(dev, 'shm'), { recursive: true });
  for (const name of devices) await writeFile(path.join(dev, name), '');
  for (const [number, name] of ['stdin', 'stdout', 'stderr'].entries())
    await symlink(`/proc/self/fd/${number}`, path.join(dev, name));
  await symlink('/proc/self/fd', path.join(dev, 'fd'));
  await writeFile(table, mountTable(view, root, dev, await readFile('/proc/self/mountinfo', 'utf8')));
  return { root, table };
}
