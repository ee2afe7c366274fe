import type { Endpoint } from './config.js';

/** Of an error page only the beginning is read, in bytes. */
const maxErrorBytes = 64 * 1024;
/** How much of a body is kept to explain what it was, in characters. */
const headLength = 8 * 1024;
const newline = 0x0a;

/**
 * The `fetch` that the SDK is given for one request, and what was seen while it ran. It adds what the SDK leaves out:
 * - headers are our own: the SDK would add the machine's details, and headers and keys from environment variables;
 * - redirects are not followed: a key, and a task, go to the configured origin and nowhere else;
 * - bodies are limited in size, and handed on in whole lines: the SDK's parser starts over with every piece of a long line;
 * - the beginning of the body is kept, because the SDK drops error bodies it does not expect.
 */
export class Exchange {
  #response: Response | undefined;
  #head = '';
  #overflow = false;
  readonly #endpoint: Endpoint;
  readonly #onDone: () => void;

  constructor(endpoint: Endpoint, onDone: () => void) {
    this.#endpoint = endpoint;
    this.#onDone = onDone;
  }

  /** Absent until the headers of the reply have come. */
  get status(): number | undefined {
    return this.#response?.status;
  }

  /** True when the reply grew beyond its limit and was stopped. */
  get overflow(): boolean {
    return this.#overflow;
  }

  /** The beginning of the body. */
  get head(): string {
    return this.#head;
  }

  get hasBody(): boolean {
    return (this.#response?.body ?? null) !== null;
  }

  /** True for a redirect, also in the form that hides where to. */
  get isRedirect(): boolean {
    const response = this.#response;
    return (
      response !== undefined &&
      (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400))
    );
  }

  header(name: string): string | null {
    return this.#response?.headers.get(name) ?? null;
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const response = await fetch(url, { ...init, headers: this.#headers(url), redirect: 'manual' });
    this.#response = response;
    if (this.isRedirect) {
      await response.body?.cancel();
      throw new Error('redirect');
    }
    if (response.body === null) return response;
    const body = response.body.pipeThrough(this.#guard(response.ok));
    return new Response(body, { status: response.status, headers: response.headers });
  };

  #headers(url: string): Headers {
    const headers = new Headers({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'memento',
    });
    const { apiKey, origin } = this.#endpoint;
    if (apiKey !== undefined && new URL(url).origin === origin) headers.set('authorization', `Bearer ${apiKey}`);
    return headers;
  }

  /** Bytes pass unchanged, in pieces that end with a line; at the limit an error page just ends, a reply fails. */
  #guard(ok: boolean): TransformStream<Uint8Array, Uint8Array> {
    const decoder = new TextDecoder();
    let pending: Uint8Array[] = [];
    let bytes = 0;
    return new TransformStream({
      transform: (piece: Uint8Array, out) => {
        bytes += piece.length;
        if (this.#head.length < headLength) this.#head += decoder.decode(piece, { stream: true }).slice(0, headLength);
        if (bytes > (ok ? this.#endpoint.limits.replyBytes : maxErrorBytes)) {
          this.#overflow = ok;
          if (ok) out.error(new Error('reply too long'));
          else out.terminate();
          return;
        }
        const end = piece.lastIndexOf(newline) + 1;
        if (end === 0) {
          pending.push(piece);
          return;
        }
        const lines = Buffer.concat([...pending, piece.subarray(0, end)]);
        pending = end < piece.length ? [piece.subarray(end)] : [];
        out.enqueue(lines);
        // A line cannot begin like this inside an event: JSON writes line ends as \n.
        if (/^data: ?\[DONE\]/m.test(lines.toString('latin1'))) this.#onDone();
      },
      flush: (out) => {
        if (pending.length > 0) out.enqueue(Buffer.concat(pending));
      },
    });
  }
}
