import * as z from 'zod';
import type { ChatModel } from '../../ports.js';
import { sha256 } from '../../store/hash.js';
import { askModel } from '../../write/ask.js';
import type { SkillText } from '../example.js';
import { judgePrompt } from './prompts.js';
import { readReply } from './reply.js';

/** Everything of a skill that can be read. */
export type Whole = Omit<SkillText, 'id'>;

const reply = z.object({
  judgements: z.array(z.object({ query: z.number().int(), fits: z.boolean() })).max(500),
});

/**
 * Asks the model, which now reads the whole skill, for which queries it would help. The queries come in an order that only their own text
 * and the skill decide, so that nothing tells the labels they were written for, and the same queries are asked in the same order again.
 * @returns what was said, by query; one that was not judged, or judged both ways, is absent
 * @throws {HumanError} when the model gives no reply that judges any query. @throws {CancelledError}
 */
export async function judge(
  model: ChatModel,
  skill: Whole,
  queries: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, boolean>> {
  if (!queries.length) return new Map();
  const seed = sha256(JSON.stringify([skill.name, skill.description, skill.body]));
  const shuffled = queries
    .map((query) => ({ query, place: sha256(seed + query) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ query }) => query);
  return await askModel(
    model,
    judgePrompt(skill, shuffled),
    (content) => {
      const judged = agreed(readReply(content, reply).judgements, shuffled);
      if (!judged.size) throw new Error('No query was judged: give the number of each query and true or false.');
      return judged;
    },
    signal,
  );
}

function agreed(
  judgements: readonly { readonly query: number; readonly fits: boolean }[],
  queries: readonly string[],
): Map<string, boolean> {
  return new Map(
    queries.flatMap((query, index): [string, boolean][] => {
      const said = new Set(judgements.filter((one) => one.query === index + 1).map(({ fits }) => fits));
      const [fits] = said;
      return fits === undefined || said.size > 1 ? [] : [[query, fits]];
    }),
  );
}
