import assert from 'node:assert/strict';
import { tallyOf, utilityOf, type Tally } from '../../../../src/engine/write/record/utility.js';
import { near } from './tracks.js';

/** Runs of the present round. */
const runs = (successes: number, failures: number): Tally => ({
  uses: successes + failures,
  weight: successes + failures,
  successes,
});

describe('utility', () => {
  it('is one half and nothing known before the first use', () => {
    const fresh = utilityOf([runs(0, 0)]);
    assert.equal(fresh.mean, 0.5);
    assert.equal(fresh.uses, 0);
    assert.equal(fresh.weight, undefined);
  });

  it('is the posterior mean with one imagined success and failure', () => {
    near(utilityOf([runs(3, 1)]).mean, 4 / 6);
  });

  it('starts a new version with four runs of its parent, and a success raises it', () => {
    near(utilityOf([runs(0, 1)]).mean, 1 / 3);
    near(utilityOf([runs(0, 1), runs(0, 0)]).mean, 1 / 3);
    near(utilityOf([runs(0, 1), runs(1, 0)]).mean, (4 / 3 + 1) / 5);
    // The third starts with 4 · 7/15 imagined successes.
    near(utilityOf([runs(0, 1), runs(1, 0), runs(0, 2)]).mean, (4 * (7 / 15)) / 6);
  });

  it('has an interval of 1.28 standard errors with three imagined runs, inside 0 and 1', () => {
    const { mean, low, high } = utilityOf([runs(6, 4)]);
    const half = 1.28 * Math.sqrt((mean * (1 - mean)) / 13);
    near(low, mean - half);
    near(high, mean + half);
    const [few, many] = [utilityOf([runs(2, 0)]), utilityOf([runs(40, 0)])];
    assert.ok(many.high - many.low < few.high - few.low);
    assert.equal(many.high, 1);
    assert.equal(utilityOf([runs(0, 40)]).low, 0);
  });
});

describe('the weight of a run', () => {
  it('is 1 in its round and falls to 0.7 with each round, for successes and failures alike', () => {
    const judged = [
      { round: 0, passed: true },
      { round: 1, passed: false },
      { round: 2, passed: true },
    ];
    const tally = tallyOf(judged, 2, 0.7);
    assert.equal(tally.uses, 3);
    near(tally.weight, 0.49 + 0.7 + 1);
    near(tally.successes, 0.49 + 1);
    near(utilityOf([tally]).mean, (1 + 1.49) / (2 + 2.19));
  });

  it('makes the interval wider as the runs get older, and leaves the number of uses', () => {
    const judged = Array.from({ length: 10 }, (_, index) => ({ round: 0, passed: index < 7 }));
    const [then, later] = [0, 3].map((now) => utilityOf([tallyOf(judged, now, 0.7)]));
    assert.ok(then && later);
    assert.ok(later.high - later.low > then.high - then.low);
    near(later.weight, 10 * 0.343);
    assert.equal(later.uses, 10);
  });
});
