import assert from 'node:assert/strict';
import { asExamples, drawPerSkill, halvesOf, withheld } from '../../../../src/engine/read/eval/draw.js';
import { partsOf } from '../../../../src/engine/read/eval/parts.js';
import type { Query } from '../../../../src/engine/read/eval/routerData.js';

const pool: readonly Query[] = Array.from({ length: 60 }, (_, at) => ({
  query: `task ${at}`,
  // Ten skills of six queries each; every third query fits another skill as well.
  positives: at % 3 === 0 ? [`s${at % 10}`, 's9'] : [`s${at % 10}`],
  split: at % 6 === 0 ? 'test' : 'train',
}));

const counts = (queries: readonly Query[]): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const { positives } of queries) {
    const [first = ''] = positives;
    found.set(first, (found.get(first) ?? 0) + 1);
  }
  return found;
};

describe('drawing examples', () => {
  it('gives each skill at most so many, and all it has when it has fewer', () => {
    assert.deepEqual([...counts(drawPerSkill(pool, 2, 1)).values()], new Array(10).fill(2));
    assert.equal(drawPerSkill(pool, Infinity, 1).length, 60);
    assert.equal(drawPerSkill(pool, 100, 1).length, 60);
    assert.equal(drawPerSkill(pool, 0, 1).length, 0);
  });

  it('draws the same by the same seed, others by another', () => {
    assert.deepEqual(drawPerSkill(pool, 2, 7), drawPerSkill(pool, 2, 7));
    assert.notDeepEqual(drawPerSkill(pool, 2, 7), drawPerSkill(pool, 2, 8));
  });

  it('leaves withheld skills out altogether and changes nothing for the others', () => {
    const held = new Set(['s3', 's9']);
    const rest = drawPerSkill(pool, 2, 5, held);
    assert.ok(rest.every(({ positives }) => positives.length > 0 && !positives.some((id) => held.has(id))));
    const queries = (list: readonly Query[]): string[] => list.map(({ query }) => query);
    const all = drawPerSkill(pool, 2, 5).filter(({ positives }) => !held.has(positives[0] ?? ''));
    assert.deepEqual(queries(rest), queries(all));
  });

  it('withholds a share of the labelled skills by seed', () => {
    assert.equal(withheld(pool, 0.3, 1).size, 3);
    assert.deepEqual(withheld(pool, 0.3, 1), withheld(pool, 0.3, 1));
    assert.notDeepEqual(withheld(pool, 0.3, 1), withheld(pool, 0.3, 2));
  });

  it('passes no query without a skill on as an example', () => {
    assert.equal(drawPerSkill([{ query: 'x', positives: [], split: 'train' }], 5, 1).length, 0);
    assert.deepEqual(asExamples([{ query: 'x', positives: ['a'], split: 'train' }]), [
      { query: 'x', positives: ['a'], negatives: [], source: 'outcome', outcome: 1, at: 0 },
    ]);
  });
});

describe('parts of the data', () => {
  it('asks the split and learns from train alone', () => {
    const [part, ...others] = partsOf([...pool, { query: 'y', positives: ['s1'], split: 'dev' }], {
      split: 'test',
      seed: 1,
    });
    assert.equal(others.length, 0);
    assert.deepEqual([part?.pool.length, part?.asked.length], [50, 10]);
  });

  it('learns from nothing when train itself is asked', () => {
    const [part] = partsOf(pool, { split: 'train', seed: 1 });
    assert.deepEqual([part?.pool.length, part?.asked.length], [0, 50]);
  });

  it('asks every query once in cross-validation, of a model that has not seen it', () => {
    const parts = partsOf(pool, { split: 'test', seed: 2, folds: 7 });
    assert.equal(parts.length, 7);
    assert.deepEqual(
      parts.flatMap(({ asked }) => asked.map(({ query }) => query)).sort(),
      pool.map(({ query }) => query).sort(),
    );
    for (const part of parts) {
      assert.equal(part.pool.length + part.asked.length, pool.length);
      assert.ok(part.asked.every((one) => !part.pool.includes(one)));
    }
  });

  it('says which splits there are', () => {
    assert.throws(() => partsOf(pool, { split: 'dev', seed: 1 }), /“dev”; there are: test, train/);
    assert.throws(() => partsOf(pool.slice(0, 3), { split: 'test', seed: 1, folds: 4 }), /fewer queries/);
  });

  it('halves near-misses without parting those of the same task', () => {
    const misses = Array.from({ length: 40 }, (_, at) => ({
      query: at % 2 ? `Task  ${at >> 1}` : `task ${at >> 1}`,
      not: `s${at}`,
    }));
    const { given, asked } = halvesOf(misses, 3);
    assert.deepEqual([given.length, asked.length], [20, 20]);
    const tasks = new Set(given.map(({ query }) => query.toLowerCase().replace(/ +/g, ' ')));
    assert.ok(asked.every(({ query }) => !tasks.has(query.toLowerCase().replace(/ +/g, ' '))));
  });
});
