import { wilson } from '../../engine/read/wilson.js';
import type { Interval } from '../report/benchReport.js';

/**
 * The share of tasks that passed with its 95 % score interval (Wilson 1927). Without tasks it says nothing: 0 to 1.
 * @param passed 0 to `of`
 */
export function proportion(passed: number, of: number): Interval {
  const { value, low, high } = wilson(passed, of);
  return { mean: value, low, high, n: of };
}
