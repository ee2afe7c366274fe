import type { Steps } from '../steps.js';
import { eachFeature } from './features.js';
import type { Word } from './tokens.js';

/**
 * TF-IDF cosine between a task and each skill's name, description and the beginning of its body, over words and word pairs. Beside BM25F
 * it weighs rare words and phrases more and long texts less; the two together find 2 to 3 points more than either (docs/ROUTER.md).
 */
export class Resemblance {
  private constructor(
    readonly size: number,
    private readonly shift: number,
    private readonly starts: Int32Array,
    private readonly documents: Int32Array,
    private readonly values: Float32Array,
    private readonly idf: Float32Array,
  ) {}

  /** Reads the documents, the words of each skill, one by one. @param size how many there are */
  static *build(documents: Iterable<readonly Word[]>, size: number): Steps<Resemblance> {
    // Some hundred features a skill: few enough of them share a bucket.
    const bits = size > 1000 ? 20 : 18;
    const shift = 32 - bits;
    const buckets = 2 ** bits;
    const starts = new Int32Array(buckets + 1);
    const counted: { readonly buckets: Int32Array; readonly counts: Float32Array }[] = [];
    for (const words of documents) {
      const counts = countsOf(words, shift);
      for (const bucket of counts.keys()) starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
      counted.push({ buckets: Int32Array.from(counts.keys()), counts: Float32Array.from(counts.values()) });
      yield;
    }
    const idf = new Float32Array(buckets);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const found = starts[bucket + 1] ?? 0;
      idf[bucket] = Math.log(1 + (size + 1) / (found + 0.5));
      starts[bucket + 1] = found + (starts[bucket] ?? 0);
      if (bucket % passed === 0) yield;
    }
    const total = starts[buckets] ?? 0;
    const index = new Resemblance(size, shift, starts, new Int32Array(total), new Float32Array(total), idf);
    const filled = starts.slice();
    for (const [document, { buckets: places, counts }] of counted.entries()) {
      const scale = 1 / (weigh(places, counts, idf) || 1);
      for (let at = 0; at < places.length; at++) {
        const bucket = places[at] ?? 0;
        const place = filled[bucket] ?? 0;
        filled[bucket] = place + 1;
        index.documents[place] = document;
        index.values[place] = (counts[at] ?? 0) * scale;
      }
      yield;
    }
    return index;
  }

  /** Cosine with every document, 0 to 1. */
  scores(query: readonly Word[], into = new Float32Array(this.size)): Float32Array {
    into.fill(0);
    const counts = countsOf(query, this.shift);
    const buckets = Int32Array.from(counts.keys());
    const values = Float32Array.from(counts.values());
    const scale = 1 / (weigh(buckets, values, this.idf) || 1);
    buckets.forEach((bucket, at) => {
      const value = (values[at] ?? 0) * scale;
      const end = this.starts[bucket + 1] ?? 0;
      for (let place = this.starts[bucket] ?? 0; place < end; place++) {
        const document = this.documents[place] ?? 0;
        into[document] = (into[document] ?? 0) + value * (this.values[place] ?? 0);
      }
    });
    return into;
  }
}

/** Buckets gone through between two yields. */
const passed = 2 ** 15;

function countsOf(words: readonly Word[], shift: number): Map<number, number> {
  const counts = new Map<number, number>();
  eachFeature(
    words,
    (hash, weight) => {
      const bucket = hash >>> shift;
      counts.set(bucket, (counts.get(bucket) ?? 0) + weight);
    },
    { letters: false },
  );
  return counts;
}

/** Turns counts into TF-IDF values in place. @returns their length */
function weigh(buckets: Int32Array, counts: Float32Array, idf: Float32Array): number {
  let squares = 0;
  for (let at = 0; at < buckets.length; at++) {
    const count = counts[at] ?? 0;
    const value = Math.sqrt(count * Math.min(1, count)) * (idf[buckets[at] ?? 0] ?? 0);
    counts[at] = value;
    squares += value * value;
  }
  return Math.sqrt(squares);
}
