// Lays the tools into a folder where they need nothing else of this repository, so that commands behind walls find all of them below one entry of PATH.
// Usage: node bench/tools/lay.mjs DIR; then DIR/bin goes on PATH.
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('Usage: node bench/tools/lay.mjs DIR\n');
  process.exit(2);
}
const here = import.meta.dirname;

await build({
  entryPoints: [path.join(here, 'sqlite3.mjs')],
  outfile: path.join(folder, 'sqlite3.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  // The one with the program in it: no file beside it has to be found.
  alias: { 'sql.js': fileURLToPath(import.meta.resolve('sql.js/dist/sql-wasm-inline.js')) },
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
  define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
  logLevel: 'warning',
});
await mkdir(path.join(folder, 'bin'), { recursive: true });
await copyFile(path.join(here, 'bin/sqlite3'), path.join(folder, 'bin/sqlite3'));
