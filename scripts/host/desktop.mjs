// @ts-check
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../lib/paths.mjs';
import { endGroup, plainEnvironment, run } from '../lib/run.mjs';
import { onPath } from './chromium.mjs';
import { manifest } from './extension.mjs';
import { endMarked, markName } from './processes.mjs';

const isRoot = process.getuid?.() === 0;
/** As root VS Code starts only without its sandbox and with a user data folder of its own. */
const rootFlags = isRoot ? ['--no-sandbox'] : [];

/** `1.99.3` is at least `^1.99.0`. @param {string} version @param {string} range */
const satisfies = (version, range) => {
  const [a = [], b = []] = [version, range].map((text) => text.replace(/^\^/, '').split('.').map(Number));
  return (a[0] ?? 0) === (b[0] ?? 0) && (a[1] ?? 0) >= (b[1] ?? 0);
};

/**
 * The desktop VS Code of this machine, or in one phrase why there is none to use.
 * @returns {Promise<{ command: string, version: string } | { why: string }>}
 */
export async function findDesktop() {
  const command = await onPath(process.platform === 'win32' ? ['code.cmd'] : ['code']);
  if (!command) return { why: 'no program "code" on the PATH' };
  // There `code` talks to the window on the other machine and cannot open a window with an extension under development.
  if (process.env['VSCODE_IPC_HOOK_CLI'] || process.env['WSL_DISTRO_NAME'])
    return { why: '"code" here belongs to a VS Code on another machine' };
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return { why: 'no display' };
  const data = await mkdtemp(path.join(os.tmpdir(), 'memento-'));
  const shell = process.platform === 'win32';
  const asked = await run(shell ? 'cmd' : command, [
    ...(shell ? ['/c', command] : []),
    ...rootFlags,
    ...['--user-data-dir', data],
    '--version',
  ]);
  await rm(data, { recursive: true, force: true });
  const version = /^(\d+\.\d+\.\d+)/m.exec(asked.output)?.[1];
  if (asked.code !== 0 || !version) return { why: '"code --version" does not answer' };
  const { engines } = await manifest();
  if (!satisfies(version, engines.vscode)) return { why: `"code" is ${version}, ${engines.vscode} is needed` };
  return { command, version };
}

/**
 * @typedef {object} DesktopOptions
 * @property {string} command
 * @property {string} folder
 * @property {string} dataDir not shared with the person's own VS Code: its windows stay apart and can be ended
 * @property {string} extensionsDir
 * @property {boolean} trusted
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Opens a desktop window with the extension from the project's folder.
 * @param {DesktopOptions} options
 */
export function openDesktop({ command, folder, dataDir, extensionsDir, trusted, env }) {
  const mark = randomUUID();
  const windows = process.platform === 'win32';
  const args = [
    ...rootFlags,
    ...['--user-data-dir', dataDir],
    ...['--extensions-dir', extensionsDir],
    `--extensionDevelopmentPath=${root}`,
    ...['--new-window', '--wait', '--skip-welcome', '--disable-updates'],
    ...(trusted ? ['--disable-workspace-trust'] : []),
    folder,
  ];
  const child = spawn(windows ? 'cmd' : command, windows ? ['/c', command, ...args] : args, {
    env: { ...plainEnvironment(), [markName]: mark, ...env },
    stdio: 'ignore',
    detached: !windows,
  });
  const ended = Promise.race([once(child, 'close'), once(child, 'error')]).then(() => undefined);
  const stop = async () => {
    await endMain(dataDir);
    if (child.pid && child.exitCode === null) endGroup(child.pid, 'SIGTERM');
    await ended;
    await endMarked(mark, 2000);
  };
  return { ended, stop };
}

/** `code` only starts the real program and waits for its window; the program's id is in its lock file. @param {string} dataDir */
async function endMain(dataDir) {
  const pid = Number(await readFile(path.join(dataDir, 'code.lock'), 'utf8').catch(() => ''));
  if (!pid) return;
  try {
    process.kill(pid, 'SIGTERM');
    for (let i = 0; i < 50; i++) {
      await sleep(100);
      process.kill(pid, 0);
    }
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone.
  }
}
