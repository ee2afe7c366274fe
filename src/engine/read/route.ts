import type { Text } from '../text.js';

/** One part of a candidate's score. The parts add up to the score. */
export interface ScorePart {
  readonly id: 'name' | 'description' | 'body';
  readonly value: number;
}

/** A skill (or "no skill") the router scored. */
export interface Candidate {
  /** `null` is "no skill". */
  readonly skill: string | null;
  readonly version: number | null;
  /** Normalised BM25F, 0 to 1: the share of the task's information (sum of idf) that the skill covers; for "no skill" the threshold. */
  readonly score: number;
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
}

/** The router's decision. */
export interface Route {
  readonly chosen: string | null;
  readonly version: number | null;
  /** `person` when the user picked the skill ("use this one instead"). */
  readonly by: 'router' | 'person';
  /** Best first, "no skill" included. */
  readonly candidates: readonly Candidate[];
  /** Skills scored in all. */
  readonly considered: number;
  /** Skills left out because nobody has looked at their present content; absent when there are none. */
  readonly unreviewed?: number;
}
