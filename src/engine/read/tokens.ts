import { stemmer } from 'stemmer';

/** Words that carry no topic. Same list for queries and skills, so that scores stay comparable. */
const stopWords = new Set(
  `a an the of to in on for with and or is are was were be been being by at as from that this these those it its i me my we our you your he she
  they them their can could would should will shall may might do does did have has had not no if then so than too very just about into over under
  out up down what which who whom how when where why all any both each few more most other some such only own same s t don now please help need
  want like get got make let us use using there here am im ive id also else whether via per etc`.split(/\s+/),
);

const longestWord = 40;
const word = /[a-z0-9]+(?:[.+#][a-z0-9+#]+)?|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+/g;
const eastAsian = /^[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/;

/**
 * Splits text into stemmed terms: camel case and snake case apart, lower case, stop words out, Porter stems; Chinese, Japanese and
 * Korean runs also as character bigrams, because they have no stemmer here and often no spaces (router.md 5.1).
 */
export function tokens(text: string): string[] {
  const spaced = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  const terms: string[] = [];
  for (const [found] of spaced.toLowerCase().matchAll(word)) {
    if (stopWords.has(found) || found.length > longestWord) continue;
    if (eastAsian.test(found)) terms.push(found, ...bigrams(found));
    else terms.push(found.length > 3 ? stemmer(found) : found);
  }
  return terms;
}

function bigrams(run: string): string[] {
  if (run.length < 3) return [];
  return Array.from({ length: run.length - 1 }, (_, index) => run.slice(index, index + 2));
}
