import { Tokenizer } from '../../../../src/engine/read/tokens.js';
import { topicWords } from '../../../../src/practice/words.js';

/** Words by which a router or the practice model compares texts: English ones stemmed, Korean ones without particles. */
export function topicsOf(text: string): ReadonlySet<string> {
  const topics = topicWords(text);
  const english = new Set(topics.filter((word) => /^[a-z]/.test(word)));
  const words = new Tokenizer().words(text.replace(/\p{Script=Hangul}/gu, ' '));
  const stems = words.flatMap(({ text: word, stem, stop }) => (stop || !english.has(word) ? [] : [stem]));
  return new Set([...stems, ...topics.filter((word) => !english.has(word))]);
}
