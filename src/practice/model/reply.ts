import { type ChatBody, textOf } from '../wire.js';
import { act } from './act.js';
import { attribute } from './attribute.js';
import type { Character } from './character.js';
import { create } from './create.js';
import { judge } from './judge.js';
import { judgeQueries } from './judgeQueries.js';
import type { Prompt, Reply } from './prompt.js';
import { merge } from './merge.js';
import { rewrite } from './rewrite.js';
import { routeFix } from './routeFix.js';
import { split } from './split.js';
import { writeQueries } from './writeQueries.js';

const duties: readonly (readonly [heading: string, carryOut: (prompt: Prompt) => string])[] = [
  ['## Attribute the failure', attribute],
  ['## Rewrite the skill', rewrite],
  ['## Create a skill', create],
  ['## Split the skill', split],
  ['## Fix the description of the skill', routeFix],
  ['## Merge two skills', merge],
  ['## Judge the answer', judge],
  ['## Write queries for a skill', writeQueries],
  ['## Judge queries against a skill', judgeQueries],
];

/**
 * The reply to a request: a pure function of the messages, the tools, the seed and the model's name. The model knows the vocabulary of
 * conventions and how to calculate with them, never which of them hold: that must stand in the request.
 */
export function reply(body: ChatBody, character: Character): Reply {
  const prompt: Prompt = {
    body,
    text: body.messages.map(textOf).join('\n'),
    character,
    salt: character.salt + body.model,
  };
  const first = body.messages.find(({ role }) => role === 'user');
  const opening = first ? textOf(first) : '';
  const duty = duties.find(([heading]) => opening.startsWith(`${heading}\n`));
  return duty ? { content: duty[1](prompt), calls: [] } : act(prompt);
}
