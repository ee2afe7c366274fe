import assert from 'node:assert/strict';
import path from 'node:path';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import { CancelledError, HumanError } from '../../../../src/engine/errors.js';
import type { ChatModel } from '../../../../src/engine/ports.js';
import { text } from '../../../../src/engine/text.js';
import { isOpen } from '../../../../src/engine/write/proposal.js';
import { Proposals } from '../../../../src/engine/write/proposals.js';
import { draftFor } from '../../write/support.js';
import { type Arms, narrowed, never, openArms, Recorder } from '../arms.js';

describe('a training task', () => {
  const world = narrowed(frozenWorld('1', { train: 2, test: 1 }), ['calendar']);
  let arms: Arms;
  before(async () => (arms = await openArms()));
  after(() => arms.close());

  /** The practice model, with something that happens at a request (counted from 1). */
  const disturbed = (at: number, happens: () => void): ChatModel => {
    let requests = 0;
    return {
      info: arms.model.info,
      chat: async (...args) => {
        if (++requests === at) happens();
        return await arms.model.chat(...args);
      },
    };
  };
  // A calendar task is done without a file: it is planned and written, run, and answered. The test of round 0 takes the first three.
  const firstOfTraining = 4;

  for (const at of [firstOfTraining, firstOfTraining + 2, firstOfTraining + 4])
    it(`leaves no record when it is cancelled, and is done again (at request ${at})`, async () => {
      const cancel = new AbortController();
      const sink = new Recorder();
      const given = { name: 'full+retry', world, rounds: 1, sink, root: arms.temp.at(`cancelled-${at}`) };
      const cancelled = arms.run({ ...given, model: disturbed(at, () => cancel.abort()), signal: cancel.signal });
      await assert.rejects(cancelled, CancelledError);
      assert.deepEqual(placesOf(sink), ['test 0 test-calendar-0']);
      await arms.run({ ...given, done: [...sink.episodes], roundsDone: new Set([0]) });
      assert.deepEqual(placesOf(sink).sort(), [
        'test 0 test-calendar-0',
        'test 1 test-calendar-0',
        'train 1 train-calendar-0',
        'train 1 train-calendar-1',
      ]);
    });

  it('has one of two proposals for the same lines accepted; the other is out of date then, and nothing waits', async () => {
    const { house } = await arms.house('naive', world);
    const [name = '', before = ''] = Object.entries(world.library)[0] ?? [];
    const proposals = new Proposals(path.join(house.engine.stateDir, 'proposals'), { now: () => Date.now() });
    for (const line of ['One.', 'Two.'])
      await proposals.create(draftFor(name, before, `${before.trimEnd()}\n\n${line}\n`));
    const [task] = world.train(1);
    assert.ok(task);
    await house.train(task, 1, false, never);
    const states = (await house.engine.proposals()).filter(({ skill }) => skill === name).map(({ state }) => state);
    assert.deepEqual(states.sort(), ['applied', 'stale']);
    assert.deepEqual((await house.engine.proposals()).filter(isOpen), []);
  });

  it('ends the arm when the model fails, whatever the task was worth', async () => {
    const broken = disturbed(firstOfTraining, () => {
      throw new HumanError(text('The model server does not answer.'), 'test-connection');
    });
    const sink = new Recorder();
    await assert.rejects(arms.run({ name: 'naive', world, rounds: 1, sink, model: broken }), {
      name: 'HumanError',
      message: 'The model server does not answer.',
    });
    assert.deepEqual(placesOf(sink), ['test 0 test-calendar-0']);
  });
});

const placesOf = ({ episodes }: Recorder): string[] =>
  episodes.map(({ split, round, task }) => `${split} ${round} ${task}`);
