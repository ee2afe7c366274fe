import { NearestTasks } from './nearestTasks.js';
import { TellingWords } from './tellingWords.js';
import type { Word } from './tokens.js';
import { halfTrust, weights } from './weights.js';

/** BM25's saturation and length normalisation (Robertson and Zaragoza 2009), as prototyped (router.md 3). */
const k1 = 1.2;
const b = 0.5;

/** The tasks that skills have worked for: found again by their words, at once and without training. */
export class PastTasks {
  readonly #words = new TellingWords();
  readonly #nearest: NearestTasks;
  readonly #lengths = new Map<number, number>();
  readonly #counts = new Map<number, number>();
  #length = 0;

  /** @param idf how much a feature (32-bit hash) tells */
  constructor(idf: (hash: number) => number) {
    this.#nearest = new NearestTasks(idf);
  }

  /** Remembers that these skills (by number) have worked for the task. */
  add(words: readonly Word[], skills: readonly number[]): void {
    for (const skill of skills) {
      const length = this.#words.add(words, skill);
      this.#lengths.set(skill, (this.#lengths.get(skill) ?? 0) + length);
      this.#counts.set(skill, (this.#counts.get(skill) ?? 0) + 1);
      this.#length += length;
    }
    this.#nearest.add(words, skills);
  }

  /**
   * What the past tasks say of a new one, per skill: adds the memory part (nats) to `memory`, and sets `nearest` to the cosine with the most
   * alike of a skill's tasks, 0 to 1.
   */
  score(words: readonly Word[], memory: Float32Array, nearest: Float32Array): void {
    if (this.#length === 0) return;
    this.#addBm25(words, memory);
    this.#nearest.cosines(words, nearest);
    for (const [skill, count] of this.#counts) {
      const found = (memory[skill] ?? 0) + weights.nearest * (nearest[skill] ?? 0);
      memory[skill] = (found * count) / (count + halfTrust);
    }
  }

  /** Words that tell a skill's tasks from the others', strongest first. */
  telling(skill: number): string[] {
    return this.#words.of(skill, this.#counts.size);
  }

  #addBm25(words: readonly Word[], memory: Float32Array): void {
    const skills = this.#lengths.size;
    const average = this.#length / skills;
    const terms = new Set<string>();
    for (const { stem, stop } of words) if (!stop) terms.add(stem);
    const idf = (found: number): number => Math.log(1 + (skills - found + 0.5) / (found + 0.5));
    let total = 0;
    for (const term of terms) total += idf(this.#words.terms.get(term)?.size ?? 0);
    for (const term of terms) {
      const counts = this.#words.terms.get(term);
      if (!counts) continue;
      const share = (weights.pastBm25 * idf(counts.size)) / total;
      for (const [skill, count] of counts) {
        const norm = k1 * (1 - b + (b * (this.#lengths.get(skill) ?? 0)) / average);
        memory[skill] = (memory[skill] ?? 0) + (share * count) / (count + norm);
      }
    }
  }
}
