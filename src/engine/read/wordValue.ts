import { eachFeature } from './features.js';
import type { Word } from './tokens.js';

/** How much a feature tells (idf), over the skills' descriptions and the tasks so far. */
export class WordValue {
  readonly #frequency = new Map<number, number>();
  #texts = 0;

  count(words: readonly Word[]): void {
    this.#texts++;
    const seen = new Set<number>();
    eachFeature(words, (hash) => seen.add(hash), { letters: false });
    for (const hash of seen) this.#frequency.set(hash, (this.#frequency.get(hash) ?? 0) + 1);
  }

  /** Never negative. @param hash as {@link eachFeature} gives it */
  readonly of = (hash: number): number => Math.log(1 + (this.#texts + 1) / ((this.#frequency.get(hash) ?? 0) + 0.5));
}
