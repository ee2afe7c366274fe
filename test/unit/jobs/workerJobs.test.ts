import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '../../../src/engine/errors.js';
import { inlineJobs } from '../../../src/engine/jobs/inline.js';
import type { Jobs } from '../../../src/engine/jobs/jobs.js';
import { workerJobs } from '../../../src/engine/jobs/workerJobs.js';
import type { RunFile } from '../../../src/engine/store/runIndex.js';
import { sampleRun, writeLog } from '../store/runsSample.js';
import { useTempFolder } from '../store/temp.js';
import { useWorker } from './bundle.js';

const never = new AbortController().signal;
const nothing: readonly RunFile[] = [];

/** A worker that says which of its starts this is and behaves as the input says. */
const oddWorker = `
const { appendFileSync, readFileSync, existsSync } = require('node:fs');
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ type, input }) => {
  if (type !== 'run') return;
  const { file, from } = input[0];
  appendFileSync(file, 'job\\n');
  if (from === 1) return;
  if (from === 2) process.exit(3);
  if (from === 4) setTimeout(() => process.exit(0), 1);
  if (from === 3) setImmediate(() => { throw new Error('a crash'); });
  else parentPort.postMessage({ type: 'done' });
});
appendFileSync(process.env.STARTS ?? '/dev/null', 'start\\n');
`;

describe('jobs in a worker', () => {
  const at = useTempFolder();
  const worker = useWorker();
  let jobs: Jobs | undefined;
  const using = (made: Jobs): Jobs => (jobs = made);
  afterEach(() => jobs?.dispose());

  it('gives the same as on this thread', async () => {
    const runs = Array.from({ length: 900 }, (_, n) => sampleRun({ run: `run-${n}`, number: n + 1, output: 1000 }));
    writeLog(at('a.jsonl'), runs.flat());
    const files = [
      { file: at('a.jsonl'), from: 0 },
      { file: at('gone.jsonl'), from: 0 },
    ];
    const inWorker = await using(workerJobs(worker.file)).run('runs.index', files, never);
    assert.ok(inWorker.length > 4, `${inWorker.length} items`);
    assert.deepEqual(inWorker, await inlineJobs().run('runs.index', files, never));
    const skills = ['parse invoice pdf', 'merge invoice pdf', 'deploy web server', 'restart web server'].map(
      (description, n) => ({ name: `skill-${n}`, description }),
    );
    assert.deepEqual(
      await jobs?.run('skills.cluster', { skills, seed: 1 }, never),
      await inlineJobs().run('skills.cluster', { skills, seed: 1 }, never),
    );
  });

  it('does one job at a time, in order, in one thread', async () => {
    const odd = worker.write('odd.cjs', oddWorker.replace('process.env.STARTS', JSON.stringify(at('starts'))));
    using(workerJobs(odd));
    const done: number[] = [];
    await Promise.all(
      [0, 1, 2].map(async (n) => {
        await jobs?.run('runs.index', [{ file: at('jobs'), from: 0 }], never);
        done.push(n);
      }),
    );
    assert.deepEqual(done, [0, 1, 2]);
    assert.equal(readFileSync(at('starts'), 'utf8'), 'start\n');
  });

  it('ends the work when the signal fires, and goes on with a new thread', async () => {
    const odd = worker.write('odd.cjs', oddWorker.replace('process.env.STARTS', JSON.stringify(at('starts'))));
    using(workerJobs(odd));
    const stop = new AbortController();
    const waiting = jobs?.run('runs.index', [{ file: at('jobs'), from: 1 }], stop.signal);
    const taken = new AbortController();
    const queued = jobs?.run('runs.index', [{ file: at('jobs'), from: 0 }], taken.signal);
    taken.abort();
    await assert.rejects(queued ?? Promise.resolve(), CancelledError);
    while (!existsSync(at('jobs'))) await sleep(5);
    stop.abort();
    await assert.rejects(waiting ?? Promise.resolve(), CancelledError);
    assert.deepEqual(await jobs?.run('runs.index', [{ file: at('jobs'), from: 0 }], never), []);
    assert.equal(readFileSync(at('starts'), 'utf8'), 'start\nstart\n');
    await assert.rejects(jobs?.run('runs.index', nothing, AbortSignal.abort()) ?? Promise.resolve(), CancelledError);
  });

  it('rejects the job in which the thread dies, and only that', async () => {
    const odd = worker.write('odd.cjs', oddWorker);
    const errors: string[] = [];
    const logger = { info: () => undefined, warn: () => undefined, error: (message: string) => errors.push(message) };
    using(workerJobs(odd, logger));
    for (const [from, message] of [
      [2, /ended with code 3/],
      [3, /a crash/],
    ] as const) {
      await assert.rejects(jobs?.run('runs.index', [{ file: at('jobs'), from }], never) ?? Promise.resolve(), message);
      assert.deepEqual(await jobs?.run('runs.index', [{ file: at('jobs'), from: 0 }], never), []);
    }
    assert.equal(errors.length, 2);
    await assert.rejects(using(workerJobs(at('missing.cjs'))).run('runs.index', nothing, never), /missing\.cjs/);
  });

  it('starts another thread when the one at rest has died', async () => {
    const odd = worker.write('odd.cjs', oddWorker);
    using(workerJobs(odd));
    for (let round = 0; round < 3; round++) {
      await jobs?.run('runs.index', [{ file: at('jobs'), from: 4 }], never);
      await sleep(50);
    }
  });

  it('passes on what goes wrong in a job and keeps the thread', async () => {
    using(workerJobs(worker.file));
    const wrong = { skills: undefined } as unknown as { skills: []; seed: number };
    await assert.rejects(jobs?.run('skills.cluster', wrong, never) ?? Promise.resolve(), (error: Error) =>
      (error.stack ?? '').includes('worker.cjs'),
    );
    assert.deepEqual(await jobs?.run('runs.index', nothing, never), []);
  });

  it('lets the thread go when there has been no work, and starts another for the next job', async () => {
    const odd = worker.write('odd.cjs', oddWorker.replace('process.env.STARTS', JSON.stringify(at('starts'))));
    using(workerJobs(odd, undefined, 1));
    await jobs?.run('runs.index', [{ file: at('jobs'), from: 0 }], never);
    await sleep(20);
    await jobs?.run('runs.index', [{ file: at('jobs'), from: 0 }], never);
    assert.equal(readFileSync(at('starts'), 'utf8'), 'start\nstart\n');
  });

  it('cancels what is under way when it is disposed, and takes nothing more', async () => {
    const odd = worker.write('odd.cjs', oddWorker);
    const stopped = using(workerJobs(odd));
    const waiting = assert.rejects(stopped.run('runs.index', [{ file: at('jobs'), from: 1 }], never), CancelledError);
    while (!existsSync(at('jobs'))) await sleep(5);
    await stopped.dispose();
    await waiting;
    await assert.rejects(stopped.run('runs.index', nothing, never), CancelledError);
    await stopped.dispose();
  });

  it('keeps a process from ending with a job, and not without', async () => {
    const program = `
      import { workerJobs } from ${JSON.stringify(new URL('../../../src/engine/jobs/workerJobs.ts', import.meta.url).href)};
      const jobs = workerJobs(${JSON.stringify(worker.file)}, undefined, 2 ** 31 - 1);
      for (const count of [1, 500]) {
        const files = Array.from({ length: count }, () => ({ file: 'none', from: 0 }));
        console.log((await jobs.run('runs.index', files, new AbortController().signal)).length);
      }
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.deepEqual([code, output], [0, '1\n500\n']);
  });
});
