import type { ChatReply, Usage } from '../engine/ports.js';
import { isRecord } from './json.js';
import { wordsOf } from './serverWords.js';
import { ToolCallAssembly } from './toolCalls.js';
import type { Fault } from './wire.js';

/** The reasons a reply may end for; a server's own reason that is not here may mean anything and is an error. */
const finishes = new Map<string, ChatReply['finish']>([
  ['stop', 'stop'],
  ['tool_calls', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['length', 'length'],
  ['model_length', 'length'],
  ['content_filter', 'content_filter'],
]);

/** Collects a streamed reply. Nothing it holds is a reply before {@link ReplyCollector.finished}. */
export class ReplyCollector {
  readonly #onText: (text: string) => void;
  readonly #calls = new ToolCallAssembly();
  #content = '';
  #finish = '';
  #usage: Usage = { promptTokens: null, completionTokens: null };
  #choices = 0;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  /** True when the server has said why the reply ended: nothing but the usage may follow. */
  get finished(): boolean {
    return this.#finish !== '';
  }

  /** True when any event had the shape of a reply. */
  get readable(): boolean {
    return this.#choices > 0;
  }

  /** Takes in one event. True when it carried a piece of the reply, and was no mere sign of life. */
  add(chunk: unknown): boolean {
    if (!isRecord(chunk)) return false;
    this.#readUsage(chunk.usage);
    const list = Array.isArray(chunk.choices) ? (chunk.choices as readonly unknown[]) : [];
    const choice = list.find((entry) => isRecord(entry) && (entry.index ?? 0) === 0);
    if (!isRecord(choice)) return false;
    this.#choices++;
    const reason = choice.finish_reason;
    if (typeof reason === 'string' && reason !== '') this.#finish = reason;
    const delta = choice.delta ?? choice.message;
    return this.#readDelta(isRecord(delta) ? delta : {}) || this.finished;
  }

  /**
   * The reply, or what is wrong with it. Calls are left out unless it ended properly.
   * @param taken ids of the calls in the conversation so far
   */
  reply(taken: ReadonlySet<string>): ChatReply | Fault {
    const finish = finishes.get(this.#finish);
    if (finish === undefined) return { kind: 'finish', reason: this.#finish };
    const reply = { content: this.#content, usage: this.#usage };
    if (finish === 'length' || finish === 'content_filter') return { ...reply, finish, toolCalls: [] };
    const toolCalls = this.#calls.finish(taken);
    if (toolCalls === undefined || (finish === 'tool_calls' && toolCalls.length === 0)) return { kind: 'bad-call' };
    // Several servers end a reply that has calls with "stop".
    return { ...reply, finish: toolCalls.length > 0 ? 'tool_calls' : 'stop', toolCalls };
  }

  /** What was written so far reads as text: models think, refuse and answer in different fields. */
  #readDelta(delta: Readonly<Record<string, unknown>>): boolean {
    for (const field of ['content', 'refusal']) {
      const piece = textOf(delta[field]);
      if (piece === '') continue;
      this.#content += piece;
      this.#onText(piece);
    }
    const calls = delta.tool_calls;
    if (Array.isArray(calls)) for (const call of calls as readonly unknown[]) this.#calls.add(call);
    return Object.entries(delta).some(([field, value]) => field !== 'role' && isSubstance(value));
  }

  #readUsage(usage: unknown): void {
    if (!isRecord(usage)) return;
    this.#usage = {
      promptTokens: tokens(usage.prompt_tokens),
      completionTokens: tokens(usage.completion_tokens),
    };
  }
}

/** An event that is an error although it does not say so in the usual place. */
export const errorIn = (chunk: unknown): Fault | undefined =>
  isRecord(chunk) && chunk.object === 'error'
    ? { kind: 'error', status: null, words: wordsOf(chunk), retryAfter: null, retryAfterMs: null, shouldRetry: null }
    : undefined;

const tokens = (value: unknown): number | null => (typeof value === 'number' && value >= 0 ? value : null);

const isSubstance = (value: unknown): boolean =>
  typeof value === 'string' || Array.isArray(value) ? value.length > 0 : isRecord(value);

/** A text, or a list of parts of which some are text. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value.map((part: unknown) => (isRecord(part) && typeof part.text === 'string' ? part.text : '')).join('');
}
