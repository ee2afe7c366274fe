// @ts-check
// npm start: installs what is missing, builds, and opens a real VS Code with the extension on a practice workspace with the
// practice model; ends everything on Ctrl+C.
//   --workspace DIR   your own folder instead, with your own model; settings and keys are kept for the next start
//   --server          the server build in a browser even where there is a desktop VS Code
//   --no-open         prints the address without opening a browser
//   --smoke           drives it without a person and writes a picture per step to out/smoke
import { spawn } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onPath } from './host/chromium.mjs';
import { findDesktop, openDesktop } from './host/desktop.mjs';
import { ensureHost } from './host/install.mjs';
import { startInstance, startKeptInstance } from './host/instance.mjs';
import { createPracticeWorkspace, practiceSettings } from './host/practice.mjs';
import { quietSettings, writeSettings } from './host/settings.mjs';
import { profileFolder } from './host/versions.mjs';
import { ensureDependencies, ensureNode } from './lib/dependencies.mjs';
import { Problem } from './lib/problem.mjs';
import { main } from './lib/scope.mjs';
import { buildAll } from './package.mjs';

/** @typedef {import('./lib/scope.mjs').Scope} Scope */

await main(async (scope, signal) => {
  const { values: options } = parseArgs({
    options: {
      workspace: { type: 'string' },
      smoke: { type: 'boolean', default: false },
      server: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  });
  if (options.smoke && options.workspace) throw new Problem('--smoke makes its own workspace.');
  // npm runs scripts in the project's folder and says where it was called.
  const from = process.env['INIT_CWD'] ?? process.cwd();
  const own = options.workspace === undefined ? undefined : path.resolve(from, options.workspace);
  if (own && !(await stat(own).catch(() => undefined))?.isDirectory()) throw new Problem(`${own} is not a folder.`);
  ensureNode();
  await ensureDependencies(signal);
  console.log('Building ...');
  await buildAll(signal);
  if (options.smoke) {
    // It drives a browser with packages that only exist since the installation above.
    const { smoke } = await import('./smoke.mjs');
    return smoke(scope, signal);
  }

  const folder = own ?? (await practiceFolder(scope));
  const profile = own ? path.join(profileFolder, 'desktop') : await scope.folder();
  const desktop = options.server ? { why: '--server' } : await findDesktop();
  if ('command' in desktop)
    return openOnDesktop(scope, { command: desktop.command, folder, profile, own: Boolean(own) });

  console.log(`Using the server build of VS Code (${desktop.why}).`);
  await ensureHost(signal);
  const { server, url } = own
    ? await startKeptInstance(scope, { folder, profile: path.join(profileFolder, 'server') })
    : await startInstance(scope, { folder, trusted: true, settings: practiceSettings });
  console.log(`\nFolder:   ${folder}${own ? '' : ' (a copy; removed at the end)'}\nVS Code:  ${url}\n`);
  if (!options['no-open']) await openInBrowser(url);
  console.log('Ctrl+C ends it.');
  await server.ended;
  throw new Problem('The VS Code server has ended.');
});

/** @param {Scope} scope */
async function practiceFolder(scope) {
  const folder = path.join(await scope.folder(), 'practice');
  await createPracticeWorkspace(folder);
  return folder;
}

/**
 * @param {Scope} scope
 * @param {{ command: string, folder: string, profile: string, own: boolean }} options
 */
async function openOnDesktop(scope, { command, folder, profile, own }) {
  const dataDir = path.join(profile, 'data');
  await writeSettings(dataDir, { ...quietSettings, ...(own ? {} : practiceSettings) }, { keep: own });
  const extensionsDir = path.join(profile, 'ext');
  await mkdir(extensionsDir, { recursive: true });
  /** @type {NodeJS.ProcessEnv} */
  const env = own ? {} : { MEMENTO_HOME: path.join(profile, 'home') };
  const window = openDesktop({ command, folder, dataDir, extensionsDir, trusted: !own, env });
  scope.defer(window.stop);
  console.log(`Opened ${command} on ${folder}. Ctrl+C, or closing its window, ends it.`);
  await window.ended;
  return 0;
}

/** Where there is a screen. The browser is the person's own and stays. @param {string} url */
async function openInBrowser(url) {
  const screen = process.platform === 'darwin' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const opener = screen ? await onPath(process.platform === 'darwin' ? ['open'] : ['xdg-open']) : undefined;
  if (!opener) console.log('No screen here: open the address in a browser that reaches this machine.');
  else
    spawn(opener, [url], { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
}
