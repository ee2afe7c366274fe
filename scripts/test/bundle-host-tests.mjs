// @ts-check
import { build } from 'esbuild';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, root } from '../lib/paths.mjs';
import { vectraIndexOnly } from '../lib/vectra.mjs';

/**
 * Bundles test/host for the extension host, which loads CommonJS and supplies `vscode`.
 * @returns {Promise<string>} the folder with index.cjs and one *.test.cjs per test file
 */
export async function bundleHostTests() {
  const source = inRoot('test/host');
  const outdir = inRoot('out/test-host');
  await rm(outdir, { recursive: true, force: true });
  const entries = await readdir(source, { recursive: true });
  const tests = entries.filter((name) => name.endsWith('.test.ts'));
  await build({
    absWorkingDir: root,
    entryPoints: ['index.ts', ...tests].map((name) => path.join(source, name)),
    outbase: source,
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    plugins: [vectraIndexOnly],
    logLevel: 'warning',
  });
  return outdir;
}
