import assert from 'node:assert/strict';
import type { EpisodeRecord } from '../../../../src/bench/run/records.js';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import { CancelledError } from '../../../../src/engine/errors.js';
import { type Arms, narrowed, openArms, Recorder } from '../arms.js';

describe('an arm of a benchmark', () => {
  const world = narrowed(frozenWorld('1', { train: 2, test: 1 }), ['calendar', 'ledger', 'requests']);
  const rounds = 2;
  let arms: Arms;
  before(async () => (arms = await openArms()));
  after(() => arms.close());

  // A router that learns is built anew from its log, which is not the same to the last bit.
  for (const name of ['naive', 'full-router'])
    it(`is the same when it is cancelled and gone on with: ${name}`, async () => {
      const whole = new Recorder();
      await arms.run({ ...{ name, world, rounds }, sink: whole });
      assert.ok(whole.rounds.at(-1)?.library.some(({ domain }) => domain === 'ledger'));
      // Round 0 tests 3 tasks; each of the others learns from 6 and tests with 3. Stopped in the middle of both, and at the end of the first.
      const stops = [6, 9, 15];
      assert.deepEqual(
        stops.map((stop) => placeOf(whole.episodes[stop - 1])),
        ['train 1', 'train 1', 'train 2'],
      );

      const root = arms.temp.at(`interrupted-${name}`);
      const parts = new Recorder(() => {
        if (parts.episodes.length === stops[0]) cancel.abort();
      });
      let cancel = new AbortController();
      const goOn = (): Promise<void> =>
        arms.run({
          ...{ name, world, rounds, root, sink: parts, signal: cancel.signal },
          done: [...parts.episodes],
          written: [...parts.writes],
          roundsDone: new Set(parts.rounds.map(({ round }) => round)),
        });
      while (stops.length > 0) {
        await assert.rejects(goOn(), CancelledError);
        assert.equal(parts.episodes.length, stops.shift());
        cancel = new AbortController();
      }
      await goOn();
      assert.deepEqual(parts.comparable, whole.comparable);
    });

  it('tests nothing twice when it was killed in the middle of a test', async () => {
    const whole = new Recorder();
    const short = { name: 'none', world, rounds: 0 };
    await arms.run({ ...short, sink: whole });
    assert.deepEqual([whole.episodes.length, whole.rounds.length], [3, 1]);
    // The opposite of what happened, so that it shows where a record comes from.
    const done = whole.episodes.slice(0, 2).map((one) => ({ ...one, passed: !one.passed }));
    const rest = new Recorder();
    await arms.run({ ...short, sink: rest, done });
    assert.deepEqual(rest.episodes, whole.episodes.slice(2));
    const passed = [...done, ...rest.episodes].filter((one) => one.passed).length;
    assert.equal(rest.rounds[0]?.test, passed / 3);
  });
});

const placeOf = (episode: EpisodeRecord | undefined): string => `${episode?.split} ${episode?.round}`;
