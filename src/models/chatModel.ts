import { throwIfCancelled } from '../engine/errors.js';
import type { ChatModel, ChatProgress, ChatReply, ChatRequest, Clock } from '../engine/ports.js';
import type { Endpoint } from './config.js';
import { explain } from './fault.js';
import { text, type Text } from '../engine/text.js';
import { pause } from './pause.js';
import { errorIn, ReplyCollector } from './reply.js';
import { refusedField, retryWait, statusOf } from './retry.js';
import { Watchdog } from './watchdog.js';
import type { Fault, OptionalField, Wire } from './wire.js';

/** A chat model over a wire: attempts, patience, and the rule that a reply counts only when it is whole. */
export function createChatModel(endpoint: Endpoint, wire: Wire, clock: Clock): ChatModel {
  /** What this endpoint has refused once is not sent again. */
  const without = new Set<OptionalField>();
  const { limits } = endpoint;
  return {
    info: { id: endpoint.model, label: endpoint.label, simulated: endpoint.simulated },
    async chat(request, progress, signal) {
      for (let attempt = 1; ;) {
        throwIfCancelled(signal);
        const sent = optionalFields(request).filter((field) => !without.has(field));
        const { result, begun } = await exchange(wire, request, without, limits, progress, signal);
        throwIfCancelled(signal);
        if (!('kind' in result)) return result;
        const refused = refusedField(result, sent);
        if (refused !== undefined) {
          without.add(refused);
          continue;
        }
        // What the person has seen the beginning of is not begun anew behind their back.
        const wait = begun ? null : retryWait(result, attempt, limits, clock.now());
        if (wait === null) throw explain(result, endpoint, clock.now());
        attempt++;
        progress.retry?.(wait, attempt, reason(result));
        await pause(wait, signal);
      }
    },
  };
}

const optionalFields = (request: ChatRequest): readonly OptionalField[] => [
  'stream_options',
  ...(request.seed === undefined ? [] : (['seed'] as const)),
  ...(request.temperature === undefined ? [] : (['temperature'] as const)),
];

/** One request. `begun`: a piece of the reply had come. */
async function exchange(
  wire: Wire,
  request: ChatRequest,
  without: ReadonlySet<OptionalField>,
  limits: Endpoint['limits'],
  progress: ChatProgress,
  signal: AbortSignal,
): Promise<{ readonly result: ChatReply | Fault; readonly begun: boolean }> {
  const watchdog = new Watchdog(limits, signal);
  const collector = new ReplyCollector((piece) => progress.delta?.(piece));
  let fault: Fault | undefined;
  try {
    for await (const event of wire.complete(request, without, () => watchdog.closing(), watchdog.signal)) {
      if (event.type === 'fault') fault = event.fault;
      else {
        fault = errorIn(event.chunk);
        if (fault !== undefined) break;
        if (collector.add(event.chunk)) watchdog.alive();
      }
    }
  } finally {
    watchdog.dispose();
  }
  // Whole is a reply that ended by itself after the server said why, or whose connection broke or lingered after the end mark.
  const whole =
    collector.finished && (fault === undefined || (watchdog.ended && ['lost', 'stopped'].includes(fault.kind)));
  return {
    result: whole ? collector.reply(idsOf(request)) : (watchdog.fault ?? fault ?? ending(collector)),
    begun: watchdog.begun,
  };
}

const ending = (collector: ReplyCollector): Fault =>
  collector.readable ? { kind: 'cut' } : { kind: 'unreadable', what: 'broken' };

const idsOf = ({ messages }: ChatRequest): ReadonlySet<string> =>
  new Set(messages.flatMap((message) => ('toolCalls' in message ? message.toolCalls : []).map((call) => call.id)));

/** A short word for a status line, in English like the log. */
function reason(fault: Fault): Text {
  const status = fault.kind === 'error' ? statusOf(fault) : null;
  if (fault.kind !== 'error') return text('connection lost');
  if (status === 429) return text('rate limit');
  return status === null ? text('server error') : text('server error {0}', status);
}
