import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, HumanError } from '../../../src/engine/errors.js';
import { compact } from '../../../src/engine/store/compact.js';
import { createStateLock, type StateLock } from '../../../src/engine/store/lock.js';
import { verifyLog } from '../../../src/engine/store/log.js';
import { RunLog } from '../../../src/engine/store/runs.js';
import { createWindowId, isAlive } from '../../../src/engine/store/window.js';
import { interposed } from '../../support/faultyFs.js';
import { deadWindow, sampleRun, writeLog } from './runsSample.js';
import { useTempFolder } from './temp.js';

const never = new AbortController().signal;
const now = Date.UTC(2026, 2, 10);

describe('putting run logs together', () => {
  const at = useTempFolder();
  const lock = (): StateLock => createStateLock({ dir: at('lock'), owner: createWindowId() });
  const tidy = (options: { lock?: StateLock } = {}): Promise<number> =>
    compact({ dir: at('runs'), now, isOver: (window) => !isAlive(window), lock: lock(), ...options }, never);
  const leave = (month: string, name: string, number: number, output = 100): void =>
    writeLog(at('runs', month, `${name}.jsonl`), sampleRun({ run: `run-${number}`, number, output, steps: 2 }));
  const open = (): RunLog => new RunLog({ dir: at('runs'), window: createWindowId(), clock: { now: () => now } });
  const names = (month: string): Promise<string[]> => readdir(at('runs', month)).then((all) => all.sort());
  const contents = async (log = open()): Promise<unknown> => {
    const runs = await log.list();
    return [runs, await Promise.all(runs.map(({ id }) => log.events(id)))];
  };

  it('makes one file of those that windows left behind in earlier months', async () => {
    for (let n = 1; n <= 5; n++) leave('2026-01', `${deadWindow(n)}-1`, n);
    leave('2026-01', deadWindow(6), 6);
    leave('2026-02', `${deadWindow(1)}-1`, 7);
    leave('2026-02', `${deadWindow(1)}-2`, 8);
    leave('2026-03', `${deadWindow(1)}-1`, 9);
    leave('2026-03', `${deadWindow(2)}-1`, 10);
    const log = open();
    const before = await contents(log);
    assert.equal(await tidy(), 8);
    assert.deepEqual(await names('2026-01'), ['compact-1.jsonl']);
    assert.deepEqual(await names('2026-02'), ['compact-1.jsonl']);
    assert.deepEqual(await names('2026-03'), [`${deadWindow(1)}-1.jsonl`, `${deadWindow(2)}-1.jsonl`]);
    // For a reader that has seen the old files and for one that has not.
    assert.deepEqual(await contents(log), before);
    assert.deepEqual(await contents(), before);
    assert.deepEqual(log.problems(), []);
    assert.equal(await tidy(), 0);
  });

  it('adds to what was put together before', async () => {
    leave('2026-01', `${deadWindow(1)}-1`, 1);
    leave('2026-01', `${deadWindow(2)}-1`, 2);
    await tidy();
    leave('2026-01', `${deadWindow(3)}-1`, 3);
    const before = await contents();
    assert.equal(await tidy(), 2);
    assert.deepEqual(await names('2026-01'), ['compact-2.jsonl']);
    assert.deepEqual(await contents(), before);
  });

  it('carries damaged and torn lines over as they are', async () => {
    const file = (n: number): string => at('runs', '2026-01', `${deadWindow(n)}-1.jsonl`);
    for (let n = 1; n <= 3; n++) leave('2026-01', `${deadWindow(n)}-1`, n);
    await appendFile(file(1), '12345678 {"type":"verd');
    await appendFile(file(2), 'nonsense\n\n');
    await writeFile(file(4), '');
    const whole = await Promise.all([1, 2, 3].map((n) => readFile(file(n), 'utf8')));
    const before = await contents();
    assert.equal(await tidy(), 4);
    const together = await readFile(at('runs', '2026-01', 'compact-1.jsonl'), 'utf8');
    assert.equal(together.slice(together.indexOf('\n') + 1), `${whole[0]}\n${whole[1]}${whole[2]}`);
    assert.deepEqual(await contents(), before);
    const { dropped } = await verifyLog(at('runs', '2026-01', 'compact-1.jsonl'), never);
    assert.equal(dropped, 2);
  });

  it('leaves alone what it may not touch', async () => {
    leave('2026-01', `${createWindowId()}-1`, 1);
    leave('2026-01', `${deadWindow(2)}-1`, 2, 9_000_000);
    leave('2026-01', 'notes', 3);
    leave('2026-01', `${deadWindow(4)}-1`, 4);
    leave('elsewhere', `${deadWindow(4)}-1`, 5);
    leave('elsewhere', `${deadWindow(5)}-1`, 6);
    writeLog(at('outside.jsonl'), sampleRun({ run: 'outside', number: 7 }));
    await symlink(at('outside.jsonl'), at('runs', '2026-01', `${deadWindow(5)}-1.jsonl`));
    await mkdir(at('runs', '2026-01', `${deadWindow(6)}-1.jsonl`));
    const before = await names('2026-01');
    assert.equal(await tidy(), 0);
    assert.deepEqual(await names('2026-01'), before);
    assert.equal((await names('elsewhere')).length, 2);
    assert.equal(await compact({ dir: at('none'), now, isOver: () => true, lock: lock() }, never), 0);
  });

  it('makes several files of very much', async () => {
    for (let n = 1; n <= 6; n++) leave('2026-01', `${deadWindow(n)}-1`, n, 2_500_000);
    const before = await contents();
    await tidy();
    const left = await names('2026-01');
    assert.ok(left.length < 6 && left.every((name) => name.startsWith('compact-')), left.join());
    assert.deepEqual(await contents(), before);
  });

  it('only deletes what an interrupted time has put together already', async () => {
    for (let n = 1; n <= 3; n++) leave('2026-01', `${deadWindow(n)}-1`, n);
    const sources = await Promise.all(
      (await names('2026-01')).map(async (name) => [name, await readFile(at('runs', '2026-01', name))] as const),
    );
    const before = await contents();
    await tidy();
    const together = await readFile(at('runs', '2026-01', 'compact-1.jsonl'));
    for (const [name, bytes] of sources) await writeFile(at('runs', '2026-01', name), bytes);
    assert.deepEqual(await contents(), before);
    assert.equal(await tidy(), 0);
    assert.deepEqual(await names('2026-01'), ['compact-1.jsonl']);
    assert.deepEqual(await readFile(at('runs', '2026-01', 'compact-1.jsonl')), together);
    assert.deepEqual(await contents(), before);
  });

  it('keeps a left file whose bytes are not, or no longer, in the other', async () => {
    for (let n = 1; n <= 3; n++) leave('2026-01', `${deadWindow(n)}-1`, n);
    const [one = '', two = ''] = await names('2026-01');
    const bytes = await Promise.all([one, two].map((name) => readFile(at('runs', '2026-01', name))));
    const before = await contents();
    await tidy();
    const together = at('runs', '2026-01', 'compact-1.jsonl');
    // The first came back longer; of the second the copy is damaged.
    await writeFile(at('runs', '2026-01', one), Buffer.concat([bytes[0] ?? Buffer.alloc(0), Buffer.from('more\n')]));
    await writeFile(at('runs', '2026-01', two), bytes[1] ?? '');
    const content = await readFile(together);
    content[content.indexOf('"run-2"') + 5]! ^= 1;
    await writeFile(together, content);
    await tidy();
    assert.deepEqual(await contents(), before);
    assert.match(
      (await Promise.all((await names('2026-01')).map((name) => readFile(at('runs', '2026-01', name), 'utf8')))).join(
        '',
      ),
      /\nmore\n/,
    );
  });

  it('works under the lock, one window at a time', async () => {
    for (let n = 1; n <= 4; n++) leave('2026-01', `${deadWindow(n)}-1`, n);
    const before = await contents();
    let inside = 0;
    const shared = lock();
    const watched: StateLock = {
      hold: (work) =>
        shared.hold(async () => {
          assert.equal(++inside, 1);
          try {
            return await work();
          } finally {
            inside--;
          }
        }),
    };
    await Promise.all([tidy({ lock: watched }), tidy({ lock: watched }), tidy({ lock: watched })]);
    assert.deepEqual(await names('2026-01'), ['compact-1.jsonl']);
    assert.deepEqual(await contents(), before);
  });

  it('stops when the signal fires, and sweeps what a killed one left', async () => {
    leave('2026-01', `${deadWindow(1)}-1`, 1);
    leave('2026-01', `${deadWindow(2)}-1`, 2);
    const temp = at('runs', '2026-01', '.compact-1.jsonl.123.0123456789ab.tmp');
    await writeFile(temp, 'half');
    await utimes(temp, 1, 1);
    const options = { dir: at('runs'), now, isOver: () => true, lock: lock() };
    await assert.rejects(compact(options, AbortSignal.abort()), CancelledError);
    await open().compact(lock(), never);
    assert.deepEqual(await names('2026-01'), ['compact-1.jsonl']);
  });

  it('says what the disk refuses, with the old files in place', async () => {
    leave('2026-01', `${deadWindow(1)}-1`, 1);
    leave('2026-01', `${deadWindow(2)}-1`, 2);
    const before = await contents();
    await assert.rejects(
      interposed(
        at('runs'),
        ({ name }) => (name === 'handle.writeFile' ? { kind: 'fail', code: 'ENOSPC' } : undefined),
        () => tidy(),
      ),
      HumanError,
    );
    assert.deepEqual(await contents(), before);
    // A file that cannot be deleted now (in use, on Windows) is deleted the next time.
    const [first = ''] = await names('2026-01');
    await interposed(
      at('runs'),
      ({ name, path: file }) =>
        name === 'unlink' && path.basename(file) === first ? { kind: 'fail', code: 'EBUSY' } : undefined,
      () => tidy(),
    );
    assert.deepEqual(await names('2026-01'), [first, 'compact-1.jsonl']);
    assert.deepEqual(await contents(), before);
    await tidy();
    assert.deepEqual(await names('2026-01'), ['compact-1.jsonl']);
    assert.deepEqual(await contents(), before);
  });
});
