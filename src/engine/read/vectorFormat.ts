import type { Embedder } from '../ports.js';
import type { Steps } from '../steps.js';

/** The model whose vectors lie in an index. */
export type VectorModel = Embedder['info'];

export interface StoredVector {
  readonly id: string;
  readonly vector: Float32Array;
}

interface Item {
  readonly id: string;
  readonly vector: ArrayLike<number>;
}

/** Bytes at the beginning of the file that are left to the checksum of the rest (`vectorStorage.ts`). */
export const sealBytes = 32;
const magic = Buffer.from('MEMVEC1\n', 'latin1');
const headerAt = sealBytes + magic.length + 4;

interface Header {
  readonly model: string;
  readonly simulated: boolean;
  /** Numbers in a vector; 0 for an index without any. */
  readonly dims: number;
  readonly count: number;
  readonly ids: readonly string[];
}

/**
 * The file of an index: room for the checksum, a mark, the length of the header, the header as JSON filled up with spaces to a multiple of four,
 * the vectors one after the other in 32 bits. Numbers are in the order of the machine, lowest byte first wherever VS Code runs.
 * @param items all of one length
 * @returns everything but the vectors, whose room is there: see {@link fillVectors}
 */
export function frameVectors({ id: model, simulated }: VectorModel, items: readonly Item[]): Buffer {
  const dims = items[0]?.vector.length ?? 0;
  const ids = items.map(({ id }) => id);
  const header: Header = { model, simulated, dims, count: items.length, ids };
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const start = Math.ceil((headerAt + json.length) / 4) * 4;
  const bytes = Buffer.alloc(start + items.length * dims * 4);
  bytes.fill(' ', headerAt, start);
  magic.copy(bytes, sealBytes);
  bytes.writeUInt32LE(start - headerAt, headerAt - 4);
  json.copy(bytes, headerAt);
  return bytes;
}

/**
 * Puts the vectors into their room, one by one: ten thousand of them are 60 MB.
 * @param bytes of {@link frameVectors} with the same items
 */
export function* fillVectors(bytes: Buffer, items: readonly Item[]): Steps<void> {
  const dims = items[0]?.vector.length ?? 0;
  const start = headerAt + bytes.readUInt32LE(headerAt - 4);
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset + start, items.length * dims);
  for (const [row, { vector }] of items.entries()) {
    numbers.set(vector, row * dims);
    yield;
  }
}

/** The vectors in a file; none when it is empty, of another form or another model. They are views of the bytes where these allow it. */
export function decodeVectors(model: VectorModel, bytes: Buffer): readonly StoredVector[] {
  if (bytes.length < headerAt || bytes.compare(magic, 0, magic.length, sealBytes, sealBytes + magic.length) !== 0)
    return [];
  const start = headerAt + bytes.readUInt32LE(headerAt - 4);
  const header = headerOf(bytes.toString('utf8', headerAt, start));
  if (header?.model !== model.id || header.simulated !== model.simulated) return [];
  const { dims, count, ids } = header;
  if (bytes.length !== start + count * dims * 4) return [];
  const aligned = (bytes.byteOffset + start) % 4 === 0;
  const body = aligned ? bytes.subarray(start) : Uint8Array.from(bytes.subarray(start));
  const numbers = new Float32Array(body.buffer, body.byteOffset, count * dims);
  return ids.map((id, row) => ({ id, vector: numbers.subarray(row * dims, (row + 1) * dims) }));
}

function headerOf(json: string): Header | undefined {
  try {
    const { model, simulated, dims, count, ids } = JSON.parse(json) as Partial<Record<keyof Header, unknown>>;
    if (typeof model !== 'string' || typeof simulated !== 'boolean' || !isCount(dims) || !isCount(count)) return;
    if (!Array.isArray(ids) || ids.length !== count || !ids.every((id) => typeof id === 'string')) return;
    return { model, simulated, dims, count, ids };
  } catch {
    return undefined;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
