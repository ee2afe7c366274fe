// @ts-check
// Measures what has to be fast. Figures of one machine mean little, so each bench also states ratios of two things measured in this run.
// `npm run bench -- <words>` runs the benches whose file names hold one of the words. Prints a table, and JSON with `--json`.
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/paths.mjs';

/**
 * @typedef {{ readonly what: string, readonly value: number, readonly unit: string }} Figure
 * @typedef {{ readonly title: string, readonly measure: () => Promise<readonly Figure[]> }} Bench
 */

const args = process.argv.slice(2);
const words = args.filter((arg) => arg !== '--json');
const files = readdirSync(inRoot('test/bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => path.join(inRoot('test/bench'), file))
  .filter((file) => words.length === 0 || words.some((word) => path.basename(file).includes(word)))
  .sort();
const results = [];
for (const file of files) {
  const { bench } = /** @type {{ bench: Bench }} */ (await import(pathToFileURL(file).href));
  const figures = await bench.measure();
  results.push({ bench: path.basename(file, '.bench.ts'), title: bench.title, figures });
  if (args.includes('--json')) continue;
  console.log(`\n${bench.title}`);
  for (const { what, value, unit } of figures) console.log(`  ${what.padEnd(64)} ${format(value)} ${unit}`);
}
const machine = {
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
  node: process.version,
  load: os.loadavg()[0],
};
if (args.includes('--json')) console.log(JSON.stringify({ machine, results }));
else console.log(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load?.toFixed(1)}`);

/** @param {number} value */
function format(value) {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 }).padStart(10);
}
