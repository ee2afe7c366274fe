import assert from 'node:assert/strict';
import { type Retirable, retiring } from '../../../../src/engine/write/record/retire.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';

const skill = (name: string, more: Partial<Retirable> = {}): Retirable => ({
  skill: name,
  utility: { mean: 0.8, low: 0.7, high: 0.9, uses: 20 },
  idleRounds: 0,
  made: 'memento',
  ...more,
});
const utility = (mean: number, uses: number, weight?: number): Partial<Retirable> => ({
  utility: { mean, low: 0, high: 1, uses, ...(weight === undefined ? {} : { weight }) },
});
const arms = (mean: number, runs: number, masked: number): Partial<Retirable> => ({
  uplift: {
    mean,
    withSkill: { runs, passed: 0 },
    masked: { runs: masked, passed: masked, afterFailure: 0 },
  },
});
const why = (one: Partial<Retirable>) => retiring([skill('x', one)], defaultLearning)[0]?.because;

describe('skills to archive', () => {
  it('do badly: a utility below 0.25 on at least eight runs as they count today', () => {
    assert.equal(why(utility(0.24, 8)), 'utility');
    assert.equal(why(utility(0.25, 8)), undefined);
    assert.equal(why(utility(0.24, 7)), undefined);
    assert.equal(why(utility(0.24, 20, 7.9)), undefined, 'old runs count less');
    assert.equal(why(utility(0.24, 20, 8)), 'utility');
  });

  it('do harm: a negative uplift with at least six runs in each arm', () => {
    assert.equal(why(arms(-0.01, 6, 6)), 'uplift');
    assert.equal(why(arms(0, 6, 6)), undefined);
    assert.equal(why(arms(-0.5, 5, 6)), undefined);
    assert.equal(why(arms(-0.5, 6, 5)), undefined);
  });

  it('are idle for two rounds, if Memento made them', () => {
    assert.equal(why({ idleRounds: 2 }), 'idle');
    assert.equal(why({ idleRounds: 1 }), undefined);
    assert.equal(why({ idleRounds: 9, made: 'person' }), undefined);
  });

  it('count against what a person made, too, when they do badly; who made it is said', () => {
    const [found] = retiring([skill('x', { ...utility(0.1, 9), made: 'person' })], defaultLearning);
    assert.deepEqual([found?.because, found?.made], ['utility', 'person']);
  });

  it('are one too many: more than the cap of Memento’s own, those that helped least first', () => {
    const many = Array.from({ length: 200 }, (_, index) => skill(`s${index}`));
    const rare = skill('rare', utility(0.9, 1));
    const unused = skill('unused', utility(0.5, 0));
    assert.deepEqual(retiring(many, defaultLearning), []);
    const names = (some: readonly Retirable[]): string[] =>
      retiring(some, defaultLearning).map((one) => `${one.skill} ${one.because}`);
    assert.deepEqual(names([...many, rare]), ['rare cap']);
    assert.deepEqual(names([rare, unused, ...many]), ['unused cap', 'rare cap']);
    const persons = [skill('mine', { ...utility(0.5, 0), made: 'person' })];
    assert.deepEqual(names([...many, ...persons]), [], 'the person’s own do not count');
    const bad = skill('bad', utility(0.1, 9));
    assert.deepEqual(names([...many, bad]), ['bad utility'], 'what goes anyway makes room');
  });

  it('weighs how well a skill works by how often it was needed', () => {
    const often = skill('often', utility(0.5, 30));
    const seldom = skill('seldom', utility(0.9, 2));
    const found = retiring([often, seldom], { ...defaultLearning, activeCap: 1 });
    assert.deepEqual(
      found.map((one) => one.skill),
      ['seldom'],
    );
  });
});
