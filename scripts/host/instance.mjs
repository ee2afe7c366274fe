// @ts-check
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

/** @typedef {{ server: import('./server.mjs').Server, url: string, home: string, base: string }} Instance */

/**
 * A throw-away VS Code with the extension: its own user data and its own Memento state (`home`), removed with the scope.
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
  const server = await startServer({ dataDir, extensionsDir, trusted, env: { MEMENTO_HOME: home, ...env } });
  scope.defer(server.stop);
  return { server, url: workbenchUrl(server, { folder, payload: quietPayload }), home, base };
}

/** Window options that keep welcome pages away. @type {readonly (readonly [string, string])[]} */
export const quietPayload = [
  ['skipWelcome', 'true'],
  ['skipReleaseNotes', 'true'],
];
