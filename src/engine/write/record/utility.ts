import type { Utility } from '../../read/route.js';
import { type Beta, meanOf } from './beta.js';
import type { Judged } from './trackRecord.js';

/** Strength of the parent's record in a new version's prior, in runs (learning.md 2, Utility). */
const inherited = 4;
/** Normal quantile of an 80 % interval. */
const z80 = 1.28;
/** What is assumed of a new skill: one success and one failure. */
const newSkill: Beta = { a: 1, b: 1 };

/** What a new version starts with: a = 4·U(parent), b = 4·(1 - U(parent)). */
export const inherit = (parent: Beta): Beta => ({
  a: inherited * meanOf(parent),
  b: inherited * (1 - meanOf(parent)),
});

/** Judged runs of one content of a skill. */
export interface Tally {
  readonly uses: number;
  /** The same as they count today: Σ w, a run of an earlier round counts less. */
  readonly weight: number;
  /** The successes among them, weighed likewise: Σ w y. */
  readonly successes: number;
}

/**
 * Weighs runs by their age: w = decay^(age in rounds) (learning.md 2, Utility).
 * @param now the round they are looked at from
 */
export function tallyOf(judged: readonly Judged[], now: number, decay: number): Tally {
  let [weight, successes] = [0, 0];
  for (const { round, passed } of judged) {
    const counts = decay ** (now - round);
    weight += counts;
    if (passed) successes += counts;
  }
  return { uses: judged.length, weight, successes };
}

/**
 * Posterior of the success rate of the last content (learning.md 2, Utility). The first starts with a = b = 1; a later one as
 * {@link inherit} says, so that a rewrite keeps its parent's reputation until it has its own.
 * @param tallies from the first content to the present one, each made from the one before
 */
export function posteriorOf(tallies: readonly Tally[]): Beta {
  let posterior = newSkill;
  for (const [index, { weight, successes }] of tallies.entries()) {
    const prior = index === 0 ? newSkill : inherit(posterior);
    posterior = { a: prior.a + successes, b: prior.b + weight - successes };
  }
  return posterior;
}

/** What is shown of the posterior of the last content: its mean, U, and U ± 1.28·√(U(1 - U)/(n + 3)), n being the weighed runs. @param tallies see {@link posteriorOf} */
export function utilityOf(tallies: readonly Tally[]): Utility {
  const mean = meanOf(posteriorOf(tallies));
  const { uses, weight } = tallies.at(-1) ?? { uses: 0, weight: 0 };
  const half = z80 * Math.sqrt((mean * (1 - mean)) / (weight + 3));
  const weighed = weight < uses ? { weight } : {};
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), uses, ...weighed };
}
