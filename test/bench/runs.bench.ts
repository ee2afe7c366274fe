import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { inlineJobs } from '../../src/engine/jobs/inline.js';
import type { Jobs } from '../../src/engine/jobs/jobs.js';
import { workerJobs } from '../../src/engine/jobs/workerJobs.js';
import { RunLog } from '../../src/engine/store/runs.js';
import { createWindowId } from '../../src/engine/store/window.js';
import { deadWindow, sampleRun, writeLog } from '../unit/store/runsSample.js';

const records = 100_000;
/** Events of a sample run with one step. */
const perRun = 10;
const runsPerFile = 1500;
const months = ['2026-01', '2026-02', '2026-03'];

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

/** Some 80 MB in files of 12 MB, as seven windows would leave them. */
function makeLogs(dir: string): string[] {
  const files: string[] = [];
  for (let first = 0; first < records / perRun; first += runsPerFile) {
    const n = files.length;
    const file = path.join(dir, months[n % months.length] ?? '', `${deadWindow(n)}-1.jsonl`);
    const events = Array.from({ length: Math.min(runsPerFile, records / perRun - first) }, (_, index) =>
      sampleRun({ run: `20260115-${first + index}`, number: first + index + 1, output: 6200 }),
    );
    writeLog(file, events.flat());
    files.push(file);
  }
  return files;
}

/** What anybody would do: every line parsed, on this thread. */
function parseAll(files: readonly string[]): number {
  const started = performance.now();
  let parsed = 0;
  for (const file of files)
    for (const line of readFileSync(file, 'utf8').split('\n'))
      if (line !== '' && typeof JSON.parse(line.slice(9)) === 'object') parsed++;
  if (parsed !== records) throw new Error(`${parsed} records`);
  return performance.now() - started;
}

interface Held {
  /** The longest time in which nothing else got its turn (milliseconds); on a busy machine that is mostly waiting for a processor. */
  readonly worst: number;
  /** The most time this thread computed without a turn (milliseconds): the part of it that is ours. NaN where the system does not say. */
  readonly slice: number;
}

/** Measures how long this thread is held up while `work` goes on. */
async function heldUp(work: () => Promise<unknown>): Promise<Held> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(20);
  delay.reset();
  let [last, slice] = [cpuTime(), 0];
  const timer = setInterval(() => {
    const now = cpuTime();
    slice = Math.max(slice, now - last);
    last = now;
  });
  await work();
  clearInterval(timer);
  delay.disable();
  return { worst: delay.max / 1e6, slice: Number.isNaN(last) ? NaN : slice };
}

/** Milliseconds that this thread has computed so far. */
function cpuTime(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return NaN;
  }
}

async function load(dir: string, jobs: Jobs): Promise<Held & { ms: number; log: RunLog }> {
  const log = new RunLog({ dir, window: createWindowId(), clock: { now: () => Date.now() }, jobs });
  let [ms, found] = [0, 0];
  const held = await heldUp(async () => {
    const started = performance.now();
    found = (await log.list()).length;
    ms = performance.now() - started;
  });
  if (found !== records / perRun) throw new Error(`${found} runs`);
  return { ...held, ms, log };
}

async function measure(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memento-bench-'));
  try {
    const dir = path.join(folder, 'runs');
    mkdirSync(dir);
    const files = makeLogs(dir);
    const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
    const worker = path.join(folder, 'worker.cjs');
    await build({
      entryPoints: [path.resolve('src/engine/jobs/worker.ts')],
      outfile: worker,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    const plain = parseAll(files);
    const jobs = workerJobs(worker);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const first = await load(dir, jobs);
    globalThis.gc?.();
    const grown = (process.memoryUsage().heapUsed - before) / 1e6;
    const started = performance.now();
    await first.log.list();
    const again = performance.now() - started;
    const asked = performance.now();
    const events = await first.log.events(`20260115-${records / perRun / 2}`);
    const one = performance.now() - asked;
    if (events.length !== perRun) throw new Error(`${events.length} events`);
    await first.log.dispose();
    await jobs.dispose();
    const inline = await load(dir, inlineJobs());
    await inline.log.dispose();
    const idle = await heldUp(() => sleep(first.ms));
    return [
      { what: 'load in the worker / JSON.parse of every line on one thread', value: first.ms / plain, unit: '×' },
      { what: 'load on this thread, in slices / the same', value: inline.ms / plain, unit: '×' },
      { what: `load of ${records} records (${Math.round(megabytes)} MB) in the worker`, value: first.ms, unit: 'ms' },
      { what: 'longest computing without a turn during it', value: first.slice, unit: 'ms' },
      { what: 'worst event-loop delay during it', value: first.worst, unit: 'ms' },
      { what: 'the same of an idle process for as long', value: idle.worst, unit: 'ms' },
      { what: 'longest computing without a turn when loaded on this thread', value: inline.slice, unit: 'ms' },
      { what: 'worst event-loop delay when loaded on this thread', value: inline.worst, unit: 'ms' },
      { what: 'list() again', value: again, unit: 'ms' },
      { what: 'events() of one run', value: one, unit: 'ms' },
      { what: 'memory that the loaded log takes', value: grown, unit: 'MB' },
      { what: 'JSON.parse of every line on one thread', value: plain, unit: 'ms' },
      { what: 'log files', value: months.flatMap((month) => readdirSync(path.join(dir, month))).length, unit: '' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench = { title: 'Run log', measure };
