import assert from 'node:assert/strict';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import { commonSense, hear } from '../../../../src/practice/kb/house.js';
import { kinds } from '../../../../src/practice/kb/kinds.js';
import { type Arms, never, openArms, share } from '../arms.js';
import { conventionsOf, oracle, skillOf } from './oracle.js';
import { sit } from './sit.js';

describe('the frozen world in a house', function () {
  this.timeout(180_000);
  let arms: Arms;
  // Slips off, and every line is attended to.
  before(async () => (arms = await openArms({ slip: 0, overlook: 0 })));
  after(() => arms.close());

  it('is solved by somebody who knows its conventions, by programs that really run', async () => {
    const world = { ...frozenWorld('2', { test: 4 }), library: oracle('2') };
    const { house } = await arms.house('seed', world);
    const programs = new Set<string>();
    const sat = await sit(house, world.test(0), ({ domain }) => `house-${domain}`);
    assert.deepEqual(
      sat.filter(({ passed }) => !passed).map(({ task }) => task.id),
      [],
    );
    // One of each of the 32 kinds.
    for (const { task } of sat) programs.add(task.kind);
    assert.equal(programs.size, 32);
  });

  // Counted with the prototype of this world: its runTask without a library on makeWorld(seed, { nTest: 8 }), with and without slips.
  for (const [seed, solved] of [
    ['1', 7],
    ['2', 10],
  ] as const)
    it(`is solved without skills as often as in the prototype: world ${seed}`, async () => {
      const world = frozenWorld(seed, { test: 8 });
      const { exam } = await arms.house('none', world);
      const passed = share(await exam.of(world.test(0), null, never));
      assert.equal(passed, solved / 64);
    });

  it('gives other answers without a rule where they hang on it, and nowhere else', async () => {
    const world = frozenWorld('1', { test: 8 });
    const conventions = conventionsOf('1');
    const { house: whole } = await arms.house('seed', { ...world, library: oracle('1') });
    let [dependent, changed, independent] = [0, 0, 0];
    for (const domain of ['telemetry', 'naming', 'tags']) {
      const lines = conventions.get(domain) ?? [];
      const rule = lines
        .map((line) => ({ line, ...hear(line) }))
        .find(({ slot, option }) => slot && commonSense[slot] !== option);
      assert.ok(rule?.slot);
      const rest = lines.filter((line) => line !== rule.line);
      assert.equal(rest.length, lines.length - 1);
      const name = `house-${domain}`;
      const library = { ...oracle('1'), [name]: skillOf(domain, rest) };
      const { house: without } = await arms.house('seed', { ...world, library });
      const tasks = world.test(0).filter((task) => task.domain === domain);
      const [before, after] = [await sit(whole, tasks, () => name), await sit(without, tasks, () => name)];
      for (const [index, { task, answer }] of before.entries()) {
        const same = answer === after[index]?.answer;
        if (kinds.find(({ id }) => id === task.kind)?.uses.includes(rule.slot)) {
          dependent++;
          if (!same) changed++;
        } else {
          independent++;
          assert.ok(same, `${task.prompt} without ${rule.line}`);
        }
      }
    }
    assert.ok(independent >= 4, String(independent));
    assert.ok(changed > dependent / 2, `${changed} of ${dependent}`);
  });
});
