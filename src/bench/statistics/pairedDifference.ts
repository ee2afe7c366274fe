import { pairedInterval } from '../../engine/read/eval/bootstrap.js';
import type { Interval } from '../report/benchReport.js';

/** Draws for the interval; fixed, so that the same figures always have the same interval. */
const draws = 1;

/**
 * Mean of `ours` minus `theirs` with the interval that 95 % of the resamples of its pairs fall into (paired bootstrap, Efron and Tibshirani
 * 1993, percentiles). One pair has no spread to draw from: its interval is all that a difference of shares can be, -1 to 1.
 * @param ours shares of 0 to 1, one per seed
 * @param theirs of the same seeds in the same order
 */
export function pairedDifference(ours: readonly number[], theirs: readonly number[]): Interval {
  if (ours.length !== theirs.length) throw new RangeError('pairs have two sides');
  const differences = ours.map((value, index) => value - (theirs[index] ?? 0));
  const { difference, low, high } = pairedInterval(differences, draws);
  const n = differences.length;
  return n < 2 ? { mean: difference, low: -1, high: 1, n } : { mean: difference, low, high, n };
}

/** In how many pairs the first was better, worse and the same. */
export function tally(
  ours: readonly number[],
  theirs: readonly number[],
): { readonly better: number; readonly worse: number; readonly same: number } {
  if (ours.length !== theirs.length) throw new RangeError('pairs have two sides');
  const signs = ours.map((value, index) => Math.sign(value - (theirs[index] ?? 0)));
  const count = (sign: number): number => signs.filter((one) => one === sign).length;
  return { better: count(1), worse: count(-1), same: count(0) };
}
