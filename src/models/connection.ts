import { HumanError, throwIfCancelled, type Remedy } from '../engine/errors.js';
import type { ChatRequest, Clock } from '../engine/ports.js';
import { text, type Text } from '../engine/text.js';
import { createChatModel } from './chatModel.js';
import { checkEndpoint, type Endpoint, type EndpointConfig } from './config.js';
import { explain } from './fault.js';
import { nearest } from './nearest.js';
import { Watchdog } from './watchdog.js';
import type { Fault, Wire } from './wire.js';

/** What a test of the connection found. */
export interface ConnectionReport {
  /** A reply came, with streaming and with tools accepted. */
  readonly ok: boolean;
  /** The server answered anything at all. */
  readonly reachable: boolean;
  /** Whether the endpoint's list of models names the model; `null` without a list. */
  readonly listed: boolean | null;
  /** Listed names most like the configured one, when that is not listed; at most 3. */
  readonly nearest: readonly string[];
  /** `called`: the model used the tool; `accepted`: it could have; `null`: no reply came. */
  readonly tools: 'called' | 'accepted' | null;
  /** Time of the reply in milliseconds; `null` without one. */
  readonly ms: number | null;
  /** All of it in sentences, in the order it was found out. */
  readonly lines: readonly Text[];
  /** What to mend first; absent when `ok`. */
  readonly problem?: { readonly text: Text; readonly remedy?: Remedy };
}

/** Small, and clear enough that any model with tools uses it. */
const request: ChatRequest = {
  messages: [
    { role: 'user', content: 'This is a test of the connection. Call the tool "ping" once, with no arguments.' },
  ],
  tools: [
    {
      name: 'ping',
      description: 'Answers "pong".',
      parameters: { type: 'object', properties: {}, additionalProperties: false },
    },
  ],
};

/** Tries an endpoint in one attempt, without waiting for rate limits. See {@link ConnectionReport}. */
export async function probe(
  config: EndpointConfig,
  load: (endpoint: Endpoint) => Promise<Wire>,
  clock: Clock,
  signal: AbortSignal,
): Promise<ConnectionReport> {
  throwIfCancelled(signal);
  const empty = { ok: false, reachable: false, listed: null, nearest: [], tools: null, ms: null, lines: [] };
  let endpoint: Endpoint;
  try {
    endpoint = checkEndpoint(config);
  } catch (error) {
    return { ...empty, ...problemOf(error, []) };
  }
  const wire = await load(endpoint);
  const list = await listModels(wire, endpoint, signal);
  throwIfCancelled(signal);
  if (isHopeless(list)) return { ...empty, ...problemOf(explain(list, endpoint, clock.now()), []) };
  const known = describeList(list, endpoint);
  const once = { ...endpoint, limits: { ...endpoint.limits, attempts: 1 } };
  const start = clock.now();
  try {
    const reply = await createChatModel(once, wire, clock).chat(request, {}, signal);
    const ms = Math.max(0, clock.now() - start);
    const tools = reply.toolCalls.length > 0 ? 'called' : 'accepted';
    const lines = [...known.lines, text('{0} replied in {1} ms, streaming.', endpoint.label, ms), toolLine(tools)];
    return { ...empty, ...known, ok: true, reachable: true, tools, ms, lines };
  } catch (error) {
    return { ...empty, ...known, reachable: Array.isArray(list), ...problemOf(error, known.lines) };
  }
}

async function listModels(wire: Wire, { limits }: Endpoint, signal: AbortSignal): Promise<readonly string[] | Fault> {
  const watchdog = new Watchdog({ ...limits, firstMs: limits.listMs }, signal);
  try {
    const list = await wire.models(watchdog.signal);
    return watchdog.fault ?? list;
  } finally {
    watchdog.dispose();
  }
}

/** Without a list the model may still be there; without a connection, or with a key that is refused, nothing else need be tried. */
const isHopeless = (list: readonly string[] | Fault): list is Fault =>
  'kind' in list &&
  (list.kind === 'connect' || list.kind === 'redirect' || (list.kind === 'error' && list.status === 401));

function describeList(
  list: readonly string[] | Fault,
  { host, model }: Endpoint,
): Pick<ConnectionReport, 'listed' | 'nearest' | 'lines'> {
  if ('kind' in list) return { listed: null, nearest: [], lines: [text('{0} gave no list of models.', host)] };
  if (list.includes(model)) return { listed: true, nearest: [], lines: [text('{0} has the model {1}.', host, model)] };
  const near = nearest(model, list, 3);
  const line =
    near.length === 0
      ? text('{0} does not list the model {1}.', host, model)
      : text('{0} does not list the model {1}. Similar: {2}', host, model, near.join(', '));
  return { listed: false, nearest: near, lines: [line] };
}

const toolLine = (tools: 'called' | 'accepted'): Text =>
  tools === 'called'
    ? text('The model uses tools.')
    : text('Tools are accepted, but the model did not use one when asked to.');

/** @throws the error itself when it is nothing the person can mend. */
function problemOf(error: unknown, lines: readonly Text[]): Pick<ConnectionReport, 'problem' | 'lines'> {
  if (!(error instanceof HumanError)) throw error;
  const { text: what, remedy } = error;
  return { problem: { text: what, ...(remedy === undefined ? {} : { remedy }) }, lines: [...lines, what] };
}
