import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Bundles the worker once for the tests of the surrounding `describe`; `write` puts another worker beside it. */
export function useWorker(): { readonly file: string; write(name: string, code: string): string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memento-worker-'));
  const file = path.join(folder, 'worker.cjs');
  before(async () => {
    const entryPoints = [path.resolve('src/engine/jobs/worker.ts')];
    await build({ entryPoints, outfile: file, bundle: true, minify: true, platform: 'node', format: 'cjs' });
  });
  after(() => rmSync(folder, { recursive: true }));
  return {
    file,
    write: (name, code) => {
      writeFileSync(path.join(folder, name), code);
      return path.join(folder, name);
    },
  };
}
