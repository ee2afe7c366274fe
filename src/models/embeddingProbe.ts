import { HumanError, type Remedy, throwIfCancelled } from '../engine/errors.js';
import type { Embedder } from '../engine/ports.js';
import { text, type Text } from '../engine/text.js';
import type { EndpointConfig } from './config.js';

/** What a test of the embeddings found. */
export interface EmbeddingReport {
  readonly ok: boolean;
  /** Numbers in a vector; `null` when none came. */
  readonly dimension: number | null;
  /** It in a sentence: what came, or what is wrong. */
  readonly line: Text;
  readonly remedy?: Remedy;
}

/** Asks for the embedding of one short text. See {@link EmbeddingReport}. */
export async function probeEmbeddings(
  { model }: EndpointConfig,
  connect: () => Promise<Embedder>,
  signal: AbortSignal,
): Promise<EmbeddingReport> {
  throwIfCancelled(signal);
  try {
    const [vector] = await (await connect()).embed(['A test of the connection.'], signal);
    const dimension = vector?.length ?? 0;
    return { ok: true, dimension, line: text('Embeddings of {0} have {1} numbers.', model, dimension) };
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    const { text: line, remedy } = error;
    return { ok: false, dimension: null, line, ...(remedy === undefined ? {} : { remedy }) };
  }
}
