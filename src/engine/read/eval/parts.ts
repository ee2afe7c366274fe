import { HumanError } from '../../errors.js';
import { text } from '../../text.js';
import { generator, shuffle } from '../random.js';
import type { Query } from './routerData.js';

export interface PartsSettings {
  /** What is asked; ignored with `folds`. */
  readonly split: string;
  readonly seed: number;
  /** Cross-validation over all queries instead of the split. */
  readonly folds?: number;
}

/** What is learned from. */
const trainSplit = 'train';

/** One training and what is asked of it. */
export interface Part {
  readonly pool: readonly Query[];
  readonly asked: readonly Query[];
}

/** Cross-validation: every query is asked once, of a model that has not seen it. */
function foldsOf(queries: readonly Query[], count: number, seed: number): readonly Part[] {
  const mixed = shuffle([...queries], generator(seed));
  return Array.from({ length: count }, (_, fold) => ({
    pool: mixed.filter((__, at) => at % count !== fold),
    asked: mixed.filter((__, at) => at % count === fold),
  }));
}

/**
 * @throws {HumanError} when there is nothing to ask
 */
export function partsOf(queries: readonly Query[], { folds, split, seed }: PartsSettings): readonly Part[] {
  if (folds !== undefined) {
    if (queries.length < folds) throw new HumanError(text('There are fewer queries than parts to divide them into.'));
    return foldsOf(queries, folds, seed);
  }
  const asked = queries.filter((one) => one.split === split);
  if (asked.length === 0) {
    const others = [...new Set(queries.map((one) => one.split))].filter(Boolean).slice(0, 9);
    throw new HumanError(text('No query belongs to the split “{0}”; there are: {1}', split, others.join(', ') || '–'));
  }
  return [{ pool: split === trainSplit ? [] : queries.filter((one) => one.split === trainSplit), asked }];
}
