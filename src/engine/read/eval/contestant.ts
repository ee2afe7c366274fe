import type { RouterModel } from '../model.js';
import type { Ranking } from '../ranking.js';
import type { SkillIndex } from '../skillIndex.js';

export type Method = 'bm25' | 'usage' | 'trained';

/** What a method says of a task: a score for every skill, in the order of the library. */
export interface Answer {
  readonly scores: Float32Array;
  /** Plain BM25F, 0 to 1. */
  readonly bm25f: Float32Array;
  /** Of the router alone. */
  readonly ranking?: Ranking;
}

/** Something that ranks skills for a task. */
export type Contestant = (task: string) => Answer;

/** Plain BM25F. */
export const bm25Contestant =
  (index: SkillIndex): Contestant =>
  (task) => {
    const bm25f = index.bm25f(index.lookup(task));
    return { scores: bm25f, bm25f };
  };

/** BM25F with the usage bonus. @param used 1 for each skill that has succeeded at least once */
export const usageContestant =
  (index: SkillIndex, used: Uint8Array): Contestant =>
  (task) => {
    const bm25f = index.bm25f(index.lookup(task));
    return { scores: withUsageBonus(bm25f, used), bm25f };
  };

/** The router. */
export const routerContestant =
  (model: RouterModel): Contestant =>
  (task) => {
    const ranking = model.rank(task);
    return { scores: ranking.scores, bm25f: ranking.bm25f, ranking };
  };

/** 8 × BM25F / (sum of the query's idf), where BM25F has its factor k1 + 1 = 2.2, which ours lacks. */
const textWeight = 8 * 2.2;
const bonus = 3;

/** The cheap rival: a constant for skills that have succeeded, beside BM25F. A skill that no word speaks for gets nothing. */
export const withUsageBonus = (bm25f: Float32Array, used: Uint8Array): Float32Array =>
  bm25f.map((score, skill) => (score > 0 ? textWeight * score + (used[skill] ? bonus : 0) : 0));
