import assert from 'node:assert/strict';
import type { Ranked } from '../../../src/engine/read/ranking.js';
import { decide } from '../../../src/engine/read/policy.js';

const ranked = (id: string, score: number, probability: number, trained = true): Ranked => ({
  ...{ id, score, probability, trained, words: [], fits: probability >= 0.2 },
  parts: { text: score, memory: 0, learned: 0, usage: 0, vectors: 0 },
});

type Decided = Parameters<typeof decide>[0];

const rankingOf = (all: readonly Ranked[], confidence: Decided['confidence'] = 'use'): Decided => ({
  top: (limit) => all.slice(0, limit),
  confidence,
});

const seeds = Array.from({ length: 2000 }, (_, n) => `run-${n}`);

/** How often each skill is chosen, as a share. */
function shares(ranking: Decided): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const seed of seeds) {
    const { chosen, explored } = decide(ranking, seed);
    assert.equal(explored === true, chosen !== ranking.top()[0]?.id);
    counts[chosen ?? 'none'] = (counts[chosen ?? 'none'] ?? 0) + 1 / seeds.length;
  }
  return counts;
}

describe('policy of the router', () => {
  it('takes the best, or none where nothing fits', () => {
    const all = [ranked('a', 3, 0.9), ranked('b', 2.8, 0.8)];
    assert.deepEqual(decide(rankingOf(all), undefined), { chosen: 'a', confidence: 'use' });
    assert.deepEqual(decide(rankingOf(all, 'slate'), undefined), { chosen: 'a', confidence: 'slate' });
    assert.deepEqual(decide(rankingOf(all, 'none'), 'seed'), { chosen: null, confidence: 'none' });
    assert.deepEqual(decide(rankingOf([]), 'seed'), { chosen: null, confidence: 'none' });
  });

  it('draws among the best three by Boltzmann with T = 0.5 where the margin is small', () => {
    const all = [ranked('a', 3, 0.9), ranked('b', 2.5, 0.8), ranked('c', 2, 0.5), ranked('d', 1.9, 0.5)];
    const found = shares(rankingOf(all));
    const weights = [1, Math.exp(-1), Math.exp(-2)];
    const sum = weights.reduce((a, b) => a + b);
    for (const [index, id] of ['a', 'b', 'c'].entries())
      assert.ok(Math.abs((found[id] ?? 0) - (weights[index] ?? 0) / sum) < 0.03, `${id}: ${found[id]}`);
    assert.equal(found.d, undefined);
  });

  it('never draws at a margin of 1 nat, what is below the threshold, or where nothing was tried yet', () => {
    assert.deepEqual(Object.keys(shares(rankingOf([ranked('a', 3, 0.9), ranked('b', 2, 0.8)]))), ['a']);
    assert.deepEqual(Object.keys(shares(rankingOf([ranked('a', 3, 0.9), ranked('b', 2.9, 0.1)]))), ['a']);
    const untried = [ranked('a', 3, 0.9, false), ranked('b', 2.9, 0.8, false)];
    assert.deepEqual(Object.keys(shares(rankingOf(untried))), ['a']);
  });

  it('draws the same for the same run', () => {
    const ranking = rankingOf([ranked('a', 3, 0.9), ranked('b', 2.9, 0.8)]);
    for (const seed of seeds.slice(0, 50)) assert.deepEqual(decide(ranking, seed), decide(ranking, seed));
  });
});
