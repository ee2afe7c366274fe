import assert from 'node:assert/strict';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { HumanError } from '../../../src/engine/errors.js';
import { LogWriter, readLog } from '../../../src/engine/store/log.js';
import { killAfter, run, seeded, start } from './children.js';
import { useTempFolder } from './temp.js';

interface Numbered {
  readonly number: number;
}
const isNumbered = (value: unknown): value is Numbered =>
  typeof value === 'object' && value !== null && 'number' in value && typeof value.number === 'number';
const anything = (value: unknown): value is object => typeof value === 'object' && value !== null;

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

  it('invents nothing from a damaged file', async () => {
    await write(...Array.from({ length: 5 }, (_, number) => ({ number, text: `record ${number}` })));
    const whole = await readFile(file());
    const texts = new Set((await readLog(file(), anything)).records.map((record) => JSON.stringify(record)));
    const damaged = at('damaged');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 7 })), { maxLength: 3 }),
        async (length, flips) => {
          const bytes = Buffer.from(whole.subarray(0, length));
          for (const [index, bit] of flips) if (index < length) bytes[index]! ^= 1 << bit;
          await writeFile(damaged, bytes);
          const { records } = await readLog(damaged, anything);
          assert.ok(records.every((record) => texts.has(JSON.stringify(record))));
        },
      ),
      { seed: 11, numRuns: 300 },
    );
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
