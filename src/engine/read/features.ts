import type { Word } from './tokens.js';

/** What the learned part sees of a text: a sparse vector of unit length over hashed features. */
export interface Features {
  /** Buckets, each once. */
  readonly buckets: Int32Array;
  /** Their values, same order. */
  readonly values: Float32Array;
}

/** Kinds of features; each hashes into places of its own. Values are arbitrary distinct seeds. */
const kind = { word: 0x2f, stop: 0x53, pair: 0x71, gap: 0x95, letters: 0xb3 } as const;

/** Weights relative to a topic word: chosen on the train parts of the measured data sets (router.md 3; see docs/ROUTER.md). */
const weight = { word: 1, stop: 0.25, pair: 0.6, stopPair: 0.3, gap: 0.6, letters: 0.35 } as const;
/** Character n-grams, with a mark at both ends of the word. */
const shortestGram = 3;
const longestGram = 5;
/** Words shorter than this are their own n-gram. */
const shortestSpelt = 4;

/** FNV-1a (Fowler, Noll, Vo), one step for each code unit. */
const offset = 0x811c9dc5;
const prime = 0x01000193;
const step = (hash: number, code: number): number => Math.imul(hash ^ code, prime);

function hashed(start: number, text: string): number {
  let hash = start;
  for (let index = 0; index < text.length; index++) hash = step(hash, text.charCodeAt(index));
  return hash;
}

const started = (which: number): number => step(offset, which);

/**
 * Gives every feature of the words with its 32-bit hash and its weight; a feature may come several times.
 * @param options.letters whether the n-grams of words are wanted too
 */
export function eachFeature(
  words: readonly Word[],
  take: (hash: number, weight: number) => void,
  { letters } = { letters: true },
): void {
  let before: Word | undefined;
  let topicBefore: Word | undefined;
  for (const word of words) {
    if (word.stop) take(hashed(started(kind.stop), word.text), weight.stop);
    else take(hashed(started(kind.word), word.stem), weight.word);
    if (before) take(pairHash(kind.pair, before, word), before.stop && word.stop ? weight.stopPair : weight.pair);
    if (!word.stop) {
      // Topic words that follow each other once stop words are left out.
      if (topicBefore) take(pairHash(kind.gap, topicBefore, word), weight.gap);
      topicBefore = word;
      if (letters && word.text.length >= shortestSpelt) eachGram(word.text, take);
    }
    before = word;
  }
}

const separator = 0x5f;
const pairHash = (which: number, a: Word, b: Word): number =>
  hashed(step(hashed(started(which), a.stem), separator), b.stem);

const [opening, closing] = [0x3c, 0x3e];

function eachGram(word: string, take: (hash: number, weight: number) => void): void {
  const length = word.length + 2;
  const each = weight.letters / Math.sqrt(length);
  const code = (place: number): number =>
    place === 0 ? opening : place === length - 1 ? closing : word.charCodeAt(place - 1);
  for (let from = 0; from + shortestGram <= length; from++) {
    let hash = started(kind.letters);
    for (let size = 1; size <= longestGram && from + size <= length; size++) {
      hash = step(hash, code(from + size - 1));
      if (size >= shortestGram) take(hash, each);
    }
  }
}

/** Turns words into {@link Features}; knows how common each bucket is. */
export class Featurizer {
  readonly #shift: number;

  /**
   * @param bits the vector has 2^bits places
   * @param frequency in how many of `texts` texts each bucket stood
   */
  constructor(
    readonly bits: number,
    readonly frequency = new Float32Array(2 ** bits),
    public texts = 0,
  ) {
    this.#shift = 32 - bits;
  }

  /** Counts a text's features: what is everywhere says little. */
  count(words: readonly Word[]): void {
    this.texts++;
    const seen = new Set<number>();
    eachFeature(words, (hash) => seen.add(hash >>> this.#shift));
    for (const bucket of seen) this.frequency[bucket] = (this.frequency[bucket] ?? 0) + 1;
  }

  /** Square root of the weighted count, times idf, scaled to unit length; empty for a text without words. */
  features(words: readonly Word[]): Features {
    const counts = new Map<number, number>();
    eachFeature(words, (hash, each) => {
      const bucket = hash >>> this.#shift;
      counts.set(bucket, (counts.get(bucket) ?? 0) + each);
    });
    const buckets = new Int32Array(counts.size);
    const values = new Float32Array(counts.size);
    let [at, squares] = [0, 0];
    for (const [bucket, count] of counts) {
      const idf = Math.log(1 + (this.texts + 1) / ((this.frequency[bucket] ?? 0) + 0.5));
      const value = Math.sqrt(count * Math.min(1, count)) * idf;
      buckets[at] = bucket;
      values[at++] = value;
      squares += value * value;
    }
    const scale = 1 / (Math.sqrt(squares) || 1);
    for (let index = 0; index < values.length; index++) values[index] = (values[index] ?? 0) * scale;
    return { buckets, values };
  }
}
