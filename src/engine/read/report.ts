import type { Text } from '../text.js';

/** A share with its 95 % Wilson interval; all between 0 and 1. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Tasks it rests on. */
  readonly count: number;
}

/** The three ways of choosing that are compared: the router, plain BM25F, BM25F with a bonus for skills that have worked. */
export interface Compared<T> {
  readonly router: T;
  readonly bm25: T;
  readonly usage: T;
}

/** Share of right first picks over the graded tasks up to `tasks`, in a moving window. */
export interface CurvePoint {
  /** Graded tasks so far. */
  readonly tasks: number;
  readonly recall: Compared<Share>;
}

/** One bin of the calibration plot: runs whose predicted probability of success was about `predicted`. */
export interface CalibrationBin {
  /** Mean predicted probability, 0 to 1. */
  readonly predicted: number;
  readonly observed: Share;
}

/** What the router has learned about a skill. */
export interface LearnedSkill {
  readonly skill: string;
  readonly worked: number;
  readonly failed: number;
  /** Labels given by the person (*use another skill*). */
  readonly corrections: number;
  readonly synthetic: number;
  /** Right first picks on graded tasks whose right skill is this one; `null` without such tasks. */
  readonly recall: { readonly router: number; readonly bm25: number } | null;
  /** Words of tasks that speak for the skill, strongest first, and those that speak against it. */
  readonly more: readonly string[];
  readonly less: readonly string[];
}

/** One trained model. */
export interface GenerationInfo {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly trainMs: number;
  readonly examples: number;
  readonly skills: number;
  /** Right first picks on the time-held-out examples, 0 to 1; `null` when there were too few to hold out. */
  readonly heldOut: number | null;
  readonly state: 'in-use' | 'replaced' | 'refused' | 'reverted';
  /** Why it is used or not, in a sentence. */
  readonly result: Text;
  /** Whether its files are there, so that it can be put in use again. */
  readonly usable: boolean;
  /** Some of what it was trained on was made by the practice model. */
  readonly simulated: boolean;
}

/** Everything the *Router* tab and `memento router` show of what the router has learned. Derived from the run log and the generations. */
export interface RouterReport {
  /** Tasks whose right skill is known. */
  readonly graded: number;
  /** Whether any of them were run by the practice model. */
  readonly simulated: boolean;
  readonly recallAt1: Compared<Share> | null;
  readonly recallAt5: Compared<Share> | null;
  readonly curve: readonly CurvePoint[];
  /** Graded tasks at which a generation was put in use. */
  readonly generationTicks: readonly { readonly tasks: number; readonly generation: number }[];
  readonly calibration: readonly CalibrationBin[];
  /** Expected calibration error over those bins, 0 to 1; `null` without judged runs. */
  readonly calibrationError: number | null;
  /** Skills with examples, the most used first, then those without. */
  readonly learned: readonly LearnedSkill[];
  /** Newest first. */
  readonly generations: readonly GenerationInfo[];
  /** Outcomes since the last training, and after how many it is trained anew. */
  readonly outcomesSince: number;
  readonly trainAfter: number;
  /** Training that goes on now. */
  readonly training: { readonly done: number; readonly of: number; readonly what: Text } | null;
}
