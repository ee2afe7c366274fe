import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { HumanError } from '../../../src/engine/errors.js';
import type { RunEventBody } from '../../../src/engine/events.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { bad, deadWindow, good, record, sampleBodies, sampleRun, useRunLogs, writeLog } from './runsSample.js';
import { useTempFolder } from './temp.js';

describe('run log', () => {
  const at = useTempFolder();
  const open = useRunLogs(at);

  it('lists what was appended and gives the events back in order', async () => {
    const log = open();
    const events = await record(log, 'one', ...sampleBodies({ run: 'one', number: 1 }));
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
    await record(log, 'one', ...sampleBodies({ run: 'one', number: 1 }));
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
      await record(log, run, ...sampleBodies({ run, number }));
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
    const first = await record(log, 'one', ...sampleBodies({ run: 'one', number: 1 }));
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
    await record(log, 'two', ...sampleBodies({ run: 'two', number: 2 }).slice(0, -1));
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
        Array.from({ length: 20 }, (_, n) =>
          record(log, `run-${who}-${n}`, ...sampleBodies({ run: 'run', number: who * 20 + n + 1 })),
        ),
      ),
    );
    for (const log of logs) {
      const runs = await log.list();
      assert.deepEqual(
        runs.map(({ number }) => number),
        Array.from({ length: 40 }, (_, n) => 40 - n),
      );
      assert.equal((await log.events('run-1-7')).length, sampleBodies({ run: 'run', number: 1 }).length);
    }
  });

  it('B22: what two windows add to one run with the same numbers hides nothing', async () => {
    const [here, there] = [open(), open({ clock: { now: () => Date.UTC(2026, 1, 4) } })];
    const events = await record(here, 'one', ...sampleBodies({ run: 'one', number: 1 }));
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
    const one = await record(log, 'one', ...sampleBodies({ run: 'one', number: 1 }), bad, good);
    const two = await record(log, 'two', ...sampleBodies({ run: 'two', number: 2 }));
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
    await record(log, 'newest', ...sampleBodies({ run: 'newest', number: many }));
    await record(log, 'between', ...sampleBodies({ run: 'between', number: 77 }));
    const after = await log.list();
    assert.equal(after.length, many + 2);
    assert.equal(after[0]?.id, 'newest');
    assert.deepEqual(
      after.filter(({ number }) => number === 77).map(({ id }) => id),
      ['between', 'run-77'],
    );
    assert.equal(await log.list(), after);
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
});
