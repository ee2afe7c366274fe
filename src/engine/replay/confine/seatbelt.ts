import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Confinement, Place } from './confinement.js';
import { toolFolders } from './toolFolders.js';

/**
 * Walls by the sandbox of macOS. It cannot show the copy at the workspace's path: what names the workspace finds a closed door.
 * @param program path of `sandbox-exec`
 */
export const seatbelt = (program = '/usr/bin/sandbox-exec'): Confinement => ({
  method: 'sandbox-exec',
  async around(place) {
    const [tmp, home] = [path.join(place.temp, 'tmp'), path.join(place.temp, 'home')];
    await Promise.all([tmp, home].map((folder) => mkdir(folder, { recursive: true })));
    const rules = profile(place, os.homedir(), await toolFolders(process.env, os.homedir()));
    return ({ file, args, cwd, environment }) => ({
      file: program,
      args: ['-p', rules, file, ...args],
      cwd,
      environment: { ...environment, TMPDIR: tmp, HOME: home },
    });
  },
});

/** The rules in the sandbox's language; of several that apply the last one counts. */
export function profile({ copy, workspace, temp }: Place, home: string, tools: readonly string[]): string {
  const below = (...folders: readonly string[]): string =>
    folders.map((folder) => `(subpath ${JSON.stringify(folder)})`).join(' ');
  const own = below(copy, path.join(temp, 'tmp'), path.join(temp, 'home'));
  return [
    '(version 1)',
    '(allow default)',
    '(deny network*)',
    // Other programs would act for the command, outside.
    '(deny appleevent-send)',
    '(deny mach-lookup (global-name "com.apple.coreservices.launchservicesd"))',
    '(deny signal)',
    '(allow signal (target same-sandbox))',
    '(deny file-write*)',
    `(deny file-read* ${below('/Users', home, temp, workspace)})`,
    ...(tools.length ? [`(allow file-read* ${below(...tools)})`] : []),
    `(allow file-read* file-write* ${own})`,
    '(allow file-write* (literal "/dev/null") (literal "/dev/zero") (literal "/dev/tty"))',
    // A path is walked through from the root.
    '(allow file-read-metadata)',
  ].join('\n');
}
