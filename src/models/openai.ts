import { APIError, OpenAI } from 'openai';
import type { ChatMessage, ChatRequest } from '../engine/ports.js';
import type { Endpoint } from './config.js';
import { Exchange } from './exchange.js';
import { isRecord, parseJson } from './json.js';
import { readWords, wordsOf } from './serverWords.js';
import type { Fault, OptionalField, ServerWords, Wire, WireEvent } from './wire.js';

/**
 * The only door to the `openai` package, which is large and therefore a chunk of its own, loaded by `connect.ts`. Of the
 * package it uses the request, the event parser and the typed errors. What the package does not promise is added around it:
 * it takes a cut or aborted stream for a complete one, retries what is hopeless, and does not time out once headers have come.
 */
export function openWire(endpoint: Endpoint): Wire {
  return {
    complete: (request, without, onDone, signal) => complete(endpoint, request, without, onDone, signal),
    embed: (texts, without, signal) => embed(endpoint, texts, without, signal),
    models: (signal) => models(endpoint, signal),
  };
}

async function* complete(
  endpoint: Endpoint,
  request: ChatRequest,
  without: ReadonlySet<OptionalField>,
  onDone: () => void,
  signal: AbortSignal,
): AsyncGenerator<WireEvent, void, void> {
  const exchange = new Exchange(endpoint, onDone);
  let fault: Fault | undefined;
  let chunks = 0;
  try {
    const stream = await client(endpoint, exchange).chat.completions.create(body(endpoint, request, without), {
      signal,
    });
    for await (const chunk of stream) {
      if (signal.aborted) break;
      chunks++;
      yield { type: 'chunk', chunk };
    }
    // The package ends the loop without an error when the signal fires.
    fault = signal.aborted ? { kind: 'stopped' } : chunks === 0 ? noStream(exchange) : undefined;
  } catch (error) {
    fault = faultOf(error, exchange, endpoint, signal);
  }
  if (fault !== undefined) yield { type: 'fault', fault };
}

/** Not by the package's own method for it: that one asks for base64 where nothing else is said, which some servers refuse. */
async function embed(
  endpoint: Endpoint,
  texts: readonly string[],
  without: ReadonlySet<OptionalField>,
  signal: AbortSignal,
): Promise<{ readonly reply: unknown } | Fault> {
  const exchange = new Exchange(endpoint, () => undefined);
  const body = {
    model: endpoint.model,
    input: texts,
    ...(without.has('encoding_format') ? {} : { encoding_format: 'float' }),
  };
  try {
    const received: unknown = await client(endpoint, exchange).post('/embeddings', { body, signal });
    // A reply that is not labelled as JSON comes as text.
    const reply = typeof received === 'string' ? parseJson(received) : received;
    if (!isRecord(reply)) return noReply(exchange);
    return (reply.error ?? null) === null ? { reply } : serverError(null, wordsOf(reply.error), exchange);
  } catch (error) {
    return faultOf(error, exchange, endpoint, signal);
  }
}

async function models(endpoint: Endpoint, signal: AbortSignal): Promise<readonly string[] | Fault> {
  const exchange = new Exchange(endpoint, () => undefined);
  try {
    const value: unknown = await client(endpoint, exchange).get('/models', { signal });
    const list = isRecord(value) ? value.data : value;
    if (!Array.isArray(list)) return noStream(exchange);
    return list.flatMap((entry: unknown) => (isRecord(entry) && typeof entry.id === 'string' ? [entry.id] : []));
  } catch (error) {
    return faultOf(error, exchange, endpoint, signal);
  }
}

/** Every option that has a default in an environment variable is set, so that none of them counts here. */
const client = (endpoint: Endpoint, exchange: Exchange): OpenAI =>
  new OpenAI({
    baseURL: endpoint.baseUrl,
    // The package insists on a key; the real one is added by Exchange.
    apiKey: 'unused',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,

    logLevel: 'off',
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    fetch: exchange.fetch,
  });

