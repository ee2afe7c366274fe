// @ts-check
// The router beside plain search on a folder of router data: `npm run bench:router -- --data DIR [--split test | --folds N] [--seeds 1,2,3]`,
// and how fast it is on made-up libraries (alone with `--speed`). Prints tables, and JSON with `--json`.
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { inRoot } from './lib/paths.mjs';
import { describe } from './lib/problem.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string', default: 'test' },
    folds: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    speed: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (values.data === undefined && !values.speed) {
  console.error('npm run bench:router -- --data DIR [--split test | --folds N] [--seeds 1,2,3] | --speed');
  process.exit(2);
}

/** @param {string} file */
const load = (file) => import(pathToFileURL(inRoot(file)).href);

/** @type {readonly import('../test/bench/router/table.js').Line[]} */
let lines = [];
if (values.data !== undefined) {
  const { routerTable } = await load('test/bench/router/table.ts');
  const settings = {
    data: path.resolve(values.data),
    split: values.split,
    seeds: values.seeds.split(',').map(Number),
    ...(values.folds === undefined ? {} : { folds: Number(values.folds) }),
  };
  try {
    lines = await routerTable(settings, (/** @type {string} */ what) => console.error(what));
  } catch (error) {
    // A folder that is no router data is the caller's to mend: one line, no stack.
    console.error(error instanceof Error && error.name === 'HumanError' ? error.message : describe(error));
    process.exit(2);
  }
  if (!values.json) printTable();
}
const { bench } = await load('test/bench/router.bench.ts');
/** @type {readonly { readonly what: string, readonly value: number, readonly unit: string }[]} */
const figures = await bench.measure();
const machine = {
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
  node: process.version,
  load: os.loadavg()[0],
};
if (values.json) console.log(JSON.stringify({ machine, lines, speed: figures }));
else {
  console.log(`\n${bench.title}`);
  for (const { what, value, unit } of figures)
    console.log(`  ${what.padEnd(60)} ${value.toFixed(2).padStart(9)} ${unit}`);
  console.log(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load?.toFixed(1)}`);
}

function printTable() {
  const most = Math.max(...lines.map(({ asked }) => asked));
  console.log(`\n${'method'.padEnd(24)}  asked    R@1    R@5  µs/query  ×MiniSearch  train ms  file MB`);
  for (const line of lines) {
    const { method, asked, micros, ratio, trainMs, bytes } = line;
    console.log(
      [
        method.padEnd(24),
        `${asked}${asked < most ? '*' : ' '}`.padStart(6),
        line['recall@1'].toFixed(3).padStart(6),
        line['recall@5'].toFixed(3).padStart(6),
        micros.toFixed(0).padStart(9),
        ratio.toFixed(3).padStart(12),
        (trainMs?.toFixed(0) ?? '').padStart(9),
        (bytes === undefined ? '' : (bytes / 1e6).toFixed(2)).padStart(8),
      ].join(' '),
    );
  }
  if (lines.some(({ asked }) => asked < most)) console.log('* asked only the first of the queries, to save time');
  console.log('Times of all methods are on the queries that MiniSearch was asked.');
}
