import * as z from 'zod';
import type { ChatModel } from '../../ports.js';
import { askModel } from '../../write/ask.js';
import type { SkillText } from '../example.js';
import { cleanQueries, foldQuery } from './clean.js';
import { synthesisPrompt, wanted } from './prompts.js';
import { readReply } from './reply.js';

/** Queries for one skill: tasks that need it, and near-misses that do not. */
export interface Queries {
  readonly positives: readonly string[];
  readonly negatives: readonly string[];
}

/** Entries of a reply that are looked at; a model that was asked for six and writes more than this has lost its way. */
const mostEntries = 50;

// The reasons that are asked for, too, make a model think before it labels; nobody needs them afterwards.
const entries = z.array(z.object({ query: z.string() })).max(mostEntries);
const reply = z.object({ positive_queries: entries, negative_queries: entries });

/**
 * Asks the model for queries from the skill's name and description: at most {@link wanted} of each kind, cleaned, none of them known.
 * @param known queries there are already, to avoid
 * @throws {HumanError} when the model gives no reply with a usable positive query; with `known` ones a usable near-miss is enough. @throws {CancelledError}
 */
export async function synthesize(
  model: ChatModel,
  skill: Pick<SkillText, 'name' | 'description'>,
  known: readonly string[],
  signal: AbortSignal,
): Promise<Queries> {
  return await askModel(
    model,
    synthesisPrompt(skill, known),
    (content) => {
      const said = readReply(content, reply);
      const seen = new Set(known.map(foldQuery));
      const take = (entries: readonly { readonly query: string }[]): string[] =>
        cleanQueries(
          entries.map(({ query }) => query),
          skill,
          seen,
        ).slice(0, wanted);
      const positives = take(said.positive_queries);
      const negatives = take(said.negative_queries);
      // What a further round is for may be near-misses alone.
      if (!positives.length && !(known.length && negatives.length))
        throw new Error('No positive query was usable: they must be new, short, and not name the skill.');
      return { positives, negatives };
    },
    signal,
  );
}
