// Bundles the extension, the command line and the panel with esbuild. `--watch` rebuilds on change, `--dev` keeps names readable.
import { build, context } from 'esbuild';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onlyReportStrings } from './lib/reportStrings.mjs';
import { vectraIndexOnly } from './lib/vectra.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');

/**
 * Chunks that are heavy and rarely needed: loaded by `import()` when first used, shared by extension and command line.
 * Keys are the source files, values the files in dist.
 */
/** @type {Record<string, string>} */
const lazyChunks = { 'src/models/openai.ts': 'openai.cjs', 'src/engine/read/vectra.ts': 'vectra.cjs' };

/**
 * @type {import('esbuild').Plugin}
 * Leaves `import('.../openai.js')` in the bundles as a load of the shared chunk beside them.
 */
const lazy = {
  name: 'lazy-chunks',
  setup(b) {
    b.onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = path
        .relative(root, path.resolve(resolveDir, specifier))
        .replaceAll('\\', '/')
        .replace(/\.js$/, '.ts');
      const chunk = lazyChunks[file];
      return chunk ? { path: `./${chunk}`, external: true } : undefined;
    });
  },
};

/** @satisfies {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
};
/** @satisfies {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  plugins: [lazy, vectraIndexOnly],
};

/** @type {import('esbuild').BuildOptions[]} */
const targets = [
  {
    ...node,
    entryPoints: {
      extension: 'src/extension.ts',
      cli: 'src/cli/main.ts',
      openai: 'src/models/openai.ts',
      vectra: 'src/engine/read/vectra.ts',
      practice: 'src/practice/worker.ts',
      worker: 'src/engine/jobs/worker.ts',
      bench: 'src/bench/run/worker.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...shared,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    // What draws a benchmark's report is loaded when its tab is first opened.
    splitting: true,
    entryPoints: { panel: 'webview-ui/main.ts' },
    outdir: 'dist/webview',
  },
  {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    plugins: [onlyReportStrings],
    // Script and style of report.html, which holds them inside.
    entryPoints: { report: 'webview-ui/report.ts' },
    outdir: 'dist',
  },
];

await rm(path.join(root, 'dist'), { recursive: true, force: true });
if (watch) for (const target of targets) await (await context(target)).watch();
else await Promise.all(targets.map((target) => build(target)));
