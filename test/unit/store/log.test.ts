import assert from 'node:assert/strict';
import { appendFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, HumanError } from '../../../src/engine/errors.js';
import { LogWriter, readLog, verifyLog } from '../../../src/engine/store/log.js';
import { maxLine } from '../../../src/engine/store/logLines.js';
import { interposed } from '../../support/faultyFs.js';
import { killAfter, run, seeded, start } from './children.js';
import { useTempFolder } from './temp.js';

interface Numbered {
  readonly number: number;
}
const isNumbered = (value: unknown): value is Numbered =>
  typeof value === 'object' && value !== null && 'number' in value && typeof value.number === 'number';

describe('log', () => {
  const at = useTempFolder();
  const write = async (...records: readonly object[]): Promise<void> => {
    const writer = new LogWriter(at('runs', '2026-01', 'w.jsonl'));
    await Promise.all(records.map((record) => writer.append(record)));
    await writer.close();
  };
  const file = (): string => at('runs', '2026-01', 'w.jsonl');

  it('gives back the records in the order they were appended', async () => {
    const records = [{ number: 1 }, { number: 2, text: 'two\nlines \u2028 \ud800' }, { number: 3 }];
    await write(...records);
    await write({ number: 4 });
    const { records: read, dropped } = await readLog(file(), isNumbered);
    assert.deepEqual(read, [...records, { number: 4 }]);
    assert.equal(dropped, 0);
  });

  it('writes one line of checksum and JSON, into files of the owner only', async () => {
    await write({ number: 1 });
    assert.equal(await readFile(file(), 'utf8'), '3d6a916e {"number":1}\n');
    if (process.platform === 'win32') return;
    assert.equal((await stat(file())).mode & 0o777, 0o600);
    assert.equal((await stat(at('runs'))).mode & 0o777, 0o700);
  });

  it('appends again after it was closed', async () => {
    const writer = new LogWriter(file());
    await writer.close();
    await writer.append({ number: 1 }, true);
    await writer.close();
    await writer.append({ number: 2 });
    await writer.close();
    assert.equal((await readLog(file(), isNumbered)).records.length, 2);
  });

  it('completes a torn last line and drops only that', async () => {
    await write({ number: 1 });
    await appendFile(file(), '3d6a916e {"numb');
    assert.deepEqual(await readLog(file(), isNumbered), { records: [{ number: 1 }], dropped: 1 });
    await write({ number: 2 }, { number: 3 });
    assert.deepEqual(await readLog(file(), isNumbered), {
      records: [{ number: 1 }, { number: 2 }, { number: 3 }],
      dropped: 1,
    });
  });

  it('counts what is not of the expected shape', async () => {
    await write({ number: 1 }, { other: 2 });
    await appendFile(file(), 'not a log line\n\n12345678 {"number":5}\n');
    assert.deepEqual(await readLog(file(), isNumbered), { records: [{ number: 1 }], dropped: 3 });
  });

  it('is empty where there is no file and says so where there is no access', async () => {
    assert.deepEqual(await readLog(at('none'), isNumbered), { records: [], dropped: 0 });
    await assert.rejects(readLog(at(), isNumbered), HumanError);
    await assert.rejects(new LogWriter(at()).append({}), HumanError);
  });

  it('goes on in a new file when its own is deleted or replaced', async () => {
    const writer = new LogWriter(file());
    await writer.append({ number: 1 });
    await rm(at('runs'), { recursive: true });
    await writer.append({ number: 2 }, true);
    assert.deepEqual(await readLog(file(), isNumbered), { records: [{ number: 2 }], dropped: 0 });
    await writeFile(at('other'), '3d6a916e {"number":1}\n3d6a916e {"numb');
    await rename(at('other'), file());
    await writer.append({ number: 3 });
    await writer.close();
    assert.deepEqual(await readLog(file(), isNumbered), { records: [{ number: 1 }, { number: 3 }], dropped: 1 });
  });

  it('knows how large its file is', async () => {
    const writer = new LogWriter(file());
    assert.equal(writer.size, 0);
    await writer.append({ number: 1 });
    assert.equal(writer.size, (await stat(file())).size);
    await appendFile(file(), 'torn');
    await writer.close();
    await writer.append({ number: 2 });
    assert.equal(writer.size, (await stat(file())).size);
    await writer.close();
  });

  it('makes the file itself durable with its first durable record', async () => {
    const calls: string[] = [];
    await interposed(
      at(),
      ({ name, path: place }) => void calls.push(`${name} ${path.relative(at(), place)}`),
      async () => {
        const writer = new LogWriter(at('logs', 'a.jsonl'));
        await writer.append({ number: 1 });
        assert.ok(!calls.some((call) => call.includes('sync')));
        await writer.append({ number: 2 }, true);
        await writer.append({ number: 3 }, true);
        await writer.close();
      },
    );
    const synced = calls.filter((call) => call.includes('sync'));
    assert.deepEqual(synced, [
      `handle.datasync ${path.join('logs', 'a.jsonl')}`,
      ...(process.platform === 'win32' ? [] : ['handle.sync logs']),
      `handle.datasync ${path.join('logs', 'a.jsonl')}`,
    ]);
  });

  it('reads lines of any length, and takes one that is longer than any record for damage', async () => {
    const piece = 256 * 1024;
    const lengths = [1, piece - 40, piece, piece + 1, 3 * piece, 7, piece - 1, 2 * piece - 50, 0];
    const records = lengths.map((length, number) => ({
      number,
      filler: '가'.repeat(length / 3) + 'x'.repeat(length % 3),
    }));
    await write(...records);
    assert.deepEqual(await readLog(file(), isNumbered), { records, dropped: 0 });
    const whole = await readFile(file());
    const [before, after] = [whole.subarray(0, whole.indexOf(10) + 1), whole.subarray(whole.indexOf(10) + 1)];
    await writeFile(file(), Buffer.concat([before, Buffer.alloc(maxLine + 600_000), Buffer.from('\n'), after]));
    assert.deepEqual(await readLog(file(), isNumbered), { records, dropped: 1 });
    await writeFile(file(), Buffer.concat([whole, Buffer.alloc(maxLine + 600_000)]));
    assert.deepEqual(await readLog(file(), isNumbered), { records, dropped: 1 });
    await assert.rejects(new LogWriter(file()).append({ filler: 'x'.repeat(maxLine) }), /too large for the log/);
  });

  it('verifies line by line, until the signal fires', async () => {
    await write({ number: 1 }, { other: 2 }, { number: 3 });
    await appendFile(file(), 'not a log line\n\n12345678 {"number":5}\n3d6a916e {"numb');
    assert.deepEqual(await verifyLog(file(), new AbortController().signal), { lines: 3, dropped: 3 });
    await assert.rejects(verifyLog(file(), AbortSignal.abort()), CancelledError);
    await assert.rejects(verifyLog(at('none'), new AbortController().signal), HumanError);
  });

  it('loses nothing it acknowledged when it is killed', async () => {
    const random = seeded(3);
    const kills = Array.from({ length: 5 }, (_, kill) => ({
      log: at(`${kill}.jsonl`),
      after: 1 + random() * 30,
      more: random() * 10,
    }));
    await Promise.all(
      kills.map(async ({ log, after, more }) => {
        const output = await killAfter(start('appendLog', log, '100000'), Math.floor(after), more);
        const last = Number(output.trimEnd().split('\n').at(-1));
        const { records, dropped } = await readLog(log, isNumbered);
        assert.ok(last > 0 && records.length >= last, `${records.length} of ${last}`);
        assert.ok(dropped <= 1, `${dropped} dropped`);
        assert.deepEqual(
          records.map(({ number }) => number),
          records.map((_, index) => index + 1),
        );
        const writer = new LogWriter(log);
        await writer.append({ number: -1 });
        await writer.close();
        assert.equal((await readLog(log, isNumbered)).records.at(-1)?.number, -1);
      }),
    );
  });

  it('keeps the lines of several processes apart', async () => {
    await Promise.all(['a', 'b', 'c'].map((by) => run('appendMany', at('shared.jsonl'), by, '200')));
    const { records, dropped } = await readLog(at('shared.jsonl'), isNumbered);
    assert.deepEqual([records.length, dropped], [600, 0]);
  });
});
