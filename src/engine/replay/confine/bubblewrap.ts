import type { Confinement } from './confinement.js';
import { seenAt, viewOf } from './view.js';

/**
 * Walls by the program bubblewrap (https://github.com/containers/bubblewrap).
 * @param program its name or path
 */
export const bubblewrap = (program = 'bwrap'): Confinement => ({
  method: 'bwrap',
  async around(place) {
    const { folders, links, masked } = await viewOf(place);
    const walls = [
      ...['--unshare-all', '--unshare-user', '--die-with-parent', '--cap-drop', 'ALL'],
      ...['--proc', '/proc', '--dev', '/dev', '--dir', '/run'],
      ...links.flatMap(([at, target]) => ['--symlink', target, at]),
      ...folders.flatMap(({ from, seen, writable }) => [writable ? '--bind' : '--ro-bind', from, seen]),
      ...masked.flatMap((file) => ['--ro-bind', '/dev/null', file]),
      ...['--remount-ro', '/'],
    ];
    return ({ file, args, cwd, environment }) => ({
      file: program,
      args: [...walls, '--chdir', seenAt(place, cwd), '--', file, ...args],
      cwd: place.temp,
      environment: { ...environment, TMPDIR: '/tmp' },
    });
  },
});
