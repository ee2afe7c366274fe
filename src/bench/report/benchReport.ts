import type { Text } from '../../engine/text.js';

/**
 * Everything that is shown of a benchmark, computed from its output folder: what `report.html` and the panel's Learning tab draw. Shares are 0 to 1,
 * tokens are as the endpoint reports them, times are milliseconds.
 */
export interface BenchReport {
  readonly name: string;
  /** When it began, milliseconds since 1970. */
  readonly startedAt: number;
  /** The practice model took part: "Simulated" stands on everything. */
  readonly simulated: boolean;
  readonly model: string;
  /** World or task file, as it was asked for. */
  readonly tasks: string;
  /** Tasks of one seed: those learned from in each round, those tested after it, and of these the ones of kinds that were never learned from. */
  readonly counts?: { readonly train: number; readonly test: number; readonly unseen: number };
  readonly seeds: readonly string[];
  readonly rounds: number;
  /** What the configuration changed of the world, its model or the write step, each as `model.writeErr = 0.6`; absent: nothing. */
  readonly changed?: readonly string[];
  /** The round from which on conventions of the world are others; absent where they stay. */
  readonly drift?: number;
  /** All episodes of all conditions are there. */
  readonly complete: boolean;
  /** A model judged some answers. */
  readonly judged: boolean;
  readonly conditions: readonly ConditionReport[];
  /** Each condition against `naive` and `full`, where those ran. */
  readonly comparisons: readonly Comparison[];
  /** Memorising, stuck feedback and the like, each one sentence. */
  readonly warnings: readonly Text[];
}

/** A mean with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Episodes (or seeds, where it is a mean of seeds) behind it. */
  readonly n: number;
}

export interface ConditionReport {
  readonly name: string;
  /** From round 0, before anything was learned. */
  readonly curve: readonly CurveRound[];
  readonly domains: readonly DomainReport[];
  readonly edits: EditCounts;
  readonly cost: CostReport;
  /** McNemar's exact test between the first and the last round, on the same requests; conventions may have changed between. */
  readonly firstToLast: { readonly gained: number; readonly lost: number; readonly p: number };
  /** The first seed's library at the end, laid out in the plane by likeness. */
  readonly map: readonly MapPoint[];
  /** What the skills of each cluster of the map have in common, strongest word first; none for those that fit no other. */
  readonly clusters?: readonly (readonly string[])[];
}

export interface CurveRound {
  readonly round: number;
  readonly test: Interval;
  readonly unseen: Interval;
  /** Test tasks in words that training has too, and those in words it has not; absent where the world does not tell them apart. */
  readonly wording?: { readonly known: Interval; readonly novel: Interval };
  /** Accuracy while learning; absent for round 0. */
  readonly train?: Interval;
  /** One value per seed, in the order of {@link BenchReport.seeds}. */
  readonly bySeed: readonly number[];
  /** Mean number of skills. */
  readonly library: number;
  /** Mean tokens per seed up to and with this round. */
  readonly tokens: number;
  /** Where the first seed stands after this round. */
  readonly detail: RoundDetail;
}

/** The library and the failures of one seed after one round. */
export interface RoundDetail {
  readonly skills: readonly { readonly name: string; readonly version: number; readonly description: string }[];
  readonly failures: readonly {
    readonly id: string;
    readonly domain: string;
    readonly skill: string | null;
    readonly prompt: string;
  }[];
}

/** How a domain went, and how much of it came from skills that were learned in another domain. */
export interface DomainReport {
  readonly domain: string;
  readonly first: Interval;
  readonly last: Interval;
  /** Test tasks that passed with a skill learned in this domain, in another one, with one that was there from the start, and with none. */
  readonly passedWith: {
    readonly own: number;
    readonly other: number;
    readonly seed: number;
    readonly none: number;
  };
}

/** Means per seed. */
export interface EditCounts {
  readonly proposed: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Why candidates were turned down, with how often. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly rolledBack: number;
  readonly archived: number;
  /** Accepted edits that lowered and raised test accuracy, paired with slips off; absent where that was not measured. */
  readonly harmful?: number;
  readonly helpful?: number;
}

/** Tokens, requests and time, mean per seed, by what they were spent on. */
export interface CostReport {
  readonly tokens: {
    readonly act: number;
    readonly attribute: number;
    readonly write: number;
    readonly gate: number;
    readonly test: number;
  };
  readonly requests: number;
  readonly ms: number;
  /** Money, where a price is known. */
  readonly money?: { readonly amount: number; readonly currency: string };
}

/** A skill in the plane: near ones say alike things. `x` and `y` are 0 to 1. */
export interface MapPoint {
  readonly skill: string;
  readonly x: number;
  readonly y: number;
  readonly cluster: number;
  readonly uses: number;
  readonly passed: number;
}

/** One condition against another, paired by seed: the last round's test accuracy. */
export interface Comparison {
  readonly condition: string;
  readonly against: string;
  readonly difference: Interval;
  /** Seeds in which it was better, worse and the same. */
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  /** Tokens of learning (act, attribute, write, gate) as a ratio to the other's. */
  readonly tokens: number;
}
