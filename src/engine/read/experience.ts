import { weights, youngBonus } from './weights.js';

/** Runs imagined before the first, half of them failed: one failure is not yet a record. */
const imagined = 4;

/** Tasks after which half is known of which skills are in use: after a few, most of those that will be used have not been. */
const halfSeen = 20;

/** How often each skill has worked and failed: the explicit usage prior (router.md 3, "usage prior versus real discrimination"). */
export class Experience {
  readonly positives: Float32Array;
  /** Runs that failed, and tasks it does not fit. */
  readonly failures: Float32Array;
  /** Of those the tasks that somebody said it does not fit. */
  readonly refusals: Float32Array;
  /** Skills that fit at least one task. */
  #used = 0;
  #examples = 0;
  readonly #runs: Float32Array;
  /** {@link Experience.prior} of every skill; made anew when it is asked for after a change. */
  #priors: Float32Array | undefined;

  /** @param size number of skills */
  constructor(size: number) {
    this.positives = new Float32Array(size);
    this.failures = new Float32Array(size);
    this.refusals = new Float32Array(size);
    this.#runs = new Float32Array(size);
  }

  /** A task this skill fits. */
  fits(skill: number): void {
    if (this.positives[skill] === 0) this.#used++;
    this.positives[skill] = (this.positives[skill] ?? 0) + 1;
    this.#examples++;
    this.#priors = undefined;
  }

  /** Somebody said that it does not fit a task: that counts like a run that failed. */
  refused(skill: number): void {
    this.refusals[skill] = (this.refusals[skill] ?? 0) + 1;
    this.ran(skill, false);
  }

  /** A run with this skill worked or not. */
  ran(skill: number, worked: boolean): void {
    this.#runs[skill] = (this.#runs[skill] ?? 0) + 1;
    if (!worked) this.failures[skill] = (this.failures[skill] ?? 0) + 1;
    this.#priors = undefined;
  }

  /** Of a library that is mostly unused, what is in use is likelier from the start; of one that is all in use, nothing is. */
  #inUse(): number {
    const crowd = weights.inUse * Math.log(this.positives.length / Math.max(1, this.#used));
    return (Math.min(weights.inUseMost, crowd) * this.#examples) / (this.#examples + halfSeen);
  }

  /** What its use so far says for a skill, in nats; 0 for one that was never used. */
  prior(skill: number): number {
    return this.priors[skill] ?? 0;
  }

  /** {@link Experience.prior} of every skill. */
  get priors(): Float32Array {
    if (this.#priors) return this.#priors;
    const inUse = this.#inUse();
    this.#priors = this.positives.map((fits, skill) => this.#prior(fits, this.#runs[skill] ?? 0, skill, inUse));
    return this.#priors;
  }

  #prior(fits: number, runs: number, skill: number, inUse: number): number {
    if (fits === 0 && runs === 0) return 0;
    const failures = this.failures[skill] ?? 0;
    const kept = (fits + 1) / (fits + failures + 1);
    const grown = fits > 0 ? kept * (inUse + weights.workedMore * Math.log2(fits)) : 0;
    return grown - (runs > 0 ? (weights.failed * failures) / (runs + imagined) : 0);
  }

  /**
   * Where most of a library has examples, a skill without any lacks the terms that the others have: it is given some of them, in nats. Not in
   * training, which would learn to take it away again.
   */
  get untried(): number {
    return (weights.untried * this.#used) / Math.max(1, this.positives.length);
  }

  /**
   * What a young skill is given, in nats. Memory and training know it from few tasks or none, and its rivals from many: what they say for those
   * grows about with the logarithm of their number, so that is what it lacks.
   */
  young(skill: number): number {
    const fits = this.positives[skill] ?? 0;
    const typical = this.#examples / Math.max(1, this.#used);
    const behind = weights.behind * Math.log((1 + typical) / (1 + Math.max(1, fits)));
    return Math.max(youngBonus / (1 + fits), behind);
  }
}
