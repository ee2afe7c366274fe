import { hash32 } from './hash.js';
import { topicWords } from './words.js';

const dimensions = 256;

/** Weight of a trigram beside the 1 of a whole word: enough that "errors" is near "error". */
const trigramWeight = 0.3;

/** A unit vector (all zeros for a text without topic words): hashed words and their trigrams. */
export function embed(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const add = (feature: string, weight: number): void => {
    const hash = hash32(feature);
    const index = hash % dimensions;
    vector[index] = (vector[index] ?? 0) + (hash & 0x80000000 ? -weight : weight);
  };
  for (const word of topicWords(text)) {
    add(`w${word}`, 1);
    for (let start = 0; start + 3 <= word.length; start++) add(`g${word.slice(start, start + 3)}`, trigramWeight);
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
