import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { chunksOf } from './chunks.js';
import { complete, type Completion, tokensIn } from './completion.js';
import { embed } from './embed.js';
import { practiceEmbeddingModel } from './embeddingModel.js';
import { type Character, characters } from './model/character.js';
import { read, RequestError } from './requestBody.js';
import { chatBody, type EmbeddingsBody, embeddingsBody } from './wire.js';

export interface ServeOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** A loopback address; 127.0.0.1 when absent. */
  readonly host?: string;
  /** Milliseconds before each streamed piece: a person sees it stream and can cancel it. 0 streams at once. */
  readonly chunkDelayMs?: number;
  /** Changes to the character of every model served. */
  readonly character?: Partial<Character>;
}

export interface PracticeServer {
  /** Address of the interface, with `/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Ends the streams under way too. */
  close(): Promise<void>;
}

const usualChunkDelayMs = 12;
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Serves the practice model with the OpenAI interface: models, chat completions (streamed or not, with tools), embeddings.
 * It keeps no state: every reply depends on its request alone.
 * @throws {RangeError} for an address that others could reach
 */
export async function serve(options: ServeOptions = {}): Promise<PracticeServer> {
  const host = options.host ?? '127.0.0.1';
  if (!loopback.has(host)) throw new RangeError(`the practice model is served on loopback only, not on ${host}`);
  const server = http.createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => sendError(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${port}/v1`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const route = `${request.method ?? ''} ${(request.url ?? '').split('?', 1)[0] ?? ''}`;
  switch (route) {
    case 'GET /v1/models':
      send(response, 200, modelList());
      break;
    case 'POST /v1/chat/completions':
      await chat(request, response, options);
      break;
    case 'POST /v1/embeddings':
      send(response, 200, embeddings(await read(request, embeddingsBody)));
      break;
    default:
      throw new RequestError(404, `Unknown request URL: ${route}`);
  }
}

async function chat(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const body = await read(request, chatBody);
  const character = Object.hasOwn(characters, body.model) ? characters[body.model] : undefined;
  if (!character) throw new RequestError(404, `The model '${body.model}' does not exist`, 'model_not_found');
  const completion = complete(body, { ...character, ...options.character });
  const withUsage = body.stream_options?.include_usage ?? false;
  if (body.stream) await stream(response, completion, withUsage, options.chunkDelayMs ?? usualChunkDelayMs);
  else send(response, 200, completion);
}

async function stream(
  response: http.ServerResponse,
  completion: Completion,
  withUsage: boolean,
  delayMs: number,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const chunk of chunksOf(completion, withUsage)) {
    if (delayMs > 0) await delay(delayMs);
    // The client went away.
    if (response.destroyed) return;
    await new Promise((resolve) => response.write(`data: ${JSON.stringify(chunk)}\n\n`, resolve));
  }
  response.end('data: [DONE]\n\n');
}

function embeddings({ model, input }: EmbeddingsBody): unknown {
  if (model !== practiceEmbeddingModel)
    throw new RequestError(404, `The model '${model}' does not exist`, 'model_not_found');
  const texts = typeof input === 'string' ? [input] : input;
  const tokens = texts.reduce((total, text) => total + tokensIn(text), 0);
  return {
    object: 'list',
    model,
    data: texts.map((text, index) => ({ object: 'embedding', index, embedding: embed(text) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

const modelList = (): unknown => ({
  object: 'list',
  data: [...Object.keys(characters), practiceEmbeddingModel].map((id) => ({
    id,
    object: 'model',
    created: 0,
    owned_by: 'memento-practice',
  })),
});

function send(response: http.ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function sendError(response: http.ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const known = error instanceof RequestError;
  const message = error instanceof Error ? error.message : String(error);
  send(response, known ? error.status : 500, {
    error: {
      message,
      type: known ? 'invalid_request_error' : 'server_error',
      param: null,
      code: known ? error.code : null,
    },
  });
}
