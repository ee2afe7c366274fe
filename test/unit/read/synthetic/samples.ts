import type { SkillText } from '../../../../src/engine/read/example.js';
import type { ChatModel, ChatRequest } from '../../../../src/engine/ports.js';
import { ledgerSkill } from '../../../../src/practice/workspace/texts.js';
import { skillFrom } from '../../practice/support/run.js';

const { name, description, body } = skillFrom(ledgerSkill());

/** The skill of the practice workspace. */
export const ledger: SkillText = { id: name, name, description, body };

export const never = new AbortController().signal;

/** What a model says that writes these queries. */
export const writes = (positives: readonly unknown[], negatives: readonly unknown[]): string =>
  JSON.stringify({
    positive_queries: positives.map((query) => ({ query, why_fit: 'r' })),
    negative_queries: negatives.map((query) => ({ query, why_relevant: 'r', why_useless: 'r' })),
  });

/** A model that answers by a function of the last message and remembers what it was asked. */
export function thinking(
  answer: (prompt: string, call: number) => string,
): ChatModel & { readonly asked: ChatRequest[] } {
  const asked: ChatRequest[] = [];
  return {
    asked,
    info: { id: 't', label: 'thinking', simulated: false },
    chat: (request) => {
      asked.push(structuredClone(request));
      return Promise.resolve({
        content: answer(request.messages.at(-1)?.content ?? '', asked.length),
        toolCalls: [],
        finish: 'stop',
        usage: { promptTokens: 10, completionTokens: 1 },
      });
    },
  };
}

/** The queries a judge is shown, in its order. */
export const shownTo = (prompt: string): string[] =>
  [...prompt.matchAll(/^<query n="\d+">(.*)<\/query>$/gm)].map(([, query = '']) => query);

/** A reply of a judge who finds that these queries fit, and no others. */
export const judges = (prompt: string, fits: (query: string) => boolean): string =>
  JSON.stringify({ judgements: shownTo(prompt).map((query, index) => ({ query: index + 1, fits: fits(query) })) });

export const isJudging = (prompt: string): boolean => prompt.startsWith('## Judge');
