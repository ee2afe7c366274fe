import { text } from '../../text.js';
import type { RouterModel } from '../model.js';
import type { Seen, Unseen } from './evalReport.js';
import { placeOf, recallAt, share } from './metrics.js';
import type { Query } from './routerData.js';
import type { Work } from './work.js';

/** How a query was answered by a model without the examples of some skills, and by one with all. */
export interface HoldoutRow {
  readonly seen: boolean;
  readonly place: number;
  readonly placeAll: number;
  readonly bm25: number;
  readonly onSlate: boolean;
}

export interface HoldoutInput {
  readonly asked: readonly Query[];
  /** Ids of the skills that got no example. */
  readonly held: ReadonlySet<string>;
  /** Ids of the skills that did. */
  readonly given: ReadonlySet<string>;
  readonly without: RouterModel;
  readonly all: RouterModel;
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * Asks the queries whose skills were all withheld, and those of which none was and one has examples.
 * @throws {CancelledError}
 */
export async function askHoldout(input: HoldoutInput, work: Work): Promise<readonly HoldoutRow[]> {
  const { held, given, without, all, numbers } = input;
  const rows: HoldoutRow[] = [];
  for (const { query, positives } of input.asked) {
    if (positives.length === 0) continue;
    const seen = !positives.some((id) => held.has(id)) && positives.some((id) => given.has(id));
    if (!seen && !positives.every((id) => held.has(id))) continue;
    const right = positives.flatMap((id) => numbers.get(id) ?? []);
    const ranking = without.rank(query);
    rows.push({
      seen,
      place: placeOf(ranking.scores, right),
      placeAll: placeOf(all.rank(query).scores, right),
      bm25: placeOf(ranking.bm25f, right),
      onSlate: ranking.slate().some(({ id }) => positives.includes(id)),
    });
    await work.turn(() => text('Asking: {0} of {1} queries', rows.length, input.asked.length));
  }
  return rows;
}

export function holdoutFigures(rows: readonly HoldoutRow[]): { readonly seen: Seen; readonly unseen: Unseen } {
  const seen = rows.filter((row) => row.seen);
  const unseen = rows.filter((row) => !row.seen);
  const recall = recallAt(
    seen.map(({ place }) => place),
    1,
  );
  const recallAll = recallAt(
    seen.map(({ placeAll }) => placeAll),
    1,
  );
  return {
    seen: { n: seen.length, 'recall@1': recall, 'recall@1_all': recallAll, loss: recallAll - recall },
    unseen: {
      n: unseen.length,
      'recall@1': share(unseen, ({ place }) => place === 1),
      'slate@8': share(unseen, ({ onSlate }) => onSlate),
      'bm25@5': share(unseen, ({ bm25 }) => bm25 <= 5),
      'bm25@8': share(unseen, ({ bm25 }) => bm25 <= 8),
    },
  };
}
