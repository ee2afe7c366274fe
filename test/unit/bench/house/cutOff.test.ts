import assert from 'node:assert/strict';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import type { BenchWorld } from '../../../../src/bench/worlds/benchWorld.js';
import { HumanError } from '../../../../src/engine/errors.js';
import { call, calls, done, fails, finishes, replies, type Script, streams } from '../../../support/faultServer.js';
import { withServer } from '../../models/setup.js';
import { type Arms, openArms, Recorder } from '../arms.js';

const refused = fails(400, { message: 'Too big', code: 'context_length_exceeded' });
const lists = streams([calls(call(0, 'a', 'list_dir', '{}')), finishes('tool_calls'), done]);

const task = (id: string, split: BenchTask['split']): BenchTask => ({
  ...{ id, split, domain: 'sums', kind: 'sums.add', prompt: `What is the sum of ${id}?`, files: {} },
  ...{ check: { type: 'exact', answer: '7' }, feedback: 'answer', source: 'own', licence: 'MIT' },
});
const world: BenchWorld = {
  ...{ name: 'two sums', seed: '1', library: {}, unseen: new Set(), flipped: () => false },
  train: () => [task('a', 'train'), task('b', 'train')],
  test: () => [task('c', 'test'), task('d', 'test')],
};

describe('a task of a benchmark that is too long for the model', () => {
  let arms: Arms;
  before(async () => (arms = await openArms()));
  after(() => arms.close());

  const passed = async (name: string, rounds: number, scripts: readonly Script[]): Promise<Record<string, boolean>> => {
    const sink = new Recorder();
    await withServer(scripts, async (model, server) => {
      await arms.run({ name, world, rounds, sink, model, pure: false });
      assert.equal(server.requests.length, scripts.length);
    });
    return Object.fromEntries(sink.episodes.map((one) => [`${one.split} ${one.round} ${one.task}`, one.passed]));
  };

  it('is one it has not solved, in a test and while it learns', async () => {
    const seven = replies('7');
    assert.deepEqual(await passed('full', 1, [refused, seven, refused, seven, seven, refused]), {
      'test 0 c': false,
      'test 0 d': true,
      'train 1 a': false,
      'train 1 b': true,
      'test 1 c': true,
      'test 1 d': false,
    });
  });

  it('is so when the agent has made it long, too', async () => {
    assert.deepEqual(await passed('none', 0, [lists, refused, replies('7')]), { 'test 0 c': false, 'test 0 d': true });
  });

  it('ends the benchmark where something else is wrong with the request', async () => {
    await assert.rejects(passed('none', 0, [fails(404, { code: 'model_not_found' })]), HumanError);
  });
});
