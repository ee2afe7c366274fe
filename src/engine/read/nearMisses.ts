import { NearestTasks } from './nearestTasks.js';
import { TellingWords } from './tellingWords.js';
import type { Word } from './tokens.js';
import { weights } from './weights.js';

/**
 * How a task is known not to fit: somebody said so (a correction, a near-miss written for training, what a description refuses), or a run with
 * the skill failed, which says less: a right skill fails too.
 */
export type MissKind = 'said' | 'failed';

/** Tasks that skills do not fit. */
export class NearMisses {
  readonly #words = new TellingWords();
  readonly #nearest: Readonly<Record<MissKind, NearestTasks>>;
  readonly #skills = new Set<number>();

  constructor(idf: (hash: number) => number) {
    this.#nearest = { said: new NearestTasks(idf), failed: new NearestTasks(idf) };
  }

  add(words: readonly Word[], skills: readonly number[], kind: MissKind): void {
    this.#nearest[kind].add(words, skills);
    for (const skill of skills) {
      this.#words.add(words, skill);
      this.#skills.add(skill);
    }
  }

  /**
   * Takes from `memory` (nats) where a task is nearer to a skill's misses than to the tasks it fits (`nearest`, cosine), and sets `missed` to
   * the cosine with the nearest of those that somebody said, 0 to 1.
   */
  score(words: readonly Word[], memory: Float32Array, nearest: Float32Array, missed: Float32Array): void {
    const { said, failed } = this.#nearest;
    if (said.size + failed.size === 0) return;
    said.cosines(words, missed);
    const misses = failed.size > 0 ? missed.slice() : missed;
    failed.cosines(words, misses);
    for (const skill of this.#skills) {
      const cosine = misses[skill] ?? 0;
      if (cosine > 0)
        memory[skill] = (memory[skill] ?? 0) - weights.nearestMiss * Math.max(0, cosine - (nearest[skill] ?? 0));
    }
  }

  /** Words that tell a skill's misses, strongest first, without those of `except`. */
  telling(skill: number, except: ReadonlySet<string>): string[] {
    return this.#words.of(skill, this.#skills.size).filter((word) => !except.has(word));
  }
}
