// The small face of zod: it alone makes the bundle of the practice worker ten times smaller.
import * as z from 'zod/mini';

const part = z.looseObject({ type: z.string(), text: z.optional(z.string()) });

const toolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.nullish(z.union([z.string(), z.array(part)])),
  tool_calls: z.nullish(z.array(toolCall)),
});

/** The part of a chat-completions request that the practice model looks at; everything else is let through. */
export const chatBody = z.looseObject({
  model: z.string(),
  messages: z.array(message).check(z.minLength(1)),
  tools: z.nullish(z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) }))),
  seed: z.nullish(z.number()),
  stream: z.nullish(z.boolean()),
  stream_options: z.nullish(z.looseObject({ include_usage: z.nullish(z.boolean()) })),
});

/** The part of an embeddings request that is looked at. */
export const embeddingsBody = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).check(z.minLength(1))]),
});

export type ChatBody = z.infer<typeof chatBody>;
export type EmbeddingsBody = z.infer<typeof embeddingsBody>;
export type WireMessage = z.infer<typeof message>;

/** The text of a message, its parts joined. */
export function textOf({ content }: WireMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}
