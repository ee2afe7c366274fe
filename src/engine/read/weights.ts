/**
 * How the parts of a score count, in nats for a part of 1. Chosen once on held-out pieces of the train parts of the measured data sets, the same for
 * all of them (docs/ROUTER.md has the figures); prototype: router.md 3.
 */
export const weights = {
  /** BM25F and resemblance, each the share of the task that a skill covers. */
  text: 17.6,
  /** BM25 against the tasks a skill has worked for, and the cosine with the nearest of them. */
  pastBm25: 17.6,
  nearest: 6,
  /** Cosine with the nearest task that the skill is known not to fit. */
  nearestMiss: 15,
  /** A skill that has worked at least once, for each e-fold by which the library is larger than the part in use; and what each doubling of its successes adds. */
  inUse: 0.75,
  inUseMost: 3.5,
  workedMore: 0.15,
  /** A skill without examples, where all others have some. */
  untried: 3,
  /** A young skill, for each e-fold by which skills in use have more examples than it has. */
  behind: 3,
  /** The share of a skill's runs that failed, shrunk. */
  failed: 4,
  /** Cosine of embeddings above the task's mean over all skills, where they are configured (router.md 5.4). */
  vectors: 8,
} as const;

/** Examples at which a skill's past tasks count half of their weight: one task alone misleads more often than it helps. */
export const halfTrust = 1;

/** Least bonus (nats) of a young skill without examples, falling as 3/(1+n) (router.md 5.5), and the tasks after which it is young no longer. */
export const youngBonus = 3;
export const youngFor = 50;

/**
 * The share of the task's information (BM25F) that a skill's own words must cover to speak for it. It lies between what fits nothing (at most 0.12)
 * and what fits (at least 0.18) on the practice world's tasks.
 */
export const leastText = 0.15;
