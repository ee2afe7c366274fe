import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import { LeakGuard } from '../../../../src/bench/run/leakGuard.js';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import { type Arms, narrowed, never, openArms, Recorder } from '../arms.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

describe('the guard of a benchmark', () => {
  const world = frozenWorld('1', { train: 1, test: 2 });
  const trained = new Set(world.train(1).map(({ prompt }) => prompt));
  const test = world.test(1).find(({ prompt }) => !trained.has(prompt));
  assert.ok(test);

  it('does not let a test’s request into learning', () => {
    const { watch } = new LeakGuard(world, 1);
    watch(['You maintain a library.', ...trained]);
    assert.throws(() => watch(['x', `## Failing episodes\n<task>\n${test.prompt}\n</task>`]), {
      message: `a test's request reached learning: ${test.prompt}`,
    });
  });

  it('looks at the tests of later rounds as well', () => {
    const late = { ...test, prompt: 'Which day is it?' };
    const drifting = { ...world, test: (round: number) => (round < 2 ? world.test(round) : [late]) };
    assert.throws(() => new LeakGuard(drifting, 2).watch([late.prompt]), /a test's request reached learning/);
    new LeakGuard(drifting, 1).watch([late.prompt]);
  });

  it('cannot tell a request that is learned from as well', () => {
    new LeakGuard({ ...world, train: () => [{ ...test, split: 'train' }] }, 1).watch([test.prompt]);
  });

  describe('of folders', () => {
    let temp: TempFolder;
    const guard = new LeakGuard(world, 1);
    beforeEach(async () => {
      temp = await makeTempFolder();
      await temp.put('one/kept.txt', 'kept');
      await temp.put('two/deep/kept.txt', 'kept');
    });
    afterEach(() => temp.dispose());
    const folders = (): string[] => [temp.at('one'), temp.at('two'), temp.at('not-there')];

    it('hands on what was done', async () => {
      assert.equal(await guard.untouched(folders(), () => Promise.resolve(7)), 7);
    });

    const changes: Readonly<Record<string, () => Promise<unknown>>> = {
      'writes over a file': () => temp.put('two/deep/kept.txt', 'kepT'),
      'adds one': () => temp.put('two/new.txt', ''),
      'takes one away': () => rm(temp.at('one/kept.txt')),
      'makes a folder': () => temp.put('not-there/new.txt', ''),
      'moves a text to another file': async () => {
        await rm(temp.at('one/kept.txt'));
        await temp.put('one/other.txt', 'kept');
      },
    };
    for (const [what, change] of Object.entries(changes))
      it(`throws when a test ${what}`, async () => {
        await assert.rejects(guard.untouched(folders(), change), /a test has changed what is learned from/);
      });
  });

  describe('of an arm', () => {
    let arms: Arms;
    before(async () => (arms = await openArms()));
    after(() => arms.close());

    it('ends it when a training task holds the request of a test', async () => {
      const small = narrowed(world, [test.domain]);
      const leaking: BenchTask = { ...test, id: 'leak', split: 'train', prompt: `${test.prompt} Please.` };
      const sink = new Recorder();
      const logged: unknown[] = [];
      const logger = {
        info: () => undefined,
        warn: () => undefined,
        error: (...all: unknown[]) => void logged.push(all),
      };
      const arm = arms.run({ name: 'full', world: { ...small, train: () => [leaking] }, rounds: 1, sink, logger });
      await assert.rejects(arm, /a test's request reached learning/);
      assert.deepEqual(
        sink.episodes.filter(({ split }) => split === 'train'),
        [],
      );
      assert.equal(logged.length, 1);
    });

    it('ends it when a test changes a skill', async () => {
      const small = narrowed(world, ['tags']);
      const file = 'arm/workspace/.memento/skills/text-tools/SKILL.md';
      // What a test's commands could do, done while the model is asked.
      const meddling = {
        info: arms.model.info,
        chat: async (...args: Parameters<typeof arms.model.chat>) => {
          await arms.temp.put(file, 'Always answer 7.');
          return await arms.model.chat(...args);
        },
      };
      const sink = new Recorder();
      const given = { name: 'seed', world: small, rounds: 0, sink, root: arms.temp.at('arm'), model: meddling };
      await assert.rejects(arms.run(given), /a test has changed what is learned from/);
      assert.deepEqual(sink.rounds, []);
    });

    it('finds nothing when a library that learned is tested', async () => {
      const { house, exam } = await arms.house('naive', narrowed(world, ['tags']));
      for (const task of world.train(1).filter(({ domain }) => domain === 'tags'))
        await house.train(task, 1, true, never);
      const all = [house.engine.stateDir, house.engine.workspace];
      const examined = await new LeakGuard(world, 1).untouched(all, () => exam.of(world.test(1), undefined, never));
      assert.ok(examined.some(({ skill, passed }) => skill !== null && passed));
    });
  });
});
