import type { Example, SkillText } from './example.js';
import { compare, type Comparison } from './compare.js';
import { decodeLearned, encodeLearned } from './learned.js';
import { train } from './train.js';

export interface TrainInput {
  readonly skills: readonly SkillText[];
  readonly examples: readonly Example[];
  readonly seed: number;
  /** The generation in use, encoded, and when it was trained; absent when there is none. */
  readonly champion?: { readonly bytes: Uint8Array; readonly at: number };
}

export type TrainItem =
  | { readonly type: 'progress'; readonly step: 'compare' | 'train'; readonly done: number; readonly of: number }
  | {
      readonly type: 'trained';
      /** The learned part, encoded. */
      readonly bytes: Uint8Array;
      readonly comparison?: Comparison;
      /** Milliseconds of the training on everything. */
      readonly trainMs: number;
    };

/** Compares a new model with the one in use on what neither has seen, then trains on everything. */
export function* trainJob({ skills, examples, seed, champion }: TrainInput): Generator<TrainItem | undefined, void> {
  const before = champion && { learned: decodeLearned(champion.bytes), at: champion.at };
  const comparison = yield* told('compare', compare({ skills, examples, seed, champion: before }));
  const started = performance.now();
  const learned = yield* told('train', train({ skills, examples, seed }));
  const trainMs = performance.now() - started;
  yield { type: 'trained', bytes: encodeLearned(learned), trainMs, ...(comparison ? { comparison } : {}) };
}

/** Turns what a training yields into items; few of them, because each crosses to another thread. */
function* told<T>(
  step: 'compare' | 'train',
  work: Generator<{ readonly done: number; readonly of: number }, T, void>,
): Generator<TrainItem | undefined, T> {
  yield { type: 'progress', step, done: 0, of: 1 };
  let shown = 0;
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    const { done, of } = next.value;
    const percent = Math.floor((100 * done) / Math.max(1, of));
    yield percent > shown ? { type: 'progress', step, done, of } : undefined;
    shown = Math.max(shown, percent);
  }
}
