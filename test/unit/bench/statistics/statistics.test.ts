import assert from 'node:assert/strict';
import type { Interval } from '../../../../src/bench/report/benchReport.js';
import { change, mcnemar } from '../../../../src/bench/statistics/mcnemar.js';
import { pairedDifference, tally } from '../../../../src/bench/statistics/pairedDifference.js';
import { proportion } from '../../../../src/bench/statistics/proportion.js';
import { seedMean } from '../../../../src/bench/statistics/seedMean.js';

const near = (value: number, wanted: number, by = 1e-9): void =>
  assert.ok(Math.abs(value - wanted) <= by, `${value} is not ${wanted}`);
const rounded = ({ mean, low, high, n }: Interval, digits: number): number[] => [
  ...[mean, low, high].map((value) => Number(value.toFixed(digits))),
  n,
];

describe('statistics of a benchmark', () => {
  it("gives a share with Wilson's interval", () => {
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20.
    assert.deepEqual(rounded(proportion(81, 263), 4), [0.308, 0.2553, 0.3662, 263]);
    assert.deepEqual(rounded(proportion(15, 148), 4), [0.1014, 0.0624, 0.1605, 148]);
    assert.deepEqual(rounded(proportion(0, 20), 4), [0, 0, 0.1611, 20]);
    assert.deepEqual(proportion(0, 0), { mean: 0, low: 0, high: 1, n: 0 });
  });

  describe("McNemar's exact test", () => {
    it('is the two-sided binomial tail', () => {
      // (1 + 6) / 64 twice: one loss among six changes.
      near(mcnemar(5, 1), 14 / 64);
      near(mcnemar(1, 5), 14 / 64);
      near(mcnemar(8, 0), 2 / 256);
      // 1 + 10 + 45 of 1024, twice.
      near(mcnemar(8, 2), 112 / 1024);
    });

    it('is 1 where nothing changed or both sides are the same', () => {
      assert.equal(mcnemar(0, 0), 1);
      assert.equal(mcnemar(3, 3), 1);
    });

    it('stays a number for thousands of tasks', () => {
      near(mcnemar(2000, 2000), 1);
      // The binomials of 4000 up to 1800 over 2^4000, twice, summed in whole numbers (Python's fractions): 2.72156776824e-10.
      near(mcnemar(2200, 1800) / 2.72156776824e-10, 1, 1e-8);
    });

    it('counts what was gained and lost on the same tasks', () => {
      const first = [true, true, false, false, false, false];
      const last = [true, false, true, true, true, false];
      // Four changes, one of them a loss: (1 + 4) / 16 twice.
      assert.deepEqual(change(first, last), { gained: 3, lost: 1, p: 10 / 16 });
      assert.throws(() => change([true], []), RangeError);
    });
  });

  describe('a paired difference', () => {
    it('is drawn again pair by pair', () => {
      // Two pairs, 0 and 1 apart: a quarter of the resamples has mean 0, a quarter 1.
      assert.deepEqual(pairedDifference([0.5, 1], [0.5, 0]), { mean: 0.5, low: 0, high: 1, n: 2 });
      // One of eight pairs differs: it is drawn Binomial(8, 1/8) times. P(0) = 0.344, P(<= 2) = 0.933, P(<= 3) = 0.989.
      const ours = [0.8, 0, 0, 0, 0, 0, 0, 0];
      const { low, high, mean, n } = pairedDifference(
        ours,
        ours.map(() => 0),
      );
      near(mean, 0.1);
      near(low, 0);
      near(high, 0.3);
      assert.equal(n, 8);
    });

    it('does not vary with what both sides share', () => {
      const theirs = [0.1, 0.9, 0.4, 0.7];
      const { low, high } = pairedDifference(
        theirs.map((value) => value + 0.05),
        theirs,
      );
      near(low, 0.05);
      near(high, 0.05);
    });

    it('of a single pair says nothing about others', () => {
      assert.deepEqual(pairedDifference([0.75], [0.25]), { mean: 0.5, low: -1, high: 1, n: 1 });
      assert.deepEqual(pairedDifference([], []), { mean: 0, low: -1, high: 1, n: 0 });
      assert.throws(() => pairedDifference([1], []), RangeError);
    });

    it('is counted in pairs won and lost', () =>
      assert.deepEqual(tally([0.5, 0.6, 0.7, 0.1], [0.4, 0.6, 0.9, 0.2]), { better: 1, worse: 2, same: 1 }));
  });

  it("has Student's interval for a mean over seeds", () => {
    // Mean 0.7, deviation 0.1, t(2) = 4.303: half 4.303 * 0.1 / sqrt(3) = 0.24843.
    assert.deepEqual(rounded(seedMean([0.6, 0.7, 0.8]), 4), [0.7, 0.4516, 0.9484, 3]);
    // 0.9 and 1: half 12.706 * 0.0707107 / sqrt(2) = 0.6353, cut at 1.
    assert.deepEqual(rounded(seedMean([0.9, 1]), 4), [0.95, 0.3147, 1, 2]);
    assert.deepEqual(seedMean([0.4]), { mean: 0.4, low: 0, high: 1, n: 1 });
    assert.deepEqual(seedMean([]), { mean: 0, low: 0, high: 1, n: 0 });
    // 40 seeds, half of them 0.4, half 0.6: deviation sqrt(0.4 / 39), half 2.042 * 0.101274 / sqrt(40) = 0.032698.
    const many = Array.from({ length: 40 }, (_, index) => (index % 2 ? 0.4 : 0.6));
    assert.deepEqual(rounded(seedMean(many), 4), [0.5, 0.4673, 0.5327, 40]);
  });
});
