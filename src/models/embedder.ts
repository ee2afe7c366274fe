import { throwIfCancelled } from '../engine/errors.js';
import type { Clock, Embedder } from '../engine/ports.js';
import type { Endpoint } from './config.js';
import { explainEmbedding, isTooLarge } from './embeddingFault.js';
import { differentLengths, readEmbeddings } from './embeddingReply.js';
import { pause } from './pause.js';
import { refusedField, retryWait } from './retry.js';
import { Watchdog } from './watchdog.js';
import type { Fault, OptionalField, Wire } from './wire.js';

/** Inputs in one request: the least that a common server takes when nobody has set it, and small enough to be parsed in a few milliseconds. */
const maxInputs = 32;
/** Characters of one input; what is beyond is not sent. The largest models in use read about 8,000 tokens. */
const maxInputChars = 8_000;
/** Characters of all inputs of one request. */
const maxRequestChars = 64_000;
/** An input that is too long for the model is halved, but not below this. */
const minInputChars = 200;
/** Bytes of one reply: 32 vectors of 8,192 numbers written out. */
export const maxEmbeddingReply = 8 * 1024 * 1024;

/** An embedder over a wire: small requests one after the other, attempts as a chat has them, and no reply trusted. */
export function createEmbedder(endpoint: Endpoint, wire: Wire, clock: Clock): Embedder {
  const sender = new Sender(endpoint, wire, clock);
  return {
    info: { id: endpoint.model, simulated: endpoint.simulated },
    async embed(texts, signal) {
      const vectors = await sender.all(texts.map(fit), signal);
      if (vectors.some(({ length }) => length !== vectors[0]?.length)) throw differentLengths(endpoint.host);
      return vectors;
    },
  };
}

/** Well-formed, because a half of a surrogate pair makes some servers fail, and not too long. */
const fit = (text: string): string => Buffer.from(text.slice(0, maxInputChars), 'utf8').toString('utf8');

class Sender {
  /** What this endpoint has refused once is not sent again. */
  readonly #without = new Set<OptionalField>();
  #inputs = maxInputs;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly wire: Wire,
    private readonly clock: Clock,
  ) {}

  async all(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    while (vectors.length < texts.length) {
      const batch = this.#next(texts, vectors.length);
      const result = await this.#attempts(batch, signal);
      if (!('kind' in result)) vectors.push(...readEmbeddings(result.reply, batch.length, this.endpoint.host));
      // The server's limits are not known before it names them.
      else if (isTooLarge(result) && batch.length > 1) this.#inputs = Math.floor(batch.length / 2);
      else vectors.push(...(await this.#shorter(batch, result, signal)));
    }
    return vectors;
  }

  #next(texts: readonly string[], start: number): readonly string[] {
    let end = start;
    let chars = 0;
    while (end < texts.length && end - start < this.#inputs) {
      chars += texts[end]?.length ?? 0;
      if (chars > maxRequestChars && end > start) break;
      end++;
    }
    return texts.slice(start, end);
  }

  /** One input that is too long, cut in half. @throws {HumanError} for every other fault */
  async #shorter(batch: readonly string[], fault: Fault, signal: AbortSignal): Promise<readonly Float32Array[]> {
    const [only = ''] = batch;
    if (batch.length > 1 || fault.kind !== 'error' || !isTooLarge(fault) || only.length <= minInputChars)
      throw explainEmbedding(fault, this.endpoint, this.clock.now());
    return await this.all([fit(only.slice(0, Math.ceil(only.length / 2)))], signal);
  }

  async #attempts(batch: readonly string[], signal: AbortSignal): Promise<{ readonly reply: unknown } | Fault> {
    for (let attempt = 1; ;) {
      throwIfCancelled(signal);
      const result = await this.#once(batch, signal);
      throwIfCancelled(signal);
      if (!('kind' in result) || isTooLarge(result)) return result;
      const refused = this.#without.has('encoding_format') ? undefined : refusedField(result, ['encoding_format']);
      const wait = refused === undefined ? retryWait(result, attempt, this.endpoint.limits, this.clock.now()) : 0;
      if (wait === null) return result;
      if (refused === undefined) attempt++;
      else this.#without.add(refused);
      await pause(wait, signal);
    }
  }

  async #once(batch: readonly string[], signal: AbortSignal): Promise<{ readonly reply: unknown } | Fault> {
    const watchdog = new Watchdog(this.endpoint.limits, signal);
    try {
      const result = await this.wire.embed(batch, this.#without, watchdog.signal);
      return watchdog.fault ?? result;
    } finally {
      watchdog.dispose();
    }
  }
}
