import * as z from 'zod';
import { HumanError, TooLongError } from '../errors.js';
import type { ChatMessage, ChatModel } from '../ports.js';
import { english, type Text, text } from '../text.js';

/** Replies that could not be read are sent back with what is wrong this many times. */
const repairs = 2;
/** Where one good reply is wanted and no variety. */
const calm = 0.2;
/** Of an unreadable reply, and of what is wrong with it, so much goes back to the model, in characters. */
const longestEcho = 16_000;
const longestReason = 2000;

/** The model never gave a reply that could be used. `why` says what was wrong with the last one, as the model was told. */
export class UnusableReplyError extends HumanError {
  constructor(
    sentence: Text,
    readonly why: string,
    cause: unknown,
  ) {
    super(sentence, 'retry', { cause });
  }
}

const neverUsable = ({ info }: ChatModel, why: string, cause: unknown): UnusableReplyError =>
  new UnusableReplyError(
    text('The model “{0}” gave no usable reply to a request about its skills.', info.label),
    why,
    cause,
  );

/** What is asked, and how much replies to it may differ. */
export interface Question {
  readonly messages: readonly ChatMessage[];
  /** 0 to 1. */
  readonly temperature: number;
  /** For endpoints that know it: another seed, another reply. */
  readonly seed?: number;
}

/** As {@link ask}, where one reply is wanted. */
export const askModel = <T>(
  model: ChatModel,
  messages: readonly ChatMessage[],
  read: (reply: string) => T,
  signal: AbortSignal,
): Promise<T> => ask(model, { messages, temperature: calm }, read, signal);

/**
 * Asks the model and reads its reply; an unreadable reply is sent back with the reason, at most twice.
 * @param read throws an Error whose message tells the model what to correct
 * @throws {UnusableReplyError} when the model never gives a readable reply, or the request is longer than it can take
 * @throws {HumanError} when the model fails
 * @throws {CancelledError} when the signal fires
 */
export async function ask<T>(
  model: ChatModel,
  { messages, ...variety }: Question,
  read: (reply: string) => T,
  signal: AbortSignal,
): Promise<T> {
  const talk = [...messages];
  for (let attempt = 0; ; attempt++) {
    const reply = await model.chat({ messages: talk, ...variety }, {}, signal).catch(noReply);
    try {
      if (reply.finish === 'length') throw new Error('The reply was cut off: answer shorter.');
      return read(reply.content);
    } catch (error) {
      const why = (error as Error).message.slice(0, longestReason);
      if (attempt >= repairs) throw neverUsable(model, why, error);
      talk.push(
        { role: 'assistant', content: reply.content.slice(0, longestEcho) },
        {
          role: 'user',
          content: `That reply could not be used: ${why} Reply again.`,
        },
      );
    }
  }
}

/** What is asked about a run that is over must not undo it: that the model cannot take so much is no reply, as an unreadable one is none. */
function noReply(error: unknown): never {
  throw error instanceof TooLongError ? new UnusableReplyError(error.text, english(error.text), error) : error;
}

/** Reads the JSON object of a reply: the last json block, else the text from the first to the last brace. */
export function readJson<T>(reply: string, schema: z.ZodType<T>): T {
  // No two parts of it match the same character: a reply of nothing but line ends must not hold anything up.
  const block = [...reply.matchAll(/```(?:json)?[^\S\n]*\n([\s\S]*?)```/g)].at(-1)?.[1];
  const source = block ?? reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1);
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new Error('It held no valid JSON object.');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}
