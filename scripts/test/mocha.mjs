// @ts-check
// node --import tsx scripts/test/mocha.mjs FOLDER [--timeout MS] [--share 1/2]: runs all *.test.ts below a folder, or every
// second of them, with the options of .mocharc.json and the counting reporter. mocha's own program can load that reporter
// only on newer versions of Node.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { inRoot } from '../lib/paths.mjs';
import { CountingReporter } from './counts.mjs';

const {
  positionals: [folder = ''],
  values: { timeout, share },
} = parseArgs({
  options: { timeout: { type: 'string' }, share: { type: 'string', default: '1/1' } },
  allowPositionals: true,
});
const [part = 1, parts = 1] = share.split('/').map(Number);
const { timeout: usual, forbidOnly, forbidPending } = JSON.parse(await readFile(inRoot('.mocharc.json'), 'utf8'));
const mocha = new Mocha({
  ui: 'bdd',
  reporter: CountingReporter,
  timeout: Number(timeout ?? usual),
  forbidOnly,
  forbidPending,
});
const entries = (await readdir(inRoot(folder), { recursive: true })).filter((name) => name.endsWith('.test.ts')).sort();
for (const entry of entries.filter((_, index) => index % parts === part - 1))
  mocha.addFile(path.join(inRoot(folder), entry));
await mocha.loadFilesAsync();
mocha.run((failures) => {
  process.exitCode = failures > 0 ? 1 : 0;
  setTimeout(() => {
    console.error(`Something keeps the tests alive after their end: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, 15_000).unref();
});
