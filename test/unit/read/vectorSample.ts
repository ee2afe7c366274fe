import { createHash } from 'node:crypto';
import path from 'node:path';
import { fillVectors, frameVectors } from '../../../src/engine/read/vectorFormat.js';
import { VectorCache } from '../../../src/engine/read/vectors.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { atOnce } from '../../../src/engine/steps.js';

export const tinyModel = { id: 'tiny', simulated: true };

/** A cache as a window of its own opens it. */
export const openCache = (dir: string, model = tinyModel): VectorCache =>
  new VectorCache({
    dir,
    model,
    lock: createStateLock({ dir: path.join(dir, 'lock'), owner: createWindowId(), patience: 5_000 }),
  });

/** The file of an index, made at once. */
export function encodeVectors(...[of, items]: Parameters<typeof frameVectors>): Buffer {
  const bytes = frameVectors(of, items);
  atOnce(fillVectors(bytes, items));
  return bytes;
}

/** A vector that belongs to a key: any process can tell whether one is the right one. Numbers between -1 and 1, not of length 1. */
export function vectorOf(key: string, dims = 8): Float32Array {
  const bytes = createHash('shake256', { outputLength: dims }).update(key).digest();
  return Float32Array.from(bytes, (byte) => (byte - 127.5) / 127.5);
}

/** The same with length 1, as the cache keeps it. */
export function unitOf(key: string, dims = 8): Float32Array {
  const vector = vectorOf(key, dims);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Largest difference of two vectors of one length. */
export function difference(one: Float32Array, other: Float32Array): number {
  return one.reduce((most, value, index) => Math.max(most, Math.abs(value - (other[index] ?? Infinity))), 0);
}
