import { hash32 } from './hash.js';

/** Draws the next number from 0 up to, not including, 1. */
export type Random = () => number;

/** A reproducible generator (mulberry32): the same seed gives the same numbers on every machine. */
export function seeded(seed: string): Random {
  let state = hash32(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One element of a list. @throws {RangeError} when the list is empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const index = Math.floor(random() * items.length);
  if (index >= items.length) throw new RangeError('nothing to pick from');
  return items[index] as T;
}

/** A whole number from `low` to `high`, both included. */
export const integer = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

/** The items in another order (Fisher-Yates). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
