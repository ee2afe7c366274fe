import type { Share } from './report.js';

/** Normal quantile of a 95 % interval. */
const z = 1.96;

/** A share with its 95 % score interval (Wilson 1927), which stays within 0 and 1 and is honest for few tasks. Without tasks it says nothing: 0 to 1. */
export function wilson(successes: number, count: number): Share {
  if (count === 0) return { value: 0, low: 0, high: 1, count };
  const value = successes / count;
  const weight = 1 + z ** 2 / count;
  const centre = (value + z ** 2 / (2 * count)) / weight;
  const half = (z / weight) * Math.sqrt((value * (1 - value)) / count + z ** 2 / (4 * count ** 2));
  // Not even rounding may leave the share outside.
  return {
    value,
    low: Math.max(0, Math.min(value, centre - half)),
    high: Math.min(1, Math.max(value, centre + half)),
    count,
  };
}
