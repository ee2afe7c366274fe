import { HumanError } from '../engine/errors.js';
import { text } from '../engine/text.js';
import { isRecord } from './json.js';

/** Numbers in one vector; no model in use makes more than a quarter of it. */
const maxDimension = 32_768;

/**
 * The vectors in a server's reply, in the order of the texts.
 * @param reply the parsed body, as it came
 * @param count of the texts that were sent
 * @throws {HumanError} unless there is one vector for each text, all of one length, of finite numbers.
 */
export function readEmbeddings(reply: unknown, count: number, host: string): readonly Float32Array[] {
  const data = isRecord(reply) ? reply.data : undefined;
  if (!Array.isArray(data)) throw unreadable(host);
  if (data.length !== count)
    throw new HumanError(
      text('{0} sent {1} embeddings where {2} were asked for.', host, data.length, count),
      'open-settings',
    );
  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  // Servers that do not number the vectors send them in order; numbers that are there must be right.
  const numbered = data.some((entry: unknown) => isRecord(entry) && entry.index !== undefined);
  for (const [position, entry] of data.entries() as Iterable<[number, unknown]>) {
    if (!isRecord(entry)) throw unreadable(host);
    const index = numbered ? entry.index : position;
    if (typeof index !== 'number' || !(index in vectors) || vectors[index] !== undefined) throw unreadable(host);
    vectors[index] = vectorOf(entry.embedding, host);
  }
  const whole = vectors.filter((vector) => vector !== undefined);
  if (whole.some(({ length }) => length !== whole[0]?.length)) throw differentLengths(host);
  return whole;
}

function vectorOf(value: unknown, host: string): Float32Array {
  const vector = typeof value === 'string' ? fromBase64(value) : Array.isArray(value) ? fromNumbers(value) : undefined;
  if (vector === undefined || vector.length === 0 || vector.length > maxDimension) throw unreadable(host);
  // Also what is a number, but too large for 32 bits.
  if (!vector.every((number) => Number.isFinite(number)))
    throw new HumanError(
      text('{0} sent embeddings with something in them that is not a number.', host),
      'open-settings',
    );
  return vector;
}

const fromNumbers = (values: readonly unknown[]): Float32Array =>
  Float32Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));

/** Numbers of 32 bits, the lowest byte first: what servers send that take "base64" for what is always wanted. */
function fromBase64(value: string): Float32Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length % 4 !== 0) return undefined;
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

export const differentLengths = (host: string): HumanError =>
  new HumanError(text('{0} sent embeddings of different lengths.', host), 'open-settings');

const unreadable = (host: string): HumanError =>
  new HumanError(text('{0} sent embeddings that cannot be read.', host), 'open-settings');
