import { eachFeature } from './features.js';
import type { Word } from './tokens.js';

/** Tasks, each with the skills it says something of; finds how near a new task comes to any of them. */
export class NearestTasks {
  /** Feature to the tasks that have it and how much of the task it is. */
  readonly #features = new Map<number, { readonly tasks: number[]; readonly values: number[] }>();
  readonly #skills: (readonly number[])[] = [];

  /** @param idf how much a feature (32-bit hash) tells */
  constructor(private readonly idf: (hash: number) => number) {}

  get size(): number {
    return this.#skills.length;
  }

  add(words: readonly Word[], skills: readonly number[]): void {
    const task = this.#skills.push(skills) - 1;
    for (const [hash, value] of this.#vector(words)) {
      const list = this.#features.get(hash) ?? { tasks: [], values: [] };
      list.tasks.push(task);
      list.values.push(value);
      this.#features.set(hash, list);
    }
  }

  /**
   * Raises `nearest` of each skill to the greatest TF-IDF cosine (words and word pairs) with one of its tasks, 0 to 1.
   */
  cosines(words: readonly Word[], nearest: Float32Array): void {
    if (this.size === 0) return;
    const cosines = new Float32Array(this.size);
    for (const [hash, value] of this.#vector(words)) {
      const list = this.#features.get(hash);
      if (!list) continue;
      const { tasks, values } = list;
      for (let at = 0; at < tasks.length; at++) {
        const task = tasks[at] ?? 0;
        cosines[task] = (cosines[task] ?? 0) + value * (values[at] ?? 0);
      }
    }
    for (let task = 0; task < cosines.length; task++) {
      const cosine = cosines[task] ?? 0;
      if (cosine <= 0) continue;
      for (const skill of this.#skills[task] ?? []) if (cosine > (nearest[skill] ?? 0)) nearest[skill] = cosine;
    }
  }

  #vector(words: readonly Word[]): Map<number, number> {
    const vector = new Map<number, number>();
    eachFeature(words, (hash, weight) => vector.set(hash, (vector.get(hash) ?? 0) + weight), { letters: false });
    let squares = 0;
    for (const [hash, count] of vector) {
      const value = Math.sqrt(count * Math.min(1, count)) * this.idf(hash);
      vector.set(hash, value);
      squares += value * value;
    }
    const scale = 1 / (Math.sqrt(squares) || 1);
    for (const [hash, value] of vector) vector.set(hash, value * scale);
    return vector;
  }
}
