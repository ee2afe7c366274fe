import { stemmer } from 'stemmer';
import { stopWords } from './stopWords.js';

/** A word of a text. */
export interface Word {
  /** Lower case, accents folded. */
  readonly text: string;
  /** What it is compared by: Porter's stem for English, the beginning for scripts without a stemmer here. */
  readonly stem: string;
  /** It carries no topic. */
  readonly stop: boolean;
}

const longestWord = 40;
/** Scripts without spaces between words, or whose words carry particles: character bigrams find what whole words miss (router.md 5.1). */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const anyWord = new RegExp(`[a-z0-9]+(?:[.+#][a-z0-9+#]+)?|[${unspaced}]+|[\\p{L}\\p{N}\\p{M}]+`, 'gu');
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u');
const isHangul = /^\p{Script=Hangul}/u;
const asciiWord = /[a-z0-9]+(?:[.+#][a-z0-9+#]+)?/g;
const isAscii = /^[\0-\x7f]*$/;
const accented = /[\u00c0-\u024f\u1e00-\u1eff]/g;
/**
 * Characters that words of other alphabets are cut to: for inflected languages a fixed cut does nearly as well as a stemmer
 * (McNamee and Mayfield 2004, "truncation").
 */
const cutTo = 6;
/** Stems remembered; a library has some ten thousand distinct words. */
const mostStems = 200_000;

/**
 * Splits text into words: camel and snake case apart, lower case, accents folded, English stemmed; scripts without spaces as character
 * bigrams. It remembers stems, so one tokenizer serves a whole library.
 */
export class Tokenizer {
  readonly #stems = new Map<string, string>();

  /** Words that carry a topic, as they are compared. */
  terms(text: string): string[] {
    const terms: string[] = [];
    for (const { stem, stop } of this.words(text)) if (!stop) terms.push(stem);
    return terms;
  }

  /** All words, stop words included. */
  words(text: string): Word[] {
    const spaced = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
    const words: Word[] = [];
    if (isAscii.test(spaced)) {
      for (const [found] of spaced.toLowerCase().matchAll(asciiWord)) this.#add(words, found);
      return words;
    }
    for (const [found] of folded(spaced).matchAll(anyWord))
      if (isUnspaced.test(found))
        for (const piece of pieces(found)) words.push({ text: piece, stem: piece, stop: false });
      else this.#add(words, found);
    return words;
  }

  #add(words: Word[], word: string): void {
    if (word.length <= longestWord) words.push({ text: word, stem: this.#stem(word), stop: stopWords.has(word) });
  }

  #stem(word: string): string {
    if (word.length <= 3) return word;
    const known = this.#stems.get(word);
    if (known !== undefined) return known;
    const stem = isAscii.test(word) ? stemmer(word) : word.slice(0, cutTo);
    if (this.#stems.size < mostStems) this.#stems.set(word, stem);
    return stem;
  }
}

/** {@link Tokenizer.terms} of a single text. */
export const tokens = (text: string): string[] => new Tokenizer().terms(text);

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(accented, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .toLowerCase();

/** Korean has spaces, so its words count as well as their bigrams; other runs are sentences and only their bigrams mean something. */
function pieces(run: string): string[] {
  const letters = Array.from(run);
  if (letters.length < 3) return [run];
  const bigrams = letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
  return isHangul.test(run) && letters.length <= longestWord ? [run, ...bigrams] : bigrams;
}
