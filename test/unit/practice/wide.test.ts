import assert from 'node:assert/strict';
import { kinds } from '../../../src/practice/kb/kinds.js';
import { understand } from '../../../src/practice/kb/understand.js';
import { topicWords } from '../../../src/practice/words.js';
import { accuracy, oracle } from './support/library.js';
import { inProcess } from './support/model.js';
import { topicsOf } from './support/topics.js';
import { heldOut, makeWorld, type WorldTask } from '../../../src/practice/world.js';
import { makeWideWorld } from '../../../src/practice/world/wide.js';

const seeds = ['1', '2', '3', '4', '5'];
const isNovel = ({ id }: WorldTask): boolean => id.startsWith('novel-');
const isKorean = ({ prompt }: WorldTask): boolean => /\p{Script=Hangul}/u.test(prompt);

/** The topics of a request, without the values asked for and what hangs on them in Korean. */
function words({ prompt }: WorldTask): readonly string[] {
  const values = Object.values(understand(prompt)?.asked ?? {});
  const bare = values.reduce((rest, value) => rest.replaceAll(value, '#'), prompt);
  return [...topicsOf(bare.replace(/#\p{Script=Hangul}*/gu, ' '))];
}

describe('wide world', () => {
  it('is the plain world in other words: the same kinds, contents and answers', () => {
    for (const options of [{}, { drifted: true }, { train: 5, test: 7 }]) {
      const [plain, wide] = [makeWorld(3, options), makeWideWorld(3, options)];
      assert.deepEqual(wide.houses, plain.houses);
      for (const split of ['train', 'test'] as const) {
        const facts = (tasks: readonly WorldTask[]) =>
          tasks.map(({ id, kind, check, files }) => [id.replace('novel-', ''), kind, check, Object.values(files)]);
        assert.deepEqual(facts(wide[split]), facts(plain[split]));
      }
    }
  });

  it('asks only what can be understood, and what its answer answers', () => {
    for (const seed of seeds) {
      const { train, test, houses } = makeWideWorld(seed);
      for (const { prompt, kind, files, check, domain } of [...train, ...test]) {
        const understood = understand(prompt);
        const house = houses.get(domain);
        assert.ok(understood && house, prompt);
        assert.equal(understood.kind.id, kind, prompt);
        assert.equal(
          understood.kind.solve(understood.asked, house, files[understood.asked.file ?? ''] ?? ''),
          check.answer,
        );
        assert.deepEqual(Object.keys(files), understood.asked.file === undefined ? [] : [understood.asked.file]);
      }
    }
  });

  it('gives the same tasks for the same seed, and others for another', () => {
    assert.deepEqual(makeWideWorld(2), makeWideWorld('2'));
    const prompts = (seed: number): string[] => makeWideWorld(seed).train.map(({ prompt }) => prompt);
    assert.notDeepEqual(prompts(1), prompts(2));
  });

  it('trains in both languages and in the words of the plain world', () => {
    for (const seed of seeds) {
      const { train } = makeWideWorld(seed);
      const frozen = new Set(
        kinds.flatMap(({ id, texts }) =>
          texts.map((text) => `${id} ${[...topicsOf(text.replace(/\{\w+\}/g, ' '))].join()}`),
        ),
      );
      const plain = train.filter((task) => frozen.has(`${task.kind} ${words(task).join()}`)).length;
      assert.equal(train.length, 96);
      // Half of them by a fair draw: 48 and three standard deviations of 4.9.
      assert.ok(plain > 33 && plain < 63, `${seed}: ${plain}`);
      assert.ok(train.some(isKorean));
    }
  });

  it('puts half of the test, evenly over the kinds, in words that no training task of the kind has', () => {
    for (const seed of seeds) {
      const { train, test } = makeWideWorld(seed);
      const novel = test.filter(isNovel);
      assert.equal(test.length, 120);
      assert.equal(novel.length, 60);
      assert.ok(novel.some(isKorean) && !novel.every(isKorean));
      for (const { id } of kinds) {
        const [all, mine] = [test, novel].map((tasks) => tasks.filter(({ kind }) => kind === id).length);
        assert.ok(Math.abs((mine ?? 0) - (all ?? 0) / 2) <= 1, `${id}: ${mine} of ${all}`);
      }
      for (const task of novel) {
        const trained = new Set(train.filter(({ kind }) => kind === task.kind).flatMap(words));
        assert.deepEqual(
          words(task).filter((word) => trained.has(word)),
          [],
          task.prompt,
        );
      }
    }
  });

  it('asks nothing in the test that was asked in training, and names no file after what is in it', () => {
    for (const seed of seeds)
      // In worlds as large as they can be the same values are drawn again and again.
      for (const options of [{}, { drifted: true }, { train: 100, test: 100 }]) {
        const { train, test } = makeWideWorld(seed, options);
        const trained = new Set(train.map(({ prompt }) => prompt));
        for (const { prompt } of test) assert.ok(!trained.has(prompt), prompt);
        const files = [...train, ...test].flatMap((task) => Object.keys(task.files));
        assert.equal(new Set(files).size, files.length);
        for (const file of files) assert.deepEqual(topicWords(file), []);
      }
  });

  it('is solved by whoever knows the houses, however it is put', async () => {
    const { test, houses } = makeWideWorld(2);
    assert.equal(await accuracy({ ask: inProcess() }, test, oracle(houses)), 1);
  });

  it('keeps the same kinds for the test', () => {
    const { train, test } = makeWideWorld(1);
    assert.ok(train.every(({ kind }) => !heldOut.has(kind)));
    assert.ok(test.some(({ kind }) => heldOut.has(kind)));
  });
});
