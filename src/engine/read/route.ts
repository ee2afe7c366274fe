import type { Text } from '../text.js';

/**
 * One part of a candidate's score, in nats. The parts add up to the score: `text` is BM25F over the skill's words, `memory` BM25 over the tasks it
 * has worked for, `learned` the trained residual, `usage` how often it has worked, `vectors` the cosine of embeddings where they are configured.
 * Runs logged before the router learned have the share of `name`, `description` and `body` instead.
 */
export interface ScorePart {
  readonly id: 'text' | 'memory' | 'learned' | 'usage' | 'vectors' | 'name' | 'description' | 'body';
  readonly value: number;
}

/** A skill (or "no skill") the router scored. */
export interface Candidate {
  /** `null` is "no skill". */
  readonly skill: string | null;
  readonly version: number | null;
  /** Sum of the parts; for "no skill" the threshold. Candidates are ordered by it. */
  readonly score: number;
  /**
   * Calibrated probability that a run with this skill succeeds, 0 to 1; for "no skill" the least probability at which a skill is used.
   * Absent in runs logged before the router learned.
   */
  readonly probability?: number;
  /** It is on the slate because skills without examples keep a place there, not for its score. */
  readonly guaranteed?: boolean;
  readonly parts: readonly ScorePart[];
  /** Words of the task that the skill matches, strongest first. */
  readonly words: readonly string[];
  /** Posterior success rate of this version, 0 to 1, and the runs it rests on; absent for "no skill". */
  readonly utility?: Utility;
  /** Why it was chosen or not. */
  readonly why: Text;
}

/** Posterior success rate of a skill version (DESIGN.md 2). */
export interface Utility {
  /** Mean of the posterior, 0 to 1. */
  readonly mean: number;
  /** 80 % interval, 0 to 1. */
  readonly low: number;
  readonly high: number;
  /** Judged runs of this version. */
  readonly uses: number;
  /** The same as they count today, below `uses` as runs of earlier rounds count less; absent where each counts in full. */
  readonly weight?: number;
}

/** The router's decision. */
export interface Route {
  readonly chosen: string | null;
  readonly version: number | null;
  /** `person` when the user picked the skill ("use this one instead"), `retry` when the next of the slate is tried after a failure. */
  readonly by: 'router' | 'person' | 'retry';
  /**
   * `use`: the choice is clear. `slate`: the model is shown the slate, because the probability lies between the two thresholds.
   * `none`: nothing fits; a new skill may be worth it. Absent in older runs.
   */
  readonly confidence?: 'use' | 'slate' | 'none';
  /** A margin so small that the second best was tried to learn from it. */
  readonly explored?: boolean;
  /** The skill that would have been used and was withheld, to see what the task comes to without it; `chosen` is `null` then. */
  readonly masked?: string;
  /** Generation of the trained model that scored; absent when none was in use. */
  readonly generation?: number;
  /** First five skills by plain BM25F and by BM25F with the usage bonus: what the router is compared with. */
  readonly rivals?: { readonly bm25: readonly string[]; readonly usage: readonly string[] };
  /** Best first, "no skill" included. */
  readonly candidates: readonly Candidate[];
  /** Skills scored in all. */
  readonly considered: number;
  /** Skills left out because nobody has looked at their present content; absent when there are none. */
  readonly unreviewed?: number;
}
