// @ts-check
// node --import tsx scripts/test/mocha.mjs FOLDER [TIMEOUT_MS]: runs all *.test.ts below a folder with the options of
// .mocharc.json and the counting reporter. mocha's own program can load that reporter only on newer versions of Node.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';
import { inRoot } from '../lib/paths.mjs';
import { CountingReporter } from './counts.mjs';

const [folder = '', timeout] = process.argv.slice(2);
const { timeout: usual, forbidOnly, forbidPending } = JSON.parse(await readFile(inRoot('.mocharc.json'), 'utf8'));
const mocha = new Mocha({
  ui: 'bdd',
  reporter: CountingReporter,
  timeout: Number(timeout ?? usual),
  forbidOnly,
  forbidPending,
});
const entries = await readdir(inRoot(folder), { recursive: true });
for (const entry of entries.filter((name) => name.endsWith('.test.ts')).sort())
  mocha.addFile(path.join(inRoot(folder), entry));
await mocha.loadFilesAsync();
mocha.run((failures) => {
  process.exitCode = failures > 0 ? 1 : 0;
  setTimeout(() => {
    console.error(`Something keeps the tests alive after their end: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, 15_000).unref();
});
