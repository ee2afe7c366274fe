import assert from 'node:assert/strict';
import { asRecord, commonSense, type Convention, settle } from '../../../../src/practice/kb/house.js';
import { understand } from '../../../../src/practice/kb/understand.js';
import type { Episode } from '../../../../src/practice/model/episode.js';
import { explain, induce } from '../../../../src/practice/model/induce.js';
import { makeWorld, type WorldTask } from '../../../../src/practice/world.js';

const never = (): boolean => false;

/** A task as a failed and as a passed run show it. */
const episode = ({ prompt, files, check }: WorldTask): Episode => ({
  task: prompt,
  understood: understand(prompt),
  steps: [],
  files,
  answer: check.answer,
  feedback: [],
  expected: check.answer,
});

const found = (changes: readonly Convention[] | undefined): string => JSON.stringify(changes && asRecord(changes));

/** What is induced from the first 1, 2, 4 and 8 training failures of each domain of world 1, as the prototype did. */
const lessons: Readonly<Record<string, readonly string[]>> = {
  ledger: [
    '{"scale":"cents"}',
    '{"scale":"cents"}',
    '{"scale":"cents","skipflag":"V"}',
    '{"scale":"cents","skipflag":"V"}',
  ],
  telemetry: [
    '{"agg":"trim","round":"trunc"}',
    '{"agg":"trim","round":"trunc"}',
    '{"agg":"trim","round":"trunc"}',
    '{"agg":"trim","round":"trunc"}',
  ],
  inventory: ['{"scale":"dozens"}', '{"scale":"dozens"}', '{"scale":"dozens"}', '{"scale":"dozens","skipflag":"T"}'],
  shifts: [
    '{"daystart":"d4"}',
    '{"tz":"p9"}',
    '{"tz":"p9","brk":"b60","durfmt":"min"}',
    '{"tz":"p9","brk":"b60","durfmt":"min"}',
  ],
  calendar: [
    '{"weekstart":"sun","datefmt":"dmy"}',
    '{"weekstart":"sun","datefmt":"dmy","incl":"both"}',
    '{"weekstart":"sun","datefmt":"dmy","incl":"both"}',
    '{"weekstart":"sun","datefmt":"dmy","incl":"both","workweek":"st"}',
  ],
  tags: ['{"check":"m9"}', '{"check":"m5"}', '{"check":"m7","pad":"p6"}', '{"check":"m7","pad":"p6"}'],
  naming: [
    '{"stop":"drop","maxlen":"m16"}',
    '{"stop":"drop","maxlen":"m16"}',
    '{"stop":"drop","maxlen":"m16"}',
    '{"stop":"drop","maxlen":"m16"}',
  ],
  requests: [
    '{"errdef":"s429","dedupe":"first"}',
    '{"errdef":"s4o","dedupe":"first"}',
    '{"errdef":"s429","dedupe":"first"}',
    '{"errdef":"s429","dedupe":"first","tie":"last"}',
  ],
};

describe('induction of conventions', () => {
  const world = makeWorld(1);
  const training = (domain: string): readonly Episode[] =>
    world.train.filter((task) => task.domain === domain).map(episode);

  it('finds what it always found', () => {
    for (const [domain, expected] of Object.entries(lessons)) {
      const failures = training(domain);
      const actual = [1, 2, 4, 8].map((count) =>
        found(induce(commonSense, { failures: failures.slice(0, count), keep: [] }, `pin${count}`, never)),
      );
      assert.deepEqual(actual, expected, domain);
    }
  });

  it('respects successes, as the prototype did', () => {
    const one = (domain: string, keep: readonly Episode[]): string =>
      found(induce(commonSense, { failures: training(domain).slice(0, 1), keep }, 'pin', never));
    for (const [domain, alone, kept] of [
      ['ledger', '{"scale":"cents"}', '{"scale":"cents","skipflag":"V"}'],
      ['inventory', '{"scale":"dozens"}', '{"scale":"dozens","skipflag":"T"}'],
      ['shifts', '{"daystart":"d4"}', '{"tz":"p9"}'],
      ['tags', '{"check":"m5"}', '{"check":"m7"}'],
      ['requests', '{"errdef":"s4o","dedupe":"first"}', '{"errdef":"s429","dedupe":"first"}'],
    ] as const) {
      assert.equal(one(domain, []), alone);
      assert.equal(one(domain, training(domain).slice(1, 7)), kept);
    }
  });

  it('finds nothing without a failure', () => {
    assert.equal(induce(commonSense, { failures: [], keep: training('ledger') }, 'pin', never), undefined);
  });

  it('takes the next explanation when one was turned down', () => {
    const failures = training('ledger').slice(0, 1);
    const rejected: string[] = [];
    for (const expected of [
      '{"scale":"cents"}',
      '{"scale":"cents","skipflag":"T"}',
      '{"scale":"cents","round":"ceil"}',
      '{"scale":"cents","skipflag":"V"}',
    ]) {
      const next = induce(commonSense, { failures, keep: [] }, 'ban', (changes) => rejected.includes(found(changes)));
      assert.equal(found(next), expected);
      rejected.push(expected);
    }
  });

  it('gets surer with more failures', () => {
    const all = training('requests');
    const one = explain(commonSense, { failures: all.slice(0, 1), keep: [] }, never).complete.length;
    const many = explain(commonSense, { failures: all, keep: [] }, never).complete;
    assert.ok(one > 1);
    assert.equal(many.length, 1);
    const house = settle(commonSense, many[0] ?? []);
    const truth = world.houses.get('requests');
    for (const slot of ['health', 'errdef', 'dedupe', 'tie'] as const) assert.equal(house[slot], truth?.[slot], slot);
  });

  it('explains as much as it can when nothing explains all, as the prototype did', () => {
    const partly = (domain: string, keep: readonly Episode[]): string => {
      const failures = training(domain).slice(0, 3);
      const wrong = failures.map((one, index) => (index === 0 ? { ...one, expected: 'nobody writes this' } : one));
      assert.deepEqual(explain(commonSense, { failures: wrong, keep }, never).complete, []);
      return found(induce(commonSense, { failures: wrong, keep }, 'pin', never));
    };
    for (const [domain, alone, kept] of [
      ['ledger', '{"scale":"cents"}', '{"scale":"cents","skipflag":"V"}'],
      ['calendar', '{"incl":"both"}', '{"weekstart":"sun","datefmt":"dmy","incl":"both"}'],
      ['requests', '{"health":"ping","errdef":"s4"}', '{"errdef":"s429","dedupe":"first","tie":"last"}'],
    ] as const) {
      assert.equal(partly(domain, []), alone);
      assert.equal(partly(domain, training(domain).slice(3, 9)), kept);
    }
  });
});
