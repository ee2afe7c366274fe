import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import fixture from '../../../fixtures/bench/prototypeTasks.json' with { type: 'json' };

/** What the prototype of this world gave (learning.md 4): some of its tasks, and the order of all of them as a hash of their ids. */
describe('the frozen world of a benchmark', () => {
  for (const [seed, { order, train, test, drifted }] of Object.entries(fixture)) {
    it(`asks and expects what the prototype did: world ${seed}`, () => {
      const world = frozenWorld(seed);
      assert.deepEqual([world.train(1).length, world.test(1).length], [96, 120]);
      assert.deepEqual(picked(world.train(1), train), train);
      assert.deepEqual(picked(world.test(0), test), test);
      assert.deepEqual(
        [world.train(1), world.test(0)].map((tasks) => hash(tasks.map(({ id }) => id))),
        [order.train, order.test],
      );
    });

    it(`changes as the prototype did: world ${seed}`, () => {
      const world = frozenWorld(seed, { drift: 3 });
      const now = drifted.map((task) => ({ ...task, id: `drifted-${task.id}` }));
      assert.deepEqual(picked(world.test(3), now), now);
      assert.deepEqual(picked(world.test(2), test), test);
    });
  }

  it('turns round the verdicts that the prototype turned round', () => {
    // (h32(`noise${seed}${round}${id}`) % 1000) / 1000 < 0.2 in the prototype, for the first twelve training tasks of domain ledger in round 2 of world 1.
    const world = frozenWorld('1', { noise: 0.2 });
    const flipped = world.train(2).filter((task) => task.domain === 'ledger' && world.flipped(task, 2));
    assert.deepEqual(flipped.map(({ id }) => id).sort(), ['train-ledger-11', 'train-ledger-2']);
    assert.ok(world.train(2).every((task) => !frozenWorld('1').flipped(task, 2)));
  });

  it('has fewer tasks of the same kind when it is asked to', () => {
    const small = frozenWorld('2', { train: 3, test: 2 });
    const ids = new Set(small.test(0).map(({ id }) => id));
    assert.equal(ids.size, 16);
    assert.deepEqual(
      frozenWorld('2')
        .test(0)
        .filter(({ id }) => ids.has(id)),
      small.test(0),
    );
    assert.equal(small.train(1).length, 24);
  });
});

const picked = (tasks: readonly BenchTask[], like: readonly { readonly id: string }[]) =>
  like.map(({ id }) => {
    const task = tasks.find((one) => one.id === id);
    const answer = task?.check.type === 'exact' ? task.check.answer : undefined;
    return { id, kind: task?.kind, prompt: task?.prompt, files: task?.files, answer };
  });

const hash = (ids: readonly string[]): string => createHash('sha256').update(ids.join()).digest('hex').slice(0, 16);
