import { sha256 } from '../../engine/store/hash.js';
import type { BenchTask } from '../tasks/benchTask.js';

/** Shares of all tasks, 0 to 1; what is left of 1 is for the test. */
export interface Shares {
  readonly train: number;
  readonly val: number;
}

/** A place in [0, 1) that depends on seed and text only: a task stays where it is when others come or go. */
export const placeOf = (seed: string, id: string): number =>
  Number.parseInt(sha256(`${seed}\n${id}`).slice(0, 8), 16) / 2 ** 32;

/** The split a task belongs to. */
export function splitOf(seed: string, id: string, { train, val }: Shares): BenchTask['split'] {
  const place = placeOf(seed, id);
  return place < train ? 'train' : place < train + val ? 'val' : 'test';
}
