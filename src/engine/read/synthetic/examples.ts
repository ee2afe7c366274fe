import { HumanError } from '../../errors.js';
import type { ChatModel } from '../../ports.js';
import type { Example } from '../example.js';
import { judge, type Whole } from './judge.js';
import { wanted } from './prompts.js';
import { type Queries, synthesize } from './synthesize.js';

/** A skill enters the library with this many positives and near-misses when the model yields them (issue 4). */
export const enough = 5;
/** How often the model is asked for queries: once more when the judge left too few. */
const rounds = 2;

/**
 * Writes queries for a skill and keeps those whose label the judge confirms, at most {@link wanted} of each kind. When the judge leaves fewer
 * than {@link enough} of a kind there is one more round; what there is then is what there is.
 * @throws {HumanError} when the model, or its server, gives nothing usable in the first round. @throws {CancelledError}
 */
export async function checkedQueries(model: ChatModel, skill: Whole, signal: AbortSignal): Promise<Queries> {
  let kept: Queries = { positives: [], negatives: [] };
  const known: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const more = await checkedRound(model, skill, known, signal).catch((error: unknown) => {
      // What the first round gave was paid for and is good.
      if (round > 1 && kept.positives.length && error instanceof HumanError) return undefined;
      throw error;
    });
    if (!more) break;
    kept = {
      positives: [...kept.positives, ...more.positives].slice(0, wanted),
      negatives: [...kept.negatives, ...more.negatives].slice(0, wanted),
    };
    if (kept.positives.length >= enough && kept.negatives.length >= enough) break;
  }
  return kept;
}

/** One round: writing, then judging. Everything that was written is added to `known`, also what the judge turned down. */
async function checkedRound(model: ChatModel, skill: Whole, known: string[], signal: AbortSignal): Promise<Queries> {
  const { positives, negatives } = await synthesize(model, skill, known, signal);
  known.push(...positives, ...negatives);
  const fits = await judge(model, skill, [...positives, ...negatives], signal);
  return {
    positives: positives.filter((query) => fits.get(query) === true),
    negatives: negatives.filter((query) => fits.get(query) === false),
  };
}

/**
 * What the router learns from the queries of a skill.
 * @param at when they were made, milliseconds since the epoch
 */
export const syntheticExamples = (id: string, { positives, negatives }: Queries, at: number): Example[] => [
  ...positives.map((query): Example => ({ query, positives: [id], negatives: [], source: 'synthetic', at })),
  ...negatives.map((query): Example => ({ query, positives: [], negatives: [id], source: 'synthetic', at })),
];
