import { text } from '../../text.js';
import type { Example } from '../example.js';
import type { RouterModel } from '../model.js';
import { decide } from '../policy.js';
import type { Row } from './answers.js';
import type { Negatives } from './evalReport.js';
import { share } from './metrics.js';
import type { NearMiss } from './routerData.js';
import type { Work } from './work.js';

/** What was picked for a near-miss. */
export interface NearMissRow {
  /** The first by score is the forbidden skill. */
  readonly forbidden: boolean;
  /** It is also what is chosen: something speaks for it, and enough. */
  readonly chosen: boolean;
  readonly bm25Forbidden: boolean;
}

/** Near-misses as what somebody has made up for the skills. */
export const nearMissExamples = (misses: readonly NearMiss[]): Example[] =>
  misses.map(({ query, not }, at) => ({ query, positives: [], negatives: [not], source: 'synthetic', at }));

/** Asks near-misses. @throws {CancelledError} */
export async function askNearMisses(
  misses: readonly NearMiss[],
  model: RouterModel,
  work: Work,
): Promise<readonly NearMissRow[]> {
  const rows: NearMissRow[] = [];
  for (const { query, not } of misses) {
    const ranking = model.rank(query);
    rows.push({
      forbidden: ranking.top(1)[0]?.id === not,
      chosen: decide(ranking, undefined).chosen === not,
      bm25Forbidden: ranking.rivals.bm25[0] === not,
    });
    await work.turn(() => text('Asking: {0} of {1} near-misses', rows.length, misses.length));
  }
  return rows;
}

/** @param answers to the queries that skills do fit */
export function nearMissFigures(rows: readonly NearMissRow[], answers: readonly Row[]): Negatives {
  return {
    n: rows.length,
    forbidden: share(rows, ({ forbidden }) => forbidden),
    forbidden_abstaining: share(rows, ({ chosen }) => chosen),
    'recall@1_abstaining': share(
      answers.filter(({ places }) => places),
      ({ places, pick }) => places !== undefined && pick?.chosen === true,
    ),
    bm25_forbidden: share(rows, ({ bm25Forbidden }) => bm25Forbidden),
  };
}
