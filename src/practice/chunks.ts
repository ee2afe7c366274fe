import type { Completion, CompletionCall } from './completion.js';

/** One event of a streamed completion, ready to be sent as `data: <JSON>`. */
export interface Chunk {
  readonly id: string;
  readonly object: 'chat.completion.chunk';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly { readonly index: 0; readonly delta: Delta; readonly finish_reason: string | null }[];
  readonly usage?: Completion['usage'];
}

interface Delta {
  readonly role?: 'assistant';
  readonly content?: string;
  readonly tool_calls?: readonly {
    readonly index: number;
    readonly id?: string;
    readonly type?: 'function';
    readonly function: { readonly name?: string; readonly arguments: string };
  }[];
}

/** Text comes in pieces of a few words, as from a real model; programs a little faster. */
const textPiece = /[\s\S]{1,24}/gu;
const argumentPiece = /[\s\S]{1,48}/gu;

/** A completion in the pieces in which it is streamed; joined they give the same completion. */
export function chunksOf(completion: Completion, withUsage: boolean): readonly Chunk[] {
  const { id, created, model, choices, usage } = completion;
  const head = { id, object: 'chat.completion.chunk', created, model } as const;
  const chunk = (delta: Delta, finish: string | null = null): Chunk => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const { message, finish_reason: finish } = choices[0];
  return [
    chunk({ role: 'assistant', content: '' }),
    ...(message.content?.match(textPiece) ?? []).map((content) => chunk({ content })),
    ...(message.tool_calls ?? []).flatMap((call, index) => callDeltas(call, index).map((delta) => chunk(delta))),
    chunk({}, finish),
    ...(withUsage ? [{ ...head, choices: [], usage }] : []),
  ];
}

function callDeltas(call: CompletionCall, index: number): readonly Delta[] {
  const { id, type } = call;
  const { name, arguments: text } = call.function;
  return [
    { tool_calls: [{ index, id, type, function: { name, arguments: '' } }] },
    ...(text.match(argumentPiece) ?? []).map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}
