import type { ChatMessage } from '../../../../src/engine/ports.js';
import { complete, type Completion } from '../../../../src/practice/completion.js';
import { type Character, characters, steady } from '../../../../src/practice/model/character.js';
import { type ChatBody, chatBody } from '../../../../src/practice/wire.js';

/** Something that answers a chat-completions request. */
export type Ask = (body: ChatBody) => Promise<Completion>;

/** The model in this process. What it gets and gives goes through JSON, as over HTTP. */
export const inProcess =
  (changes: Partial<Character> = {}): Ask =>
  (body) =>
    Promise.resolve(copy(complete(chatBody.parse(copy(body)), { ...(characters[body.model] ?? steady), ...changes })));

/** The model behind a server. */
export const overHttp =
  (baseUrl: string): Ask =>
  async (body) => {
    const response = await fetch(`${baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Completion;
  };

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Messages of the product as they go over the wire. */
export const wire = (messages: readonly ChatMessage[]): ChatBody['messages'] =>
  messages.map((message) => {
    if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.content };
    if (message.role !== 'assistant' || !message.toolCalls?.length)
      return { role: message.role, content: message.content };
    const calls = message.toolCalls.map(({ id, name, arguments: text }) => ({
      id,
      type: 'function',
      function: { name, arguments: text },
    }));
    return { role: 'assistant', content: message.content, tool_calls: calls };
  });

/** The text of a completion. */
export const said = (completion: Completion): string => completion.choices[0].message.content ?? '';
