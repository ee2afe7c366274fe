import { generator } from '../random.js';

/** A mean difference and the interval that 95 % of the resamples fall into. */
export interface Interval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

const resamples = 1000;

/**
 * Paired bootstrap (Efron and Tibshirani 1993): both values belong to the same query, and queries are drawn again.
 * @param differences of one query each
 */
export function pairedInterval(differences: readonly number[], seed: number): Interval {
  const size = differences.length;
  if (size === 0) return { difference: 0, low: 0, high: 0 };
  const random = generator(seed);
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < size; drawn++) sum += differences[Math.floor(random() * size)] ?? 0;
    return sum / size;
  }).sort();
  const at = (quantile: number): number => means[Math.round(quantile * (resamples - 1))] ?? 0;
  return {
    difference: differences.reduce((sum, one) => sum + one, 0) / size,
    low: at(0.025),
    high: at(0.975),
  };
}
