import assert from 'node:assert/strict';
import type { Candidate, Route } from '../../../../src/engine/read/route.js';
import { routeFacts } from '../../../../src/engine/store/routeFacts.js';
import { text } from '../../../../src/engine/text.js';
import { mergersOf } from '../../../../src/engine/write/record/mergers.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';

const candidate = (skill: string | null, probability: number): Candidate => ({
  ...{ skill, version: 1, score: probability, probability, parts: [], words: [], why: text('Chosen.') },
});

/** A run whose best two are these; the first is used unless another one is named. */
const routed = (first: string, second: string, behind: number, more: Partial<Route> = {}) => {
  const candidates = [candidate(first, 0.8), candidate(null, 0.2), candidate(second, 0.8 * (1 - behind))];
  const rivals = { bm25: [], usage: [] };
  return { route: routeFacts({ chosen: first, version: 1, by: 'router', candidates, considered: 2, rivals, ...more }) };
};
const times = <T>(count: number, of: T): T[] => Array.from({ length: count }, () => of);
const found = (runs: readonly ReturnType<typeof routed>[], may: (skill: string) => boolean = () => true) =>
  mergersOf(runs, may, defaultLearning).map(({ skills, close }) => [...skills, close]);

describe('skills to merge', () => {
  const [close, far] = [routed('a', 'b', 0.09), routed('a', 'c', 0.5)];

  it('are the best two within a tenth of each other, on half of the uses', () => {
    assert.deepEqual(found([...times(5, close), ...times(5, far)]), [['a', 'b', 5]]);
    assert.deepEqual(found([...times(5, close), ...times(6, far)]), []);
    assert.deepEqual(found(times(5, routed('a', 'b', 0.11))), []);
  });

  it('are not, where one of them is mostly used for something else', () => {
    assert.deepEqual(found([...times(5, close), ...times(11, routed('b', 'c', 0.5))]), []);
    assert.deepEqual(found([...times(5, close), ...times(10, routed('b', 'c', 0.5))]), [['b', 'a', 5]]);
  });

  it('were so close at least four times', () => {
    assert.deepEqual(found(times(4, close)), [['a', 'b', 4]]);
    assert.deepEqual(found(times(3, close)), []);
  });

  it('are told alike whichever of them was used', () => {
    assert.deepEqual(found([...times(2, close), ...times(3, routed('b', 'a', 0.02))]), [['b', 'a', 5]]);
    const explored = routed('a', 'b', 0.05, { chosen: 'b', explored: true });
    assert.deepEqual(found([...times(3, close), explored]), [['a', 'b', 4]]);
  });

  it('are chosen by the router, and may both be changed', () => {
    assert.deepEqual(found(times(5, routed('a', 'b', 0.05, { by: 'person' }))), []);
    assert.deepEqual(
      found(times(5, close), (skill) => skill !== 'b'),
      [],
    );
  });
});
