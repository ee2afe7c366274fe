// @ts-check
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { installExtension, linkExtension } from './extension.mjs';
import { startServer, workbenchUrl } from './server.mjs';
import { quietSettings, writeSettings } from './settings.mjs';

/**
 * @typedef {object} InstanceOptions
 * @property {string | undefined} folder opened in the window; undefined for an empty window
 * @property {string} [vsix] the packed extension; without it the project's folder is linked in
 * @property {boolean} trusted false: the folder opens restricted until the person trusts it
 * @property {Readonly<Record<string, unknown>>} [settings] user settings beside the quiet ones
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * @typedef {object} Instance
 * @property {import('./server.mjs').Server} server
 * @property {string} url of the window
 * @property {string} home Memento's per-user state
 * @property {string} userSettings the user's settings.json
 */

/**
 * A throw-away VS Code with the extension: its own user data and its own Memento state, removed with the scope.
 * @param {import('../lib/scope.mjs').Scope} scope
 * @param {InstanceOptions} options
 * @returns {Promise<Instance>}
 */
export async function startInstance(scope, { folder, vsix, trusted, settings = {}, env = {} }) {
  const base = await scope.folder();
  const dataDir = path.join(base, 'data');
  const extensionsDir = path.join(base, 'ext');
  const home = path.join(base, 'home');
  await writeSettings(dataDir, { ...quietSettings, ...settings });
  if (vsix) await installExtension(vsix, { dataDir, extensionsDir });
  else await linkExtension(extensionsDir);
  // What other agents keep in the person's home folder is theirs.
  const own = { MEMENTO_HOME: home, MEMENTO_USER_HOME: path.join(base, 'person') };
  const server = await startServer({ dataDir, extensionsDir, trusted, env: { ...own, ...env } });
  scope.defer(server.stop);
  const userSettings = path.join(dataDir, 'User/settings.json');
  return { server, url: workbenchUrl(server, { folder }), home, userSettings };
}

/**
 * A VS Code that keeps settings, keys and layout from one start to the next, with the person's own Memento state.
 * @param {import('../lib/scope.mjs').Scope} scope
 * @param {{ folder: string, profile: string }} options
 */
export async function startKeptInstance(scope, { folder, profile }) {
  const base = await scope.folder();
  const extensionsDir = path.join(base, 'ext');
  await linkExtension(extensionsDir);
  const dataDir = path.join(profile, 'data');
  await mkdir(profile, { recursive: true, mode: 0o700 });
  await writeSettings(dataDir, quietSettings, { keep: true });
  const port = await usualPort(path.join(profile, 'port'));
  const server = await startServer({ dataDir, extensionsDir, trusted: false, runtimeDir: base, port });
  scope.defer(server.stop);
  await writeFile(path.join(profile, 'port'), String(server.port));
  return { server, url: workbenchUrl(server, { folder }) };
}

/**
 * The port of last time when it is free: the browser keeps the encrypted secrets by address.
 * @param {string} file
 */
async function usualPort(file) {
  const port = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!Number.isInteger(port) || port < 1024 || port > 65535) return 0;
  const probe = net.createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}
