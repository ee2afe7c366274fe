import { text } from '../../text.js';
import { type Pick, calibrationError } from './calibrationError.js';
import { type Answer, type Contestant, withUsageBonus } from './contestant.js';
import { auroc, mean, meanReciprocal, placeOf, recallAt, share } from './metrics.js';
import { pairedInterval } from './bootstrap.js';
import type { EvalReport } from './evalReport.js';
import { decide } from '../policy.js';
import type { Query } from './routerData.js';
import type { Work } from './work.js';

/** How one query was answered. */
export interface Row {
  /** Places of the best right skill, from 1; none for a query that no skill fits. */
  readonly places?: {
    readonly method: number;
    readonly bm25: number;
    readonly usage: number;
    /** By BM25F among the skills that have examples. */
    readonly restricted: number;
  };
  /** How sure the method was of its first pick: the probability of the router, the score of the others. */
  readonly sure: number;
  /** Of the router alone. */
  readonly pick?: Pick & {
    /** A right skill is chosen: the router does not go without one. */
    readonly chosen: boolean;
  };
  readonly micros: number;
}

/** What is known while a part is asked. */
export interface Asking {
  readonly numbers: ReadonlyMap<string, number>;
  /** 1 for each skill with an example. */
  readonly used: Uint8Array;
  /** 1 for each skill that could have one. */
  readonly labelled: Uint8Array;
}

/** Queries answered before the clock counts: until then the machine is still compiling. */
const warmUp = 50;

/** Asks all queries. @throws {CancelledError} */
export async function askAll(
  queries: readonly Query[],
  contestant: Contestant,
  asking: Asking,
  work: Work,
): Promise<readonly Row[]> {
  for (const { query } of queries.slice(0, warmUp)) contestant(query);
  const rows: Row[] = [];
  for (const { query, positives } of queries) {
    const from = performance.now();
    const answer = contestant(query);
    const micros = (performance.now() - from) * 1000;
    rows.push({ ...rowOf(answer, positives, asking), micros });
    await work.turn(() => text('Asking: {0} of {1} queries', rows.length, queries.length));
  }
  return rows;
}

function rowOf(
  { scores, bm25f, ranking }: Answer,
  positives: readonly string[],
  { numbers, used, labelled }: Asking,
): Omit<Row, 'micros'> {
  const right = positives.flatMap((id) => numbers.get(id) ?? []);
  const [first] = ranking?.top(1) ?? [];
  const sure = ranking ? (first?.probability ?? 0) : scores.reduce((most, score) => Math.max(most, score), 0);
  return {
    sure,
    ...(ranking && {
      pick: {
        probability: sure,
        right: first !== undefined && positives.includes(first.id),
        chosen: positives.includes(decide(ranking, undefined).chosen ?? ''),
      },
    }),
    ...(right.length > 0 && {
      places: {
        method: placeOf(scores, right),
        bm25: placeOf(bm25f, right),
        usage: placeOf(withUsageBonus(bm25f, used), right),
        restricted: placeOf(bm25f, right, labelled),
      },
    }),
  };
}

/** The figures of all rows; comparisons and calibration of the router alone. */
export function figuresOf(rows: readonly Row[], seed: number): Omit<EvalReport, 'method' | 'skills' | 'train_ms'> {
  const answered = rows.flatMap(({ places, pick }) => (places ? [{ places, pick }] : []));
  const places = answered.map((row) => row.places.method);
  const sure = (fits: boolean): number[] =>
    rows.filter((row) => (row.places !== undefined) === fits).map((row) => row.sure);
  const area = auroc(sure(true), sure(false));
  const picks = rows.flatMap(({ pick }) => pick ?? []);
  const first = (place: number): number => (place === 1 ? 1 : 0);
  const against = (rival: 'bm25' | 'usage'): ReturnType<typeof pairedInterval> =>
    pairedInterval(
      answered.map((row) => first(row.places.method) - first(row.places[rival])),
      seed,
    );
  return {
    n: places.length,
    'recall@1': recallAt(places, 1),
    'recall@5': recallAt(places, 5),
    'recall@10': recallAt(places, 10),
    mrr: meanReciprocal(places),
    us_per_query: mean(rows.map(({ micros }) => micros)),
    ...(area !== undefined && { auroc: area }),
    ...(picks.length > 0 && {
      ece: calibrationError(picks),
      restricted: share(answered, (row) => row.places.restricted === 1),
      minus_bm25: against('bm25'),
      minus_usage: against('usage'),
    }),
  };
}
