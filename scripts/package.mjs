// @ts-check
// npm run package: builds the extension and packs it into out/memento-<version>.vsix.
import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { manifest } from './host/extension.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { run } from './lib/run.mjs';
import { main } from './lib/scope.mjs';

/** Bundles everything into dist. @param {AbortSignal} signal */
export async function buildAll(signal) {
  const { code, output } = await run(process.execPath, [inRoot('scripts/build.mjs')], { cwd: root, signal });
  if (code !== 0) throw new Problem(`The build failed:\n${output.trim()}`);
}

/** Where the package lies. */
export async function vsixPath() {
  const { name, version } = await manifest();
  return inRoot('out', `${name}-${version}.vsix`);
}

/**
 * Packs what is in dist.
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the package
 */
export async function packExtension(signal) {
  const file = await vsixPath();
  await mkdir(inRoot('out'), { recursive: true });
  // The bundles hold their dependencies. There is no public repository that README links could be rewritten to.
  const args = ['package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const vsce = inRoot('node_modules/@vscode/vsce/vsce');
  const { code, output } = await run(process.execPath, [vsce, ...args, '--out', file], { cwd: root, signal });
  if (code !== 0) throw new Problem(`vsce package failed:\n${output.trim()}`);
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(async (_scope, signal) => {
    await buildAll(signal);
    const file = await packExtension(signal);
    console.log(`${file} (${((await stat(file)).size / 1e6).toFixed(2)} MB)`);
    return 0;
  });
