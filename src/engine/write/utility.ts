import type { Utility } from '../read/route.js';

/** Strength of the parent's record in a new version's prior, in runs (learning.md 2, Utility). */
const inherited = 4;
/** Normal quantile of an 80 % interval. */
const z80 = 1.28;

/** Judged runs of one version. */
export interface Tally {
  readonly successes: number;
  readonly failures: number;
}

/**
 * Posterior success rate of the last of a skill's versions (learning.md 2): U = (a + successes) / (a + b + runs). The first version
 * starts with a = b = 1; a later one with a = 4·U(parent), b = 4·(1 - U(parent)), so that a rewrite keeps its parent's reputation until
 * it has its own.
 * @param tallies one per version, oldest first
 */
export function utilityOf(tallies: readonly Tally[]): Utility {
  let prior = { a: 1, b: 1 };
  let utility: Utility = { mean: 0.5, ...interval(0.5, 0), uses: 0 };
  for (const { successes, failures } of tallies) {
    const uses = successes + failures;
    const mean = (prior.a + successes) / (prior.a + prior.b + uses);
    utility = { mean, ...interval(mean, uses), uses };
    prior = { a: inherited * mean, b: inherited * (1 - mean) };
  }
  return utility;
}

/** Mean ± 1.28 standard errors with three pseudo-runs, cut to [0, 1]. */
function interval(mean: number, uses: number): { low: number; high: number } {
  const half = z80 * Math.sqrt((mean * (1 - mean)) / (uses + 3));
  return { low: Math.max(0, mean - half), high: Math.min(1, mean + half) };
}