function body(
  endpoint: Endpoint,
  request: ChatRequest,
  without: ReadonlySet<OptionalField>,
): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model: endpoint.model,
    messages: request.messages.map(toWire),
    stream: true,
    ...(without.has('stream_options') ? {} : { stream_options: { include_usage: true } }),
    ...(request.temperature === undefined || without.has('temperature') ? {} : { temperature: request.temperature }),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- given up by the vendor's own service, in use on most others
    ...(request.seed === undefined || without.has('seed') ? {} : { seed: request.seed }),
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map(({ name, description, parameters }) => ({
            type: 'function' as const,
            function: { name, description, parameters: { ...parameters } },
          })),
        }),
  };
}

function toWire(message: ChatMessage): OpenAI.ChatCompletionMessageParam {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.content };
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  const calls = message.toolCalls ?? [];
  if (calls.length === 0) return { role: 'assistant', content: message.content };
  return {
    role: 'assistant',
    content: message.content === '' ? null : message.content,
    tool_calls: calls.map((call) => ({
      id: call.id,
      type: 'function',
      // Servers parse the arguments of earlier calls and refuse the whole conversation when they are not an object.
      function: {
        name: call.name,
        arguments: isRecord(parseJson(call.arguments))
          ? call.arguments
          : JSON.stringify({ unreadable: call.arguments }),
      },
    })),
  };
}

/** A reply with status 200 that had no event in it: what was it instead? */
function noStream(exchange: Exchange): Fault {
  const head = exchange.head.trim();
  if (head === '') return { kind: 'unreadable', what: 'empty' };
  if (head.startsWith('<')) return { kind: 'unreadable', what: 'html' };
  if (/^[{[]/.test(head)) {
    const value = parseJson(head);
    return isRecord(value) && (value.error ?? null) !== null
      ? serverError(null, wordsOf(value.error), exchange)
      : { kind: 'unreadable', what: 'json' };
  }
  return /^[a-z]*:/.test(head) ? { kind: 'cut' } : { kind: 'unreadable', what: 'broken' };
}

/** A reply with status 200 that is no JSON object. */
function noReply(exchange: Exchange): Fault {
  const fault = noStream(exchange);
  return fault.kind === 'cut' || (fault.kind === 'unreadable' && fault.what === 'json')
    ? { kind: 'unreadable', what: 'broken' }
    : fault;
}

/** @throws the error itself when it is none of the network's or the server's. */
function faultOf(error: unknown, exchange: Exchange, endpoint: Endpoint, signal: AbortSignal): Fault {
  if (signal.aborted) return { kind: 'stopped' };
  if (exchange.isRedirect) return { kind: 'redirect', target: redirectTarget(exchange, endpoint) };
  if (exchange.overflow) return { kind: 'too-long', bytes: endpoint.limits.replyBytes };
  const status = exchange.status;
  if (status === undefined) return noConnection(error);
  if (status >= 400) return serverError(status, readWords(exchange.head), exchange);
  if (error instanceof APIError && error.error !== undefined) return serverError(null, wordsOf(error.error), exchange);
  if (!exchange.hasBody) return { kind: 'unreadable', what: 'empty' };
  if (error instanceof SyntaxError)
    return { kind: 'unreadable', what: exchange.head.trim() === '' ? 'empty' : 'broken' };
  // What `fetch` throws when a body breaks off.
  if (error instanceof TypeError && error.cause !== undefined) return { kind: 'lost', replied: true };
  throw error;
}

const serverError = (status: number | null, words: ServerWords, exchange: Exchange): Fault => ({
  kind: 'error',
  status,
  words,
  retryAfter: exchange.header('retry-after'),
  retryAfterMs: exchange.header('retry-after-ms'),
  shouldRetry: exchange.header('x-should-retry'),
});

function redirectTarget(exchange: Exchange, endpoint: Endpoint): string | null {
  const location = exchange.header('location');
  if (location === null || !URL.canParse(location, endpoint.baseUrl)) return null;
  const { origin, pathname } = new URL(location, endpoint.baseUrl);
  return origin + pathname;
}

function noConnection(error: unknown): Fault {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause);
  const coded = causes.find((cause) => 'code' in cause && typeof cause.code === 'string');
  const reason = coded === undefined ? (causes.at(-1)?.message ?? '') : String((coded as NodeJS.ErrnoException).code);
  return ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'].includes(reason)
    ? { kind: 'lost', replied: false }
    : { kind: 'connect', reason };
}
