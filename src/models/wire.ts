import type { ChatRequest } from '../engine/ports.js';

/**
 * What passes between the client and the lazily loaded chunk with the SDK: plain data only. The chunk is bundled on its own
 * and has its own copy of every class it imports, so an `instanceof` on an error that was made there would not hold here.
 */
export interface Wire {
  /**
   * Sends one request, once. Yields the parsed events of the reply as they come, and a fault as the last event when
   * something went wrong; without one the reply's bytes ended properly, which does not yet make it complete.
   * @param without fields this endpoint has refused before
   * @param onDone called when the server has marked the end of the reply (`[DONE]`); the connection may still be open
   */
  complete(
    request: ChatRequest,
    without: ReadonlySet<OptionalField>,
    onDone: () => void,
    signal: AbortSignal,
  ): AsyncIterable<WireEvent>;
  /**
   * Sends one request for embeddings, once.
   * @returns the parsed body of the reply, whatever it is, or what went wrong
   */
  embed(
    texts: readonly string[],
    without: ReadonlySet<OptionalField>,
    signal: AbortSignal,
  ): Promise<{ readonly reply: unknown } | Fault>;
  /** The names in the endpoint's list of models. */
  models(signal: AbortSignal): Promise<readonly string[] | Fault>;
}

export type WireEvent =
  { readonly type: 'chunk'; readonly chunk: unknown } | { readonly type: 'fault'; readonly fault: Fault };

/** Fields that a server may not know and that a reply does not depend on. */
export type OptionalField = 'stream_options' | 'seed' | 'temperature' | 'encoding_format';

/** An error as the server words it; everything in it is foreign text and may repeat the key. */
export interface ServerWords {
  readonly message: string;
  readonly code: string;
  readonly type: string;
  readonly param: string;
}

/** Everything that can go wrong with one request. */
export type Fault =
  | {
      readonly kind: 'error';
      /** `null`: the error came inside a reply that had begun with 200. */
      readonly status: number | null;
      readonly words: ServerWords;
      /** Headers as they came. */
      readonly retryAfter: string | null;
      readonly retryAfterMs: string | null;
      readonly shouldRetry: string | null;
    }
  | { readonly kind: 'redirect'; readonly target: string | null }
  /** No connection: a code such as `ECONNREFUSED`, or the reason in words. */
  | { readonly kind: 'connect'; readonly reason: string }
  /** The connection broke, before (`replied: false`) or after the headers of the reply. */
  | { readonly kind: 'lost'; readonly replied: boolean }
  | { readonly kind: 'unreadable'; readonly what: 'html' | 'json' | 'empty' | 'broken' }
  | { readonly kind: 'too-long'; readonly bytes: number }
  /** The signal fired. */
  | { readonly kind: 'stopped' }
  /** The bytes ended properly, the reply did not. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'silent'; readonly ms: number; readonly begun: boolean }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'finish'; readonly reason: string }
  | { readonly kind: 'bad-call' };
