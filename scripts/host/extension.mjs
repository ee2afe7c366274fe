// @ts-check
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, root } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';
import { plainEnvironment, run } from '../lib/run.mjs';
import { hostPrograms } from './versions.mjs';

/** What the project's package.json says about the extension. */
export async function manifest() {
  /** @type {{ name: string, version: string, publisher: string, engines: { vscode: string } }} */
  const read = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
  return read;
}

/**
 * Makes the project's folder an installed extension of a VS Code server that has not started yet: fast, for trying things.
 * @param {string} extensionsDir must be new
 */
export async function linkExtension(extensionsDir) {
  const { name, version, publisher } = await manifest();
  await mkdir(extensionsDir, { recursive: true });
  await symlink(root, path.join(extensionsDir, `${publisher}.${name}-${version}`));
}

/**
 * Installs the packed extension, as a person would.
 * @param {string} vsix
 * @param {{ dataDir: string, extensionsDir: string }} where
 */
export async function installExtension(vsix, { dataDir, extensionsDir }) {
  const { node, serverMain } = hostPrograms();
  const { code, output } = await run(
    node,
    [
      serverMain,
      '--accept-server-license-terms',
      ...['--user-data-dir', dataDir],
      ...['--server-data-dir', path.join(dataDir, 'server')],
      ...['--extensions-dir', extensionsDir],
      ...['--install-extension', vsix],
    ],
    { env: { ...plainEnvironment(), XDG_RUNTIME_DIR: dataDir, EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":""}' } },
  );
  if (code !== 0 || !/successfully installed/.test(output))
    throw new Problem(`VS Code did not install ${vsix}: ${output.trim().split('\n').at(-1) ?? ''}`);
}
