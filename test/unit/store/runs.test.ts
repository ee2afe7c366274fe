import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import type { RunEvent, RunEventBody } from '../../../src/engine/events.js';
import { inlineJobs } from '../../../src/engine/jobs/inline.js';
import type { Jobs } from '../../../src/engine/jobs/jobs.js';
import type { RunFile } from '../../../src/engine/store/runIndex.js';
import { encodeLine, maxLine } from '../../../src/engine/store/logLines.js';
import { RunLog, type RunLogOptions } from '../../../src/engine/store/runs.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english, text } from '../../../src/engine/text.js';
import { interposed, type Outcome } from '../../support/faultyFs.js';
import { deadWindow, sampleRun, writeLog } from './runsSample.js';
import { useTempFolder } from './temp.js';

describe('run log', () => {
  const at = useTempFolder();
  const opened: RunLog[] = [];
  const open = (options: Partial<RunLogOptions> = {}): RunLog => {
    const log = new RunLog({
      dir: at('runs'),
      window: createWindowId(),
      clock: { now: () => Date.UTC(2026, 1, 3) },
      ...options,
    });
    opened.push(log);
    return log;
  };
  afterEach(() => Promise.all(opened.splice(0).map((log) => log.dispose())));

  const record = async (log: RunLog, run: string, ...bodies: readonly RunEventBody[]): Promise<RunEvent[]> => {
    const events = bodies.map((body) => log.stamp(run, body));
    await Promise.all(events.map((event) => log.append(event)));
    return events;
  };
  const bodiesOf = (run: string, number: number): RunEventBody[] =>
    sampleRun({ run, number }).map(({ run: _run, seq: _seq, at: _at, ...body }) => body as RunEventBody);
  const good: RunEventBody = { type: 'verdict', verdict: { outcome: 'success', reason: text('You said so.') } };
  const bad: RunEventBody = { type: 'verdict', verdict: { outcome: 'failure', reason: text('You said so.') } };
  /** Counts the bytes that are read, by letting jobs tell what they were asked for. */
  const counted = (): { jobs: Jobs; asked: RunFile[] } => {
    const asked: RunFile[] = [];
    const inline = inlineJobs();
    const jobs: Jobs = {
      run: (name, input, signal) => {
        asked.push(...(input as readonly RunFile[]));
        return inline.run(name, input, signal);
      },
      dispose: () => inline.dispose(),
    };
    return { jobs, asked };
  };

  it('lists what was appended and gives the events back in order', async () => {
    const log = open();
    const events = await record(log, 'one', ...bodiesOf('one', 1));
    await log.append(log.stamp('one', { type: 'step.delta', step: 1, text: 'not logged' }));
    assert.deepEqual(await log.events('one'), events);
    assert.deepEqual(await log.list(), [
      {
        id: 'one',
        number: 1,
        task: { prompt: 'Write asset tag 1.' },
        status: 'done',
        skill: 'tag-writer',
        version: 2,
        outcome: 'success',
        answer: 'Tag 1 is written.',
        simulated: true,
        startedAt: Date.UTC(2026, 1, 3),
        ms: 80,
        steps: 1,
        toolCalls: 1,
        tokens: 110,
        changes: [{ path: 'tags/1.txt', before: null, after: 'a'.repeat(64), added: 1, removed: 0 }],
        undone: false,
        proposal: null,
      },
    ]);
    assert.deepEqual(await log.events('none'), []);
  });

  it('gives the same list until something changes', async () => {
    const log = open();
    assert.deepEqual(await log.list(), []);
    await record(log, 'one', ...bodiesOf('one', 1));
    const list = await log.list();
    assert.equal(await log.list(), list);
    await record(log, 'one', bad);
    assert.notEqual(await log.list(), list);
    assert.equal(list[0]?.outcome, 'success');
    assert.deepEqual(
      (await log.list()).map(({ outcome }) => outcome),
      ['failure'],
    );
  });

  it('finds a run by id, by number and by the beginning of its id', async () => {
    const log = open();
    for (const [run, number] of [
      ['20260115-a', 1],
      ['20260115-b', 2],
      ['7', 3],
    ] as const)
      await record(log, run, ...bodiesOf(run, number));
    for (const [reference, number] of [
      ['20260115-a', 1],
      ['#2', 2],
      ['2', 2],
      ['20260115-b', 2],
      ['7', 3],
    ] as const)
      assert.equal((await log.find(reference)).number, number, reference);
    for (const reference of ['2026', '#9', 'x', '']) await assert.rejects(log.find(reference), HumanError, reference);
  });

  it('begins a new file when one is full, and keeps to months', async () => {
    let now = Date.UTC(2026, 0, 31, 23, 59);
    const window = createWindowId();
    const log = open({ window, rotateAt: 1000, clock: { now: () => now } });
    const first = await record(log, 'one', ...bodiesOf('one', 1));
    now = Date.UTC(2026, 1, 1);
    const second = await record(log, 'one', good);
    const january = (await readdir(at('runs', '2026-01'))).sort();
    assert.ok(january.length > 1, january.join());
    assert.deepEqual(
      january,
      january.map((_, index) => `${window}-${index + 1}.jsonl`),
    );
    for (const name of january.slice(0, -1)) assert.ok((await stat(at('runs', '2026-01', name))).size >= 1000);
    assert.deepEqual(await readdir(at('runs', '2026-02')), [`${window}-1.jsonl`]);
    assert.deepEqual(await open().events('one'), [...first, ...second]);
    // The window is this process: its run goes on in spite of the number at the end of the name.
    await record(log, 'two', ...bodiesOf('two', 2).slice(0, -1));
    assert.equal((await open().list())[0]?.status, 'running');
  });

  it('B08: calls a run interrupted when its window is gone, whatever the name of its file', async () => {
    for (const [index, name] of [`${deadWindow(1)}-2`, deadWindow(2), 'compact-1'].entries())
      writeLog(at('runs', '2026-01', `${name}.jsonl`), sampleRun({ run: name, number: index + 1, unfinished: true }));
    const log = open();
    assert.deepEqual(
      (await log.list()).map(({ number, status }) => [number, status]),
      [
        [3, 'interrupted'],
        [2, 'interrupted'],
        [1, 'interrupted'],
      ],
    );
    // It may still be judged and undone.
    await log.adopt('compact-1');
    const [verdict, undone] = await record(log, 'compact-1', bad, { type: 'run.undone', restored: ['a'], kept: [] });
    assert.equal(verdict?.seq, sampleRun({ run: 'x', number: 1, unfinished: true }).length + 1);
    assert.equal(undone?.seq, verdict.seq + 1);
    const [summary] = await log.list();
    assert.deepEqual([summary?.status, summary?.outcome, summary?.undone], ['interrupted', 'failure', true]);
  });

  it('B22: two windows append runs and see each other', async () => {
    const logs = [open(), open()];
    await Promise.all(
      logs.flatMap((log, who) =>
        Array.from({ length: 20 }, (_, n) => record(log, `run-${who}-${n}`, ...bodiesOf('run', who * 20 + n + 1))),
      ),
    );
    for (const log of logs) {
      const runs = await log.list();
      assert.deepEqual(
        runs.map(({ number }) => number),
        Array.from({ length: 40 }, (_, n) => 40 - n),
      );
      assert.equal((await log.events('run-1-7')).length, bodiesOf('run', 1).length);
    }
  });

  it('B22: what two windows add to one run with the same numbers hides nothing', async () => {
    const [here, there] = [open(), open({ clock: { now: () => Date.UTC(2026, 1, 4) } })];
    const events = await record(here, 'one', ...bodiesOf('one', 1));
    await Promise.all([here.adopt('one'), there.adopt('one')]);
    const step: RunEventBody = {
      type: 'step.finished',
      step: 2,
      text: '',
      calls: 0,
      usage: { promptTokens: 1, completionTokens: 1 },
      ms: 1,
    };
    const mine = await record(here, 'one', bad, step);
    const theirs = await record(there, 'one', good, step);
    assert.deepEqual(
      mine.map(({ seq }) => seq),
      theirs.map(({ seq }) => seq),
    );
    for (const log of [here, there, open()]) {
      assert.deepEqual(await log.events('one'), [...events, mine[0], theirs[0], mine[1], theirs[1]]);
      const [summary] = await log.list();
      // The later of two with the same number holds.
      assert.deepEqual([summary?.outcome, summary?.steps, summary?.tokens], ['success', 3, 114]);
    }
  });

  it('counts an event once that stands in two files', async () => {
    const run = sampleRun({ run: 'one', number: 1, steps: 3 });
    writeLog(at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`), run);
    const once = await open().list();
    writeLog(at('runs', '2026-01', 'compact-1.jsonl'), [...run, ...run]);
    const log = open();
    assert.deepEqual(await log.list(), once);
    assert.deepEqual(await log.events('one'), run);
  });

  it('B16: orders by number and sequence when the clock goes back', async () => {
    let now = Date.UTC(2026, 1, 5);
    const log = open({ clock: { now: () => (now -= 86_400_000) } });
    const one = await record(log, 'one', ...bodiesOf('one', 1), bad, good);
    const two = await record(log, 'two', ...bodiesOf('two', 2));
    assert.deepEqual(
      (await open().list()).map(({ id, outcome }) => [id, outcome]),
      [
        ['two', 'success'],
        ['one', 'success'],
      ],
    );
    assert.deepEqual(await open().events('one'), one);
    assert.deepEqual(await log.events('two'), two);
    assert.equal((await readdir(at('runs'))).length, 2);
  });

  it('B05: leaves out a line that a killed window tore, and reads on behind it', async () => {
    const file = at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`);
    const run = sampleRun({ run: 'one', number: 1 });
    writeLog(file, run);
    const torn = encodeLine({ ...bad, run: 'one', seq: 90, at: 1 });
    await appendFile(file, torn.slice(0, 40));
    const log = open();
    assert.equal((await log.list())[0]?.outcome, 'success');
    // A tear is nothing to tell as long as it may be a line that is being written.
    assert.deepEqual(log.problems(), []);
    await appendFile(file, torn.slice(40));
    assert.equal((await log.list())[0]?.outcome, 'failure');
    await appendFile(file, `${torn.slice(0, 40)}\n${encodeLine({ ...good, run: 'one', seq: 91, at: 1 })}`);
    assert.equal((await log.list())[0]?.outcome, 'success');
    assert.deepEqual(log.problems().map(english), [`“${file}” has 1 damaged lines, which are left out.`]);
    assert.equal((await log.events('one')).length, run.length + 2);
  });

  it('B42: a flipped bit costs the line it is in', async () => {
    const file = at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`);
    const runs = Array.from({ length: 5 }, (_, n) => sampleRun({ run: `run-${n}`, number: n + 1 }));
    writeLog(file, runs.flat());
    const bytes = await readFile(file);
    const verdict = bytes.indexOf('"outcome":"success"', bytes.length / 2);
    bytes[verdict + 12]! ^= 1;
    await writeFile(file, bytes);
    const log = open();
    const list = await log.list();
    assert.deepEqual(list.map(({ outcome }) => outcome).sort(), [
      'success',
      'success',
      'success',
      'success',
      'unknown',
    ]);
    const hit = list.find(({ outcome }) => outcome === 'unknown')?.id ?? '';
    assert.equal((await log.events(hit)).length, (runs[0]?.length ?? 0) - 1);
    assert.equal(log.problems().length, 1);
  });

  it('leaves out sound lines of shapes it does not know', async () => {
    const file = at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`);
    const run = sampleRun({ run: 'one', number: 1 });
    writeLog(file, run);
    for (const odd of [
      { type: 'run.started', run: 'two', seq: 1, at: 1 },
      { type: 'verdict', run: 'one', seq: 99, at: 1 },
      { type: 'verdict', run: 7, seq: 1, at: 1 },
      { type: 'from.the.future', run: 'one', seq: 50, at: 1 },
      ['verdict'],
    ])
      await appendFile(file, encodeLine(odd));
    const log = open();
    assert.deepEqual(
      (await log.list()).map(({ id, outcome }) => [id, outcome]),
      [['one', 'success']],
    );
    assert.deepEqual(
      (await log.events('one')).map(({ type }) => type as string),
      [...run.map(({ type }) => type), 'from.the.future'],
    );
    assert.match(log.problems().map(english).join(), /has 4 damaged lines/);
  });

  it('reads only what is new of a file that has grown', async () => {
    const { jobs, asked } = counted();
    const file = at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`);
    const big = Array.from({ length: 3 }, (_, n) => sampleRun({ run: `r${n}`, number: n + 1, output: 900_000 }));
    writeLog(file, big.flat());
    const { size } = await stat(file);
    const log = open({ jobs });
    await log.list();
    await appendFile(file, encodeLine({ ...bad, run: 'r1', seq: 90, at: 1 }));
    assert.equal((await log.find('r1')).outcome, 'failure');
    assert.deepEqual(asked, [{ file, from: 0 }]);
    // More than a little: left to the jobs again, from where the last reading ended.
    const more = sampleRun({ run: 'r4', number: 4, output: 2_500_000 }).map(encodeLine).join('');
    const end = (await stat(file)).size;
    await appendFile(file, more);
    await log.list();
    assert.deepEqual(
      asked.slice(1).map(({ from }) => from),
      [end],
    );
    assert.ok(end > size);
    assert.equal((await log.list()).length, 4);
  });

  it('reads a file anew that shrank or became another, and forgets one that vanished', async () => {
    const file = at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`);
    const [one, two, three] = [1, 2, 3].map((n) => sampleRun({ run: `r${n}`, number: n }));
    assert.ok(one && two && three);
    const ids = async (): Promise<string[]> => (await log.list()).map(({ id }) => id);
    writeLog(file, [...one, ...two]);
    const log = open();
    assert.deepEqual(await ids(), ['r2', 'r1']);
    await truncate(file, one.map(encodeLine).join('').length);
    assert.deepEqual(await ids(), ['r1']);
    assert.deepEqual(await log.events('r2'), []);
    writeLog(at('other'), [...three, ...two, ...one]);
    await rename(at('other'), file);
    assert.deepEqual(await ids(), ['r3', 'r2', 'r1']);
    assert.deepEqual(await log.events('r1'), one);
    await rm(file);
    assert.deepEqual(await ids(), []);
    assert.deepEqual(await log.events('r1'), []);
    await writeFile(file, '');
    assert.deepEqual(await ids(), []);
  });

  it('goes on in a new file when its own is taken away', async () => {
    const window = createWindowId();
    const log = open({ window });
    await record(log, 'one', ...bodiesOf('one', 1));
    await rm(at('runs'), { recursive: true });
    const later = await record(log, 'one', ...bodiesOf('one', 1), good);
    assert.deepEqual(await log.events('one'), later);
    assert.deepEqual(await readdir(at('runs', '2026-02')), [`${window}-1.jsonl`]);
  });

  for (const code of ['EMFILE', 'EIO', 'EACCES', 'ENOSPC'])
    it(`B11, B12, B13: ${code} on one file is told and costs only that file, until it can be read`, async () => {
      const files = [1, 2, 3].map((n) => at('runs', '2026-01', `${deadWindow(n)}-1.jsonl`));
      files.forEach((file, n) => writeLog(file, sampleRun({ run: `r${n + 1}`, number: n + 1 })));
      const log = open();
      const ids = async (): Promise<string[]> => (await log.list()).map(({ id }) => id);
      const failing = async (names: RegExp, ...paths: readonly (string | undefined)[]): Promise<string[]> =>
        await interposed(
          at('runs'),
          ({ path: file, name }) => (paths.includes(file) && names.test(name) ? { kind: 'fail', code } : undefined),
          ids,
        );
      for (const names of [/^stat$/, /^open$/, /^handle.read$/]) {
        assert.deepEqual(await failing(names, files[1]), ['r3', 'r1']);
        assert.equal(log.problems().length, 1);
        assert.ok(log.problems().every((problem) => english(problem).includes(files[1] ?? '?')));
      }
      assert.deepEqual(await ids(), ['r3', 'r2', 'r1']);
      assert.deepEqual(log.problems(), []);
      // What is known stays known while it cannot be read, and its events are not passed off as none.
      assert.deepEqual(await failing(/./, at('runs', '2026-01')), ['r3', 'r2', 'r1']);
      assert.deepEqual(await failing(/./, at('runs')), ['r3', 'r2', 'r1']);
      await ids();
      await assert.rejects(
        interposed(
          at('runs'),
          ({ path: file, name }) => (file === files[0] && name === 'open' ? { kind: 'fail', code } : undefined),
          () => log.events('r1'),
        ),
        HumanError,
      );
    });

  it('B09, B10: says that an event was not written, and writes the next one whole', async () => {
    const log = open();
    let outcomes: Outcome[] = [];
    const append = async (body: RunEventBody, ...writes: readonly Outcome[]): Promise<RunEvent> => {
      const event = log.stamp('one', body);
      outcomes = [...writes];
      await log.append(event);
      return event;
    };
    const full = { kind: 'fail', code: 'ENOSPC' } as const;
    const half = { kind: 'short' } as const;
    const isFull = (error: unknown): boolean => error instanceof HumanError && /disk is full/.test(error.message);
    await interposed(
      at('runs'),
      ({ name }) => (name === 'handle.write' ? outcomes.shift() : undefined),
      async () => {
        const written = [await append(good)];
        await assert.rejects(append(bad, full), isFull);
        // A write that takes half of the line is made good at once, and one that ends there in spite of it is dropped.
        written.push(await append(good, half));
        await assert.rejects(append(bad, half, full), isFull);
        written.push(await append(bad));
        await assert.rejects(append(good, half, half, half), isFull);
        written.push(await append(bad));
        assert.deepEqual(await open().events('one'), written);
        assert.deepEqual(await log.events('one'), written);
      },
    );
  });

  it('B41: lists very many runs, in order, and finds each again', async () => {
    const many = 20_000;
    for (let n = 0; n < 4; n++)
      writeLog(
        at('runs', '2026-01', `${deadWindow(n)}-1.jsonl`),
        Array.from({ length: many / 4 }, (_, index) =>
          sampleRun({ run: `run-${index * 4 + n}`, number: index * 4 + n }).filter(
            ({ type }) => type === 'run.started',
          ),
        ).flat(),
      );
    const log = open();
    const list = await log.list();
    assert.deepEqual(
      list.map(({ number }) => number),
      Array.from({ length: many }, (_, index) => many - 1 - index),
    );
    assert.equal((await log.find('run-12345')).number, 12345);
    await record(log, 'newest', ...bodiesOf('newest', many));
    await record(log, 'between', ...bodiesOf('between', 77));
    const after = await log.list();
    assert.equal(after.length, many + 2);
    assert.equal(after[0]?.id, 'newest');
    assert.deepEqual(
      after.filter(({ number }) => number === 77).map(({ id }) => id),
      ['between', 'run-77'],
    );
    assert.equal(await log.list(), after);
  });

  it('reads without the worker when there is none', async () => {
    const errors: string[] = [];
    const logger = { info: () => undefined, warn: () => undefined, error: (message: string) => errors.push(message) };
    const jobs: Jobs = { run: () => Promise.reject(new Error('no worker')), dispose: () => Promise.resolve() };
    writeLog(
      at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`),
      sampleRun({ run: 'one', number: 1, output: 2_500_000 }),
    );
    assert.equal((await open({ jobs, logger }).list()).length, 1);
    assert.equal(errors.length, 1);
  });

  it('sees lines that another window puts elsewhere while they are read', async () => {
    const source = at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`);
    const compact = at('runs', '2026-01', 'compact-1.jsonl');
    const run = sampleRun({ run: 'one', number: 1 });
    for (const known of [false, true]) {
      await rm(at('runs'), { recursive: true, force: true });
      writeLog(source, run);
      const log = open();
      if (known) await log.list();
      let moved = false;
      const read = await interposed(
        at('runs'),
        ({ name, path }) => {
          if (name !== 'open' || path !== source || moved) return undefined;
          moved = true;
          renameSync(source, compact);
          return undefined;
        },
        async () => (known ? (await log.events('one')).length : (await log.list()).length),
      );
      assert.ok(moved);
      assert.equal(read, known ? run.length : 1);
    }
  });

  it('B08: sees that the window of a run that is going on has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const ended = once(child, 'exit');
    writeLog(
      at('runs', '2026-01', `${child.pid}-0-abcdef-1.jsonl`),
      sampleRun({ run: 'one', number: 1, unfinished: true }),
    );
    const log = open();
    assert.equal((await log.list())[0]?.status, 'running');
    child.kill('SIGKILL');
    await ended;
    assert.equal((await log.list())[0]?.status, 'interrupted');
  });

  it('knows where lines lie behind damage that is longer than any line', async () => {
    const file = at('runs', '2026-01', `${deadWindow(1)}-1.jsonl`);
    const runs = [1, 2].map((n) => sampleRun({ run: `r${n}`, number: n, output: 300_000 }));
    const [one = '', two = ''] = runs.map((run) => run.map(encodeLine).join(''));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, Buffer.concat([Buffer.from(one), Buffer.alloc(maxLine + 600_000), Buffer.from(`\n${two}`)]));
    const log = open();
    assert.equal((await log.list()).length, 2);
    assert.deepEqual(await Promise.all(['r1', 'r2'].map((run) => log.events(run))), runs);
    assert.match(log.problems().map(english).join(), /has 1 damaged lines/);
  });
});
