import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { readLog } from '../../../src/engine/store/log.js';
import { decodeLine, encodeLine } from '../../../src/engine/store/logLines.js';
import { eventOf } from '../../../src/engine/store/runLines.js';
import { times } from '../../support/soak.js';
import { useTempFolder } from './temp.js';

const anything = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Text that might be taken for something else: pieces of our own format among what people write. */
const words = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('","run":"x","seq":1,"at":2}', '\\', '"', '\n', '\r\n', '\u2028', '\ud800', '{"type":"', '0'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const record = fc.dictionary(words, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5, noNullPrototype: true });

/** The record as JSON can say it: what JSON.stringify leaves of it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('P3: log lines', function () {
  this.timeout(times(120_000, 0));
  const at = useTempFolder();
  const numRuns = times(5000, 100_000);

  it('give back what was written', () => {
    fc.assert(
      fc.property(record, (value) => {
        const line = encodeLine(value);
        assert.equal(line.indexOf('\n'), line.length - 1);
        const bytes = Buffer.from(line);
        assert.deepEqual(decodeLine(bytes.subarray(0, -1)), plain(value));
      }),
      { seed: 21, numRuns },
    );
  });

  it('give nothing but what was written, whatever became of the file', async () => {
    const file = at('damaged.jsonl');
    const damage = fc.record({
      length: fc.nat(),
      flips: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 7 })), { maxLength: 4 }),
      doubled: fc.option(fc.tuple(fc.nat(), fc.nat()), { freq: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 6 }), damage, async (values, what) => {
        const whole = Buffer.from(values.map(encodeLine).join(''));
        // Usually nearly all of it: a random length would mostly leave nothing.
        let bytes = Buffer.from(whole.subarray(0, whole.length - (what.length % Math.min(whole.length, 80))));
        for (const [place, bit] of what.flips) if (bytes.length) bytes[place % bytes.length]! ^= 1 << bit;
        if (what.doubled) {
          const [from, to] = what.doubled.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
          bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
        }
        await writeFile(file, bytes);
        const { records, dropped } = await readLog(file, anything);
        const written = new Set(values.map((value) => JSON.stringify(value)));
        for (const read of records) assert.ok(written.has(JSON.stringify(read)), JSON.stringify(read));
        if (bytes.equals(whole)) assert.deepEqual([records, dropped], [values.map(plain), 0]);
      }),
      { seed: 22, numRuns },
    );
  });

  it('tell the index of runs the same at both ends as when they are parsed', () => {
    const event = fc
      .record({
        type: fc.oneof(fc.constantFrom('tool.finished', 'verdict', 'step.started', 'run.undone', 'notice'), words),
        more: record,
        run: fc.oneof(fc.stringMatching(/^[0-9a-f-]{1,20}$/), words),
        seq: fc.oneof(fc.nat(), fc.double(), fc.bigInt({ min: 0n, max: 10n ** 18n }).map(Number)),
        at: fc.oneof(fc.nat(), fc.integer(), fc.double()),
        last: fc.option(record, { freq: 5, nil: undefined }),
      })
      .map(({ type, more, run, seq, at: when, last }) => ({ type, ...more, run, seq, at: when, ...last }));
    fc.assert(
      fc.property(event, (value) => {
        const read = eventOf(Buffer.from(encodeLine(value).slice(0, -1)));
        const parsed = plain(value) as Record<string, unknown>;
        const isEvent =
          typeof parsed.type === 'string' &&
          typeof parsed.run === 'string' &&
          typeof parsed.seq === 'number' &&
          typeof parsed.at === 'number';
        if (!isEvent) return assert.equal(read, undefined);
        assert.ok(read && read !== 'other');
        const { run, seq, at: when, type } = read;
        assert.deepEqual(
          { run, seq, at: when, type },
          { run: parsed.run, seq: parsed.seq, at: parsed.at, type: parsed.type },
        );
        if (read.event) assert.deepEqual(read.event, parsed);
      }),
      { seed: 23, numRuns },
    );
  });
});
