import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** How one request is answered. */
export type Script = (response: ServerResponse) => void | Promise<void>;

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON, `undefined` when there is none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** Resolves when the answer has ended or the client has closed the connection. */
  readonly closed: Promise<unknown>;
}

/** A model server that does wrong what it is told to, over real HTTP on loopback. */
export interface FaultServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** The base URL to configure. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Resolves when that many requests have come. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server whose n-th request is answered by the n-th script; one request more is answered with 599. */
export async function startFaultServer(...scripts: readonly Script[]): Promise<FaultServer> {
  const requests: RecordedRequest[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A client that closes early is what many tests are about.
    response.on('error', () => undefined);
    const closed = once(response, 'close');
    const sent = await readText(request);
    const body = sent === '' ? undefined : (JSON.parse(sent) as Record<string, unknown>);
    const script = scripts[requests.length] ?? fails(599);
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body, closed });
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    await script(response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/v1`,
    requests,
    arrived: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        if (requests.length >= count) resolve();
      }),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A loopback address where nothing listens: a server had it a moment ago. */
export async function freeUrl(): Promise<string> {
  const server = await startFaultServer();
  await server.close();
  return server.url;
}

// Scripts

/** Answers with a status and an error object, as the vendor's own service words it. */
export const fails =
  (
    status: number,
    error: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: `failure ${status}`, ...error } }));
  };

/** Answers with any body. */
export const sends =
  (body: string, contentType: string, status = 200, headers: Readonly<Record<string, string>> = {}): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': contentType, ...headers });
    response.end(body);
  };

/** Never answers. */
export const hangs: Script = () => undefined;

/** Closes the connection instead of answering. */
export const hangsUp: Script = (response) => {
  response.destroy();
};

export type StreamEnd = 'end' | 'hang' | 'reset';

/** Streams pieces, each in a write of its own, then ends properly, goes silent or breaks the connection. */
export const streams =
  (pieces: readonly (string | Uint8Array)[], end: StreamEnd = 'end'): Script =>
  async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    response.socket?.setNoDelay(true);
    for (const piece of pieces) {
      response.write(piece);
      await nextTurn();
    }
    if (end === 'end') response.end();
    // Destroying at once could overtake what was written.
    if (end === 'reset') response.write('', () => response.destroy());
  };

/** A stream that is silent but for keep-alive comments, until the client has enough. */
export const pings =
  (everyMs: number, first: readonly string[] = []): Script =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of first) response.write(piece);
    const timer = setInterval(() => response.write(': ping\n\n'), everyMs);
    response.on('close', () => clearInterval(timer));
  };

// Events of a stream

export const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

export const done = 'data: [DONE]\n\n';

export const delta = (fields: Readonly<Record<string, unknown>>, finish: string | null = null): string =>
  event({ id: 'c1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: fields, finish_reason: finish }] });

export const says = (content: string): string => delta({ content });

/** A piece of a tool call: exactly the given fields, to leave out what servers leave out. */
export const calls = (...pieces: readonly Readonly<Record<string, unknown>>[]): string => delta({ tool_calls: pieces });

export const call = (index: number, id: string, name: string, args: string): Readonly<Record<string, unknown>> => ({
  index,
  id,
  type: 'function',
  function: { name, arguments: args },
});

export const finishes = (reason: string): string => delta({}, reason);

export const usage = (prompt: number, completion: number): string =>
  event({ id: 'c1', choices: [], usage: { prompt_tokens: prompt, completion_tokens: completion } });

/** A whole reply in text. */
export const replies = (content: string): Script =>
  streams([delta({ role: 'assistant', content: '' }), says(content), finishes('stop'), usage(7, 3), done]);
