import type { Interval } from './bootstrap.js';
import type { Method } from './contestant.js';

/** What `memento router eval --json` prints. Shares are 0 to 1; times are of this machine. */
export interface EvalReport {
  readonly method: Method;
  /** Queries that a skill of the library fits, and that were asked. */
  readonly n: number;
  readonly skills: number;
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  readonly 'recall@10': number;
  readonly mrr: number;
  /** Mean of the trainings, milliseconds; 0 where nothing was trained. */
  readonly train_ms: number;
  /** Mean time to score all skills for a query. */
  readonly us_per_query: number;
  /** How well the best probability (or score) tells queries that a skill fits from those that none does; only where there are both. */
  readonly auroc?: number;
  /** Of the router alone, as all that follows: expected calibration error of the first pick's probability. */
  readonly ece?: number;
  /** Recall@1 of BM25F among the skills that have train queries. */
  readonly restricted?: number;
  /** Recall@1 of the router minus that of plain BM25F, and of BM25F with the usage bonus. */
  readonly minus_bm25?: Interval;
  readonly minus_usage?: Interval;
  readonly seen?: Seen;
  readonly unseen?: Unseen;
  readonly newSkill?: NewSkill;
  readonly outcomes?: Outcomes;
  readonly negatives?: Negatives;
}

/** Queries for skills that kept their examples while others had none. */
export interface Seen {
  readonly n: number;
  readonly 'recall@1': number;
  /** Of the model that was trained with the examples of all skills. */
  readonly 'recall@1_all': number;
  readonly loss: number;
}

/** Queries for skills that got no example. */
export interface Unseen {
  readonly n: number;
  readonly 'recall@1': number;
  /** How often the slate of 8 holds a right skill. */
  readonly 'slate@8': number;
  readonly 'bm25@5': number;
  readonly 'bm25@8': number;
}

/** Skills that joined a trained library with a few examples of their own, each for itself. */
export interface NewSkill {
  /** Examples each had. */
  readonly own: number;
  /** Skills that joined. */
  readonly skills: number;
  /** Queries that such a skill alone is right for. */
  readonly n: number;
  readonly 'recall@1': number;
  readonly 'bm25@1': number;
}

/** Learning from outcomes alone. Lists have eight values, one for each eighth of the tasks in order. */
export interface Outcomes {
  readonly tasks: number;
  readonly trainings: number;
  /** Share of right first picks. */
  readonly trained: readonly number[];
  readonly bm25: readonly number[];
  /** Share of first picks that succeeded, which right ones do not always. */
  readonly trained_success: readonly number[];
  readonly bm25_success: readonly number[];
}

/** Near-misses that nothing was learned from. */
export interface Negatives {
  readonly n: number;
  /** How often the forbidden skill was picked first. */
  readonly forbidden: number;
  /** The same where the router may say that nothing fits, and what recall@1 is then. */
  readonly forbidden_abstaining: number;
  readonly 'recall@1_abstaining': number;
  readonly bm25_forbidden: number;
}
