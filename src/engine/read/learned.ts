import type { Calibration } from './calibration.js';

/** What training leaves behind: the residual in 8-bit numbers, and how scores become probabilities. Plain data; crosses threads. */
export interface Learned {
  readonly seed: number;
  readonly bits: number;
  readonly dimensions: number;
  /** Ids of the trained skills. */
  readonly ids: readonly string[];
  /** One row a bucket and one a trained skill; value = number · scale of its row. */
  readonly rows: Int8Array;
  readonly rowScales: Float32Array;
  readonly skills: Int8Array;
  readonly skillScales: Float32Array;
  readonly bias: Float32Array;
  /** In how many of `texts` texts each bucket stood. */
  readonly frequency: Float32Array;
  readonly texts: number;
  readonly calibration: Calibration;
}

/** Version of the encoding; another one is not read. */
const format = 1;
const magic = 'MRTR';

interface Header {
  readonly format: number;
  readonly seed: number;
  readonly bits: number;
  readonly dimensions: number;
  readonly texts: number;
  readonly ids: readonly string[];
  readonly calibration: Calibration;
}

/** One file: magic, length of the header, header as JSON, then the arrays in order. Little-endian, as every machine VS Code runs on. */
export function encodeLearned(learned: Learned): Uint8Array {
  const { seed, bits, dimensions, texts, ids, calibration } = learned;
  const header: Header = { format, seed, bits, dimensions, texts, ids, calibration };
  const head = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const floats = [learned.rowScales, learned.skillScales, learned.bias, learned.frequency];
  return Buffer.concat([
    Buffer.from(magic, 'latin1'),
    length,
    head,
    bytesOf(learned.rows),
    bytesOf(learned.skills),
    ...floats.map(bytesOf),
  ]);
}

/** @throws {Error} when the bytes are no whole model of this format */
export function decodeLearned(bytes: Uint8Array): Learned {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 8 || buffer.toString('latin1', 0, 4) !== magic) throw new Error('this is no router model');
  const headEnd = 8 + buffer.readUInt32LE(4);
  const header = parseHeader(buffer.toString('utf8', 8, headEnd));
  const { bits, dimensions, ids } = header;
  const [buckets, count] = [2 ** bits, ids.length];
  const expected = headEnd + (buckets + count) * dimensions + 4 * (2 * buckets + 2 * count);
  if (buffer.length !== expected) throw new Error('the router model is not whole');
  let at = headEnd;
  const take = (length: number): ArrayBuffer => {
    // A copy: the arrays need their own alignment.
    const piece = Uint8Array.prototype.slice.call(buffer, at, at + length).buffer;
    at += length;
    return piece;
  };
  const int8 = (length: number): Int8Array => new Int8Array(take(length));
  const float = (length: number): Float32Array => finite(new Float32Array(take(4 * length)));
  return {
    ...{ seed: header.seed, bits, dimensions, ids, texts: header.texts, calibration: header.calibration },
    rows: int8(buckets * dimensions),
    skills: int8(count * dimensions),
    rowScales: float(buckets),
    skillScales: float(count),
    bias: float(count),
    frequency: float(buckets),
  };
}

const bytesOf = (array: Int8Array | Float32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

function parseHeader(json: string): Header {
  const value = JSON.parse(json) as Partial<Header>;
  const { calibration, ids } = value;
  const whole = [value.seed, value.bits, value.dimensions, value.texts].every(Number.isFinite);
  if (value.format !== format || !whole || !Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
    throw new Error('the router model has another format');
  const { bits = 0, dimensions = 0 } = value;
  if (!(bits >= 8 && bits <= 20 && dimensions >= 1 && dimensions <= 1024))
    throw new Error('the router model has impossible sizes');
  if (!calibration || !Array.isArray(calibration.weights) || !calibration.weights.every(Number.isFinite))
    throw new Error('the router model has no calibration');
  return value as Header;
}

function finite(array: Float32Array): Float32Array {
  if (!array.every(Number.isFinite)) throw new Error('the router model holds numbers that are none');
  return array;
}

/** Rounds rows to 8 bits: value ≈ number · scale, the greatest of a row at ±127. Costs less than 0.2 points of recall. */
export function quantize(
  values: Float32Array,
  width: number,
): { readonly numbers: Int8Array; readonly scales: Float32Array } {
  const count = values.length / width;
  const numbers = new Int8Array(values.length);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    let greatest = 0;
    for (let x = row * width; x < (row + 1) * width; x++) greatest = Math.max(greatest, Math.abs(values[x] ?? 0));
    if (greatest === 0) continue;
    const scale = greatest / 127;
    scales[row] = scale;
    for (let x = row * width; x < (row + 1) * width; x++) numbers[x] = Math.round((values[x] ?? 0) / scale);
  }
  return { numbers, scales };
}
