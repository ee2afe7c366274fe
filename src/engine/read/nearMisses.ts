import { NearestTasks } from './nearestTasks.js';
import { TellingWords } from './tellingWords.js';
import type { Word } from './tokens.js';
import { weights } from './weights.js';

/** Tasks that skills are known not to fit: what a person corrected, near-misses written for training, and what descriptions refuse. */
export class NearMisses {
  readonly #words = new TellingWords();
  readonly #nearest: NearestTasks;
  readonly #skills = new Set<number>();

  constructor(idf: (hash: number) => number) {
    this.#nearest = new NearestTasks(idf);
  }

  add(words: readonly Word[], skills: readonly number[]): void {
    this.#nearest.add(words, skills);
    for (const skill of skills) {
      this.#words.add(words, skill);
      this.#skills.add(skill);
    }
  }

  /** Takes from `memory` (nats) where a task is nearer to a skill's misses than to the tasks it fits (`nearest`, cosine). */
  score(words: readonly Word[], memory: Float32Array, nearest: Float32Array): void {
    if (this.#nearest.size === 0) return;
    for (const [skill, cosine] of this.#nearest.cosines(words))
      memory[skill] = (memory[skill] ?? 0) - weights.nearestMiss * Math.max(0, cosine - (nearest[skill] ?? 0));
  }

  /** Words that tell a skill's misses, strongest first, without those of `except`. */
  telling(skill: number, except: ReadonlySet<string>): string[] {
    return this.#words.of(skill, this.#skills.size).filter((word) => !except.has(word));
  }
}
