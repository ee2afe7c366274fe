import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { BenchWorld } from '../../../../src/bench/worlds/benchWorld.js';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import { wideWorld } from '../../../../src/bench/worlds/wide.js';
import { drawnWorlds, worldOf } from '../../../../src/bench/worlds/worldOf.js';
import type { BenchConfig } from '../../../../src/bench/run/settings.js';

const never = new AbortController().signal;
const named = (tasks: string, rounds: number, world: BenchConfig['world'] = {}): Promise<BenchWorld> =>
  worldOf({ tasks, rounds, config: { world } }, '1', 'skills-template', never);

/** From which round on the conventions are others; undefined when they stay. */
const driftOf = (world: BenchWorld, rounds: number): number | undefined =>
  Array.from({ length: rounds }, (_, index) => index + 1).find((round) => world.test(round) !== world.test(0));

const flips = (world: BenchWorld): number => world.train(1).filter((task) => world.flipped(task, 1)).length;

describe('drawn worlds of the benchmark', () => {
  it('leave the frozen world as it was, to the byte', () => {
    // Taken of this world before the wide one shared its code: figures of one version are to be compared with those of the next.
    const digests = {
      '1': '0e813a9b831e2bd17b53b8a956ec726a7365e4879181850d10b50375cce6763a',
      '2': 'aaa3e44d2711d026ca7c756b555f1c29b56e3486bf8e1a1208f128cf13a7162e',
      '3': 'a1754ea3540688e82dc14d13cfcd260cc1256d98838c95ff86e8631659ebe13e',
    };
    for (const [seed, digest] of Object.entries(digests)) {
      const world = frozenWorld(seed, { drift: 2, noise: 0.3 });
      const all = [1, 2].map((round) => [
        world.train(round),
        world.test(round),
        world.train(round).map((task) => world.flipped(task, round)),
      ]);
      const found = createHash('sha256').update(JSON.stringify([all, world.library, [...world.unseen]]));
      assert.equal(found.digest('hex'), digest, seed);
    }
  });

  it('are found by name', async () => {
    assert.deepEqual(drawnWorlds, ['frozen', 'wide']);
    for (const name of drawnWorlds) assert.equal((await named(name, 4)).name, name);
  });

  it('drift halfway in the wide world, and in the frozen one only when told to', async () => {
    assert.equal(driftOf(await named('wide', 4), 4), 3);
    assert.equal(driftOf(await named('wide', 5), 5), 3);
    assert.equal(driftOf(await named('wide', 2), 2), 2);
    assert.equal(driftOf(await named('wide', 1), 1), undefined);
    assert.equal(driftOf(await named('wide', 4, { drift: 2 }), 4), 2);
    assert.equal(driftOf(await named('wide', 4, { drift: 5 }), 4), undefined);
    assert.equal(driftOf(await named('frozen', 4), 4), undefined);
    const wide = await named('wide', 4);
    const answers = (round: number) => wide.test(round).map(({ check }) => check);
    assert.notDeepEqual(answers(3), answers(2));
    // An arm that is gone on with tells the tasks of the two halves apart by their ids.
    assert.deepEqual(
      wide.test(3).map(({ id }) => id),
      wide.test(2).map(({ id }) => `drifted-${id}`),
    );
  });

  it('turn a tenth of the verdicts round in the wide world, or as many as they are told to', async () => {
    assert.equal(flips(await named('frozen', 1)), 0);
    assert.equal(flips(await named('wide', 1, { noise: 0 })), 0);
    assert.equal(flips(await named('wide', 1, { noise: 1 })), 96);
    const usual = flips(wideWorld('1', 1, { train: 100 }));
    // 80 of 800, and three standard deviations of 8.5.
    assert.ok(usual > 54 && usual < 106, String(usual));
  });

  it('say what was expected, or only that it was wrong', async () => {
    assert.ok((await named('wide', 1)).train(1).every(({ feedback }) => feedback === 'answer'));
    assert.ok((await named('wide', 1, { feedback: 'binary' })).train(1).every(({ feedback }) => feedback === 'binary'));
  });

  it('are as large as they are told to be', async () => {
    const world = await named('wide', 2, { train: 3, test: 4 });
    assert.deepEqual([world.train(1).length, world.test(1).length, world.test(2).length], [24, 32, 32]);
  });
});
