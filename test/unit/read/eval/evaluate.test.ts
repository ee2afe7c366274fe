import assert from 'node:assert/strict';
import { evaluate, type EvalSettings } from '../../../../src/engine/read/eval/evaluate.js';
import type { EvalReport } from '../../../../src/engine/read/eval/evalReport.js';
import type { NearMiss, Query } from '../../../../src/engine/read/eval/routerData.js';
import { english } from '../../../../src/engine/text.js';

const topics = ['apple', 'boat', 'cedar', 'drum', 'engine', 'flute', 'grape', 'hammer', 'island', 'jacket'];
const skills = topics.map((topic) => ({ id: topic, name: topic, description: `All about the ${topic}.`, body: '' }));
const settings: EvalSettings = { method: 'trained', split: 'test', seed: 1, perSkill: Infinity };

const run = (queries: readonly Query[], more: Partial<EvalSettings> = {}, told?: string[]): Promise<EvalReport> =>
  evaluate(
    { skills, queries, unknown: 0 },
    { ...settings, ...more },
    (what) => told?.push(english(what)),
    new AbortController().signal,
  );

describe('evaluating the router', () => {
  const asked = topics.map((topic) => ({ query: `where is my ${topic}`, positives: [topic], split: 'test' }));

  it('learns nothing from a task that is asked as a near-miss', async () => {
    // Words that nothing else holds: whoever has learned from the task knows it at once.
    const tasks = topics.flatMap((topic, at) =>
      [0, 1].map((one) => ({ query: `zz${topic}${one} qq${at}${one}`, positives: [topic], split: 'train' })),
    );
    const nearMisses: NearMiss[] = tasks.map(({ query, positives }) => ({
      query: query.toUpperCase(),
      not: positives[0] ?? '',
    }));
    const { negatives } = await run([...asked, ...tasks], { nearMisses });
    assert.equal(negatives?.n, 10);
    // All of them if they had been learned from. By chance one in ten and more: skills whose near-misses were given stand back for the others.
    assert.ok(negatives.forbidden < 0.5, String(negatives.forbidden));
  });

  it('gives no task that is asked as a near-miss of the skill that is right', async () => {
    const tasks = topics.map((topic) => ({ query: `paint the ${topic}`, positives: [topic], split: 'train' }));
    const nearMisses = asked.map(({ query, positives }) => ({ query, not: positives[0] ?? '' }));
    const plain = await run([...asked, ...tasks]);
    const { negatives, ...beside } = await run([...asked, ...tasks], { nearMisses });
    assert.equal(negatives?.n, 5);
    // All of the other half is asked as well, so that nothing of it may be given: how sure the router is must not change.
    assert.deepEqual({ ...beside, train_ms: 0, us_per_query: 0 }, { ...plain, train_ms: 0, us_per_query: 0 });
  });

  it('asks near-misses of a model that has learned from the other half', async () => {
    const tasks = topics.map((topic) => ({ query: `paint the ${topic}`, positives: [topic], split: 'train' }));
    const nearMisses = topics.flatMap((topic) =>
      ['opera', 'museum', 'ballad', 'novel'].map((about) => ({ query: `a ${about} of the ${topic}`, not: topic })),
    );
    const { negatives } = await run([...asked, ...tasks], { nearMisses });
    assert.ok(negatives && negatives.forbidden < negatives.bm25_forbidden, JSON.stringify(negatives));
  });

  it('has skills join a library that was trained without them', async () => {
    // Words that stand in no skill and in no other task: only its own examples can tell.
    const tasks = topics.flatMap((topic) =>
      ['one', 'two', 'three', 'four'].map((word, at) => ({
        query: `zz${topic} ${word}`,
        positives: [topic],
        split: at === 3 ? 'test' : 'train',
      })),
    );
    const [none, some] = [await run(tasks, { newSkill: 0 }), await run(tasks, { newSkill: 2 })];
    assert.deepEqual(none.newSkill, { own: 0, skills: 10, n: 10, 'recall@1': 0, 'bm25@1': 0 });
    assert.deepEqual(some.newSkill, { own: 2, skills: 10, n: 10, 'recall@1': 1, 'bm25@1': 0 });
  });

  it('asks of a new skill what it alone is right for, and leaves out those with too few examples', async () => {
    const pair = { query: 'the apple on the boat', positives: ['apple', 'boat'], split: 'test' };
    const tasks = topics
      .slice(0, 3)
      .map((topic) => ({ query: `paint the ${topic}`, positives: [topic], split: 'train' }));
    const more = [{ query: 'where is my cedar', positives: ['cedar'], split: 'test' }, pair];
    const { newSkill } = await run([...tasks, ...more], { newSkill: 1 });
    assert.deepEqual([newSkill?.skills, newSkill?.n], [1, 1]);
    const { newSkill: five } = await run([...tasks, ...more], { newSkill: 5 });
    assert.deepEqual(five, { own: 5, skills: 0, n: 0, 'recall@1': 0, 'bm25@1': 0 });
  });

  it('counts skills as labelled only where they have examples', async () => {
    const tasks = [{ query: 'paint the apple', positives: ['apple'], split: 'train' }];
    const both = [
      { query: 'the apple on the boat', positives: ['apple'], split: 'test' },
      { query: 'the boat', positives: ['boat'], split: 'test' },
      { query: 'my boat', positives: ['boat'], split: 'test' },
    ];
    const report = await run([...tasks, ...both], { perSkill: 1 });
    assert.equal(report.restricted, 1 / 3);
  });

  it('ends when it is cancelled', async () => {
    await assert.rejects(
      evaluate({ skills, queries: manyTasks(), unknown: 0 }, settings, () => undefined, AbortSignal.abort()),
      { name: 'CancelledError' },
    );
  });

  it('says how far it is', async () => {
    const told: string[] = [];
    await run(manyTasks(), {}, told);
    assert.match(told.join('\n'), /^Training 1 of 1: \d+ %$/m);
  });
});

/** Enough that the work is done in several slices. */
const manyTasks = (): Query[] =>
  topics.flatMap((topic) =>
    Array.from({ length: 100 }, (_, at) => ({
      query: `question ${at} on the ${topic} and ${topics[at % 10]}`,
      positives: [topic],
      split: at % 5 === 0 ? 'test' : 'train',
    })),
  );
