import type { BenchTask } from '../tasks/benchTask.js';

/** What a benchmark is about: tasks, and the library that is there from the start. */
export interface BenchWorld {
  readonly name: string;
  /** Drawn by seed: the same seed gives the same tasks. */
  readonly seed: string;
  /** What is to be learned from in a round, from 1, in this order. */
  train(round: number): readonly BenchTask[];
  /** What is measured with after a round; round 0 is before anything was learned. */
  test(round: number): readonly BenchTask[];
  /** SKILL.md by name: the library before round 1. */
  readonly library: Readonly<Record<string, string>>;
  /** Kinds that occur in no training task. */
  readonly unseen: ReadonlySet<string>;
  /** Whether the verdict on a training task is turned round in a round: noisy feedback. */
  flipped(task: BenchTask, round: number): boolean;
}
