// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildAll, packExtension } from '../package.mjs';
import { inRoot, root } from '../lib/paths.mjs';
import { describe } from '../lib/problem.mjs';
import { run } from '../lib/run.mjs';

/** `names`: the tests that failed, where they have names. @typedef {{ passed: number, failed: number, skipped: number, names?: readonly string[] }} Counts */
/** @typedef {{ home: string, signal: AbortSignal }} Context `home`: an empty folder for Memento's per-user state */
/**
 * `groups`: the names under which `--only` runs it. `beside`: it runs beside the stages before the first that `alone`
 * marks, its output kept until it ends; windows and browsers have the machine for themselves.
 * @typedef {{ name: string, groups: readonly string[], needsHost?: boolean, beside?: boolean, alone?: boolean, run: (context: Context) => Promise<Counts & { output?: string }> }} Stage
 */

const passed = Object.freeze({ passed: 1, failed: 0, skipped: 0 });
const failed = Object.freeze({ passed: 0, failed: 1, skipped: 0 });

/** No stage takes longer; a hang must end as a failure. Milliseconds. */
const stageLimit = 25 * 60_000;

/** The person's own model, key and state have no place in a test. @param {string} home @returns {NodeJS.ProcessEnv} */
const testEnvironment = (home) => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^OPENAI_/.test(name) && !/^MEMENTO_(BASE_URL|API_KEY|MODEL|EMBEDDING_MODEL)$/.test(name),
    ),
  ),
  MEMENTO_HOME: home,
  MEMENTO_USER_HOME: path.join(home, 'person'),
});

/**
 * Runs one of the project's Node programs.
 * @param {readonly string[]} args
 * @param {Context} context
 * @param {{ env?: NodeJS.ProcessEnv, inherit?: boolean }} [options] `inherit` shows its output on the terminal as it comes
 */
async function node(args, { home, signal }, { env = {}, inherit = false } = {}) {
  const limit = AbortSignal.timeout(stageLimit);
  const result = await run(process.execPath, args, {
    cwd: root,
    env: { ...testEnvironment(home), ...env },
    inherit,
    signal: AbortSignal.any([signal, limit]),
  });
  if (limit.aborted) console.error(`Ended after ${stageLimit / 60_000} minutes.`);
  return result;
}

/** Programs that make one test, which passes when each ends with 0. @param {readonly string[][]} programs @returns {Stage['run']} */
const check = (programs) => async (context) => {
  let output = '';
  for (const args of programs) {
    const result = await node(args, context);
    output += result.output;
    if (result.code !== 0) return { ...failed, output };
  }
  return { ...passed, output };
};

/** Our own step, one test. @param {(signal: AbortSignal) => Promise<unknown>} step @returns {Stage['run']} */
const step =
  (step) =>
  async ({ signal }) => {
    try {
      await step(signal);
      return passed;
    } catch (error) {
      console.error(describe(error));
      return failed;
    }
  };

/**
 * A program that runs mocha suites and leaves their counts in files `counts*`. A suite that did not come to its end, or
 * had no tests, is a failure whatever else it says.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ inherit: boolean }} [options]
 * @returns {Stage['run']}
 */
const suites =
  (name, args, { inherit } = { inherit: true }) =>
  async (context) => {
    const base = `counts-${name}`;
    const env = { MEMENTO_TEST_COUNTS: inRoot('out/test', base) };
    const { code, output } = await node(args, context, { env, inherit });
    const files = (await readdir(inRoot('out/test'))).filter((file) => file.startsWith(base));
    const sum = { passed: 0, failed: 0, skipped: 0 };
    const names = [];
    for (const file of files) {
      /** @type {Counts} */
      const counts = JSON.parse(await readFile(path.join(inRoot('out/test'), file), 'utf8'));
      sum.passed += counts.passed;
      sum.failed += counts.failed;
      sum.skipped += counts.skipped;
      names.push(...(counts.names ?? []));
    }
    if (files.length === 0) console.error(`The tests did not come to their end; exit code ${code}.`);
    else if (sum.passed + sum.failed === 0) console.error('No test ran.');
    if (sum.failed === 0 && (code !== 0 || sum.passed === 0)) sum.failed++;
    return { ...sum, names, output };
  };

const mocha = (/** @type {string[]} */ ...args) => ['--import', 'tsx', 'scripts/test/mocha.mjs', ...args];

/** @type {readonly Stage[]} */
export const stages = [
  {
    name: 'type check',
    groups: ['static'],
    beside: true,
    run: check([
      ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
      ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'webview-ui'],
    ]),
  },
  {
    name: 'lint',
    groups: ['static'],
    beside: true,
    run: check([
      ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
      ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'webview-ui', 'scripts', 'test'],
    ]),
  },
  {
    name: 'format',
    groups: ['static'],
    beside: true,
    run: check([['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']]),
  },
  { name: 'build', groups: ['build', 'package', 'host', 'ui'], run: step(buildAll) },
  {
    name: 'unit tests, first half',
    groups: ['unit'],
    run: suites('unit-1', mocha('test/unit', '--share', '1/2')),
  },
  {
    name: 'unit tests, second half',
    groups: ['unit'],
    beside: true,
    run: suites('unit-2', mocha('test/unit', '--share', '2/2'), { inherit: false }),
  },
  { name: 'pack', groups: ['package', 'ui'], alone: true, run: step(packExtension) },
  { name: 'package content', groups: ['package'], run: suites('package', mocha('test/package')) },
  {
    name: 'extension-host tests',
    groups: ['host'],
    needsHost: true,
    run: suites('host', ['scripts/test/host-tests.mjs']),
  },
  { name: 'UI tests', groups: ['ui'], needsHost: true, run: suites('ui', mocha('test/ui', '--timeout', '240000')) },
];
