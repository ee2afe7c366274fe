import { eachFeature } from './features.js';
import type { Word } from './tokens.js';

/**
 * TF-IDF cosine between a task and each skill's name, description and the beginning of its body, over words and word pairs. Beside BM25F
 * it weighs rare words and phrases more and long texts less; the two together find 2 to 3 points more than either (docs/ROUTER.md).
 */
export class Resemblance {
  readonly size: number;
  readonly #shift: number;
  readonly #starts: Int32Array;
  readonly #documents: Int32Array;
  readonly #values: Float32Array;
  readonly #idf: Float32Array;

  /** @param documents words of each skill */
  constructor(documents: Iterable<readonly Word[]> & { readonly length: number }) {
    this.size = documents.length;
    // Some hundred features a skill: few enough of them share a bucket.
    const bits = this.size > 1000 ? 20 : 18;
    this.#shift = 32 - bits;
    const buckets = 2 ** bits;
    const frequency = new Int32Array(buckets + 1);
    const counted: { readonly buckets: Int32Array; readonly counts: Float32Array }[] = [];
    for (const words of documents) {
      const counts = this.#counts(words);
      for (const bucket of counts.keys()) frequency[bucket + 1] = (frequency[bucket + 1] ?? 0) + 1;
      counted.push({ buckets: Int32Array.from(counts.keys()), counts: Float32Array.from(counts.values()) });
    }
    this.#idf = new Float32Array(buckets);
    for (let bucket = 0; bucket < buckets; bucket++)
      this.#idf[bucket] = Math.log(1 + (this.size + 1) / ((frequency[bucket + 1] ?? 0) + 0.5));
    for (let bucket = 0; bucket < buckets; bucket++)
      frequency[bucket + 1] = (frequency[bucket + 1] ?? 0) + (frequency[bucket] ?? 0);
    this.#starts = frequency;
    const total = frequency[buckets] ?? 0;
    this.#documents = new Int32Array(total);
    this.#values = new Float32Array(total);
    const filled = frequency.slice();
    counted.forEach((document, index) => {
      const scale = 1 / (this.#weigh(document.buckets, document.counts) || 1);
      document.buckets.forEach((bucket, at) => {
        const place = filled[bucket] ?? 0;
        filled[bucket] = place + 1;
        this.#documents[place] = index;
        this.#values[place] = (document.counts[at] ?? 0) * scale;
      });
    });
  }

  /** Cosine with every document, 0 to 1. */
  scores(query: readonly Word[], into = new Float32Array(this.size)): Float32Array {
    into.fill(0);
    const counts = this.#counts(query);
    const buckets = Int32Array.from(counts.keys());
    const values = Float32Array.from(counts.values());
    const scale = 1 / (this.#weigh(buckets, values) || 1);
    buckets.forEach((bucket, at) => {
      const value = (values[at] ?? 0) * scale;
      const end = this.#starts[bucket + 1] ?? 0;
      for (let place = this.#starts[bucket] ?? 0; place < end; place++) {
        const document = this.#documents[place] ?? 0;
        into[document] = (into[document] ?? 0) + value * (this.#values[place] ?? 0);
      }
    });
    return into;
  }

  #counts(words: readonly Word[]): Map<number, number> {
    const counts = new Map<number, number>();
    eachFeature(
      words,
      (hash, weight) => {
        const bucket = hash >>> this.#shift;
        counts.set(bucket, (counts.get(bucket) ?? 0) + weight);
      },
      { letters: false },
    );
    return counts;
  }

  /** Turns counts into TF-IDF values in place. @returns their length */
  #weigh(buckets: Int32Array, counts: Float32Array): number {
    let squares = 0;
    for (let at = 0; at < buckets.length; at++) {
      const count = counts[at] ?? 0;
      const value = Math.sqrt(count * Math.min(1, count)) * (this.#idf[buckets[at] ?? 0] ?? 0);
      counts[at] = value;
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
