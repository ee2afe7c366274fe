import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { appendFile, mkdir, readFile, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import type { RunEvent, RunEventBody } from '../../../src/engine/events.js';
import { inlineJobs } from '../../../src/engine/jobs/inline.js';
import type { Jobs } from '../../../src/engine/jobs/jobs.js';
import { encodeLine, maxLine } from '../../../src/engine/store/logLines.js';
import type { RunFile } from '../../../src/engine/store/runIndex.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english } from '../../../src/engine/text.js';
import { interposed, type Outcome } from '../../support/faultyFs.js';
import { bad, deadWindow, good, record, sampleBodies, sampleRun, useRunLogs, writeLog } from './runsSample.js';
import { useTempFolder } from './temp.js';

describe('files of the run log', () => {
  const at = useTempFolder();
  const open = useRunLogs(at);

  /** Counts the bytes that are read, by letting jobs tell what they were asked for. */
  const counted = (): { jobs: Jobs; asked: RunFile[] } => {
    const asked: RunFile[] = [];
    const inline = inlineJobs();
    const jobs: Jobs = {
      run: (name, input, signal) => {
        asked.push(...(input as readonly RunFile[]));
        return inline.run(name, input, signal);
      },
      stream: inline.stream.bind(inline),
      dispose: () => inline.dispose(),
    };
    return { jobs, asked };
  };

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
    await record(log, 'one', ...sampleBodies({ run: 'one', number: 1 }));
    await rm(at('runs'), { recursive: true });
    const later = await record(log, 'one', ...sampleBodies({ run: 'one', number: 1 }), good);
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
    const isFull = (error: unknown): boolean => error instanceof HumanError && error.message.includes('disk is full');
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

  it('reads without the worker when there is none', async () => {
    const errors: string[] = [];
    const logger = { info: () => undefined, warn: () => undefined, error: (message: string) => errors.push(message) };
    const none = () => Promise.reject(new Error('no worker'));
    const jobs: Jobs = { run: none, stream: none, dispose: () => Promise.resolve() };
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
