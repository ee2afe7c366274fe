// @ts-check
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../lib/problem.mjs';
import { endGroup, plainEnvironment } from '../lib/run.mjs';
import { endMarked, markedProcesses, markName } from './processes.mjs';
import { hostPrograms } from './versions.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {string} dataDir user data: settings, state, logs; a short path (sockets lie in it)
 * @property {string} extensionsDir folder of installed extensions
 * @property {boolean} trusted false: workspace trust is on, a folder opens restricted until the person trusts it
 * @property {boolean} [driver] lets the page name an extension and tests to load; suppresses notification toasts
 * @property {string} [runtimeDir] where sockets lie, when dataDir is not a short path
 * @property {number} [port] 0 for any
 * @property {NodeJS.ProcessEnv} [env] added to the environment of the server and everything in it
 */

/**
 * @typedef {object} Server
 * @property {number} port on loopback
 * @property {string} token who does not know it gets nothing
 * @property {string} mark what all processes of this server carry (processes.mjs)
 * @property {() => string} log what the server has printed
 * @property {Promise<void>} ended when the server has ended, wanted or not
 * @property {() => Promise<void>} stop ends the server and everything it has started
 */

/** Milliseconds; measured: 0.4 to 1 s, several when the machine is busy. */
const startLimit = 60_000;

/**
 * Starts VS Code's server on loopback with a connection token.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer({
  dataDir,
  extensionsDir,
  trusted,
  driver = false,
  runtimeDir = dataDir,
  port = 0,
  env = {},
}) {
  const { node, serverMain } = hostPrograms();
  const token = randomBytes(18).toString('hex');
  const mark = randomUUID();
  // Sockets and the half of the secrets' key lie in it.
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, 0o700);
  await mkdir(extensionsDir, { recursive: true });
  const args = [
    ...['--connection-token', token],
    ...['--user-data-dir', dataDir],
    ...['--server-data-dir', path.join(dataDir, 'server')],
    ...['--extensions-dir', extensionsDir],
    ...['--telemetry-level', 'off'],
    '--accept-server-license-terms',
    ...(trusted ? ['--disable-workspace-trust'] : []),
    ...(driver ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = spawn(node, [fileURLToPath(new URL('front.mjs', import.meta.url)), ...args], {
    env: {
      ...plainEnvironment(),
      // No calls to an extension gallery.
      EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":""}',
      // Else sockets pile up in /tmp and settings in the person's home.
      XDG_RUNTIME_DIR: runtimeDir,
      XDG_CONFIG_HOME: path.join(dataDir, 'xdg-config'),
      XDG_DATA_HOME: path.join(dataDir, 'xdg-data'),
      // Set in a terminal of VS Code; the server would talk to that window.
      VSCODE_IPC_HOOK_CLI: '',
      MEMENTO_SERVER_MAIN: serverMain,
      MEMENTO_PORT: String(port),
      [markName]: mark,
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close').then(() => undefined);
  const stop = async () => {
    const known = await markedProcesses(mark);
    child.stdin.destroy();
    const force = setTimeout(() => child.pid && endGroup(child.pid, 'SIGKILL'), 5000);
    await ended;
    clearTimeout(force);
    await endMarked(mark, 3000, known);
  };

  let log = '';
  const file = createWriteStream(path.join(dataDir, 'server.log'));
  // The folder may be gone before the last lines are written.
  file.on('error', () => undefined);
  /** @type {(port: number) => void} */
  let found = () => undefined;
  const listening = new Promise((resolve) => (found = resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      log += text;
      file.write(text);
      const match = /^listening on (\d+)$/m.exec(log);
      if (match) found(Number(match[1]));
    });
  child.stdin.on('error', () => undefined);
  const why = await Promise.race([
    listening,
    once(child, 'error').then(([error]) => String(error)),
    ended.then(() => 'it ended'),
    new Promise((resolve) => setTimeout(() => resolve('no answer within 60 s'), startLimit).unref()),
  ]);
  if (typeof why === 'number') return { port: why, token, mark, log: () => log, ended, stop };
  child.stdin.destroy();
  if (child.pid) endGroup(child.pid, 'SIGKILL');
  throw new Problem(`VS Code's server did not start (${why}): ${log.trim().split('\n').at(-1) ?? ''}`);
}

/**
 * The address of a workbench.
 * @param {Server} server
 * @param {{ folder?: string | undefined, workspace?: string | undefined, payload?: readonly (readonly [string, string])[] }} [open]
 * nothing to open: an empty window
 */
export function workbenchUrl({ port, token }, { folder, workspace, payload = [] } = {}) {
  const url = new URL(`http://localhost:${port}/`);
  url.searchParams.set('tkn', token);
  if (workspace) url.searchParams.set('workspace', workspace);
  else if (folder) url.searchParams.set('folder', folder);
  else url.searchParams.set('ew', 'true');
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** How the page names a file on the server. @param {Server} server @param {string} file */
export const remoteUri = ({ port }, file) => `vscode-remote://localhost:${port}${file}`;
