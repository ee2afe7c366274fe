// @ts-check
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/** What goes into dist. */
const sources = ['src', 'webview-ui', 'l10n', 'package.json', 'package-lock.json', 'scripts/build.mjs', 'scripts/lib'];

/** Milliseconds since 1970 at which a file, or the newest file of a folder, was last written. @param {string} at */
async function newest(at) {
  const entry = await stat(at);
  if (!entry.isDirectory()) return entry.mtimeMs;
  const names = await readdir(at);
  /** @type {number[]} */
  const times = await Promise.all(names.map((name) => newest(path.join(at, name))));
  // A file that was taken away has changed its folder only.
  return Math.max(entry.mtimeMs, ...times);
}

/** Whether dist is missing, was not made to its end, or is older than what it is made from. */
export async function buildIsStale() {
  const made = await Promise.all(
    ['dist/cli.cjs', 'dist/bench.cjs', 'dist/report.js'].map((name) => stat(inRoot(name))),
  ).catch((/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (!made) return true;
  const changed = await Promise.all(sources.map((name) => newest(inRoot(name))));
  return Math.max(...changed) > Math.min(...made.map(({ mtimeMs }) => mtimeMs));
}
