import { Tokenizer } from '../read/tokens.js';
import type { RunRecord } from '../store/runRecord.js';

/** Size of the intersection by size of the union; 0 for two empty sets. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((one) => b.has(one)).length;
  return common / (a.size + b.size - common || 1);
}

/**
 * The runs whose requests say most beside some others: near to those, and not near to each other (maximal marginal relevance, Carbonell and Goldstein
 * 1998, both parts weighing the same). Of runs that are as good the latest goes first.
 * @param runs oldest first
 * @returns at most `count` of them, oldest first
 */
export function mostTelling(runs: readonly RunRecord[], about: readonly RunRecord[], count: number): RunRecord[] {
  if (runs.length <= count) return [...runs];
  const tokenizer = new Tokenizer();
  const wordsOf = ({ run }: RunRecord): ReadonlySet<string> => new Set(tokenizer.terms(run.task.prompt));
  const wanted = about.map(wordsOf);
  const nearest = (words: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): number =>
    Math.max(0, ...others.map((other) => jaccard(words, other)));
  const left = runs.map((record, index) => {
    const words = wordsOf(record);
    return { record, index, words, near: nearest(words, wanted), taken: 0 };
  });
  const chosen: typeof left = [];
  while (chosen.length < count) {
    left.sort((a, b) => b.near - b.taken - (a.near - a.taken) || b.index - a.index);
    const best = left.shift();
    if (!best) break;
    chosen.push(best);
    for (const one of left) one.taken = Math.max(one.taken, jaccard(one.words, best.words));
  }
  return chosen.sort((a, b) => a.index - b.index).map(({ record }) => record);
}
