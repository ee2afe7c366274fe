import { hash32 } from './hash.js';
import type { Character } from './model/character.js';
import { reply } from './model/reply.js';
import type { ChatBody } from './wire.js';

export interface CompletionCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** A chat completion as the OpenAI interface sends it. */
export interface Completion {
  readonly id: string;
  readonly object: 'chat.completion';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly [
    {
      readonly index: 0;
      readonly message: {
        readonly role: 'assistant';
        readonly content: string | null;
        readonly tool_calls?: readonly CompletionCall[];
      };
      readonly finish_reason: 'stop' | 'tool_calls';
    },
  ];
  readonly usage: Usage;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** Tokens counted for a message besides its text: role and separators. */
const tokensPerMessage = 4;

/** About four characters of English make a token. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 4);

/** The completion of a request. Ids come from its content and the time is left at zero, so that the same request gives the same bytes. */
export function complete(body: ChatBody, character: Character): Completion {
  const { content, calls } = reply(body, character);
  const id = `chatcmpl-${hash32(JSON.stringify(body.messages)).toString(16)}`;
  const toolCalls = calls.map((call, index): CompletionCall => ({
    id: `call_${hash32(`${id}${index}`).toString(16)}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  const prompt = body.messages.reduce((total, message) => total + tokensPerMessage + tokensIn(wireText(message)), 0);
  const completion = tokensIn(content) + (calls.length ? tokensIn(JSON.stringify(toolCalls)) : 0);
  return {
    id,
    object: 'chat.completion',
    created: 0,
    model: body.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: content || null, ...(calls.length && { tool_calls: toolCalls }) },
        finish_reason: calls.length ? 'tool_calls' : 'stop',
      },
    ],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
}

const wireText = ({ content, tool_calls: calls }: ChatBody['messages'][number]): string =>
  (typeof content === 'string' ? content : JSON.stringify(content ?? '')) + (calls ? JSON.stringify(calls) : '');
