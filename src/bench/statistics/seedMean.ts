import type { Interval } from '../report/benchReport.js';

/**
 * 0.975 quantiles of Student's distribution for 1 to 30 degrees of freedom (Student 1908; Fisher and Yates, Statistical Tables, table III).
 */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/**
 * Mean over seeds with its 95 % interval (Student's t), kept within what a share can be. Fewer than two seeds say nothing about the others:
 * 0 to 1. Beyond 31 seeds the quantile of 30 degrees of freedom is used, which is a little too wide.
 * @param shares one per seed, 0 to 1
 */
export function seedMean(shares: readonly number[]): Interval {
  const n = shares.length;
  const mean = n === 0 ? 0 : shares.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, low: 0, high: 1, n };
  const variance = shares.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = (quantiles[n - 2] ?? 2.042) * Math.sqrt(variance / n);
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), n };
}
