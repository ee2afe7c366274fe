import { Tokenizer } from '../../read/tokens.js';

/** Requests by which it is seen how far a description reaches. */
export interface Requests {
  /** Those a change is made from, and those the skill has worked for. */
  readonly own: readonly string[];
  /** Other recent ones. */
  readonly others: readonly string[];
}

/** So many words of other tasks make a description too wide, where they are more than those of its own: fewer may be chance, or plain English. */
export const strangeWords = 4;

/**
 * Holds a description to what it was made from: one that gathers the words of other tasks is chosen for them later, fails there, and is then
 * rewritten for what it never was for (frozen world of the bench: two of five libraries lost a tenth of their tasks to one such skill).
 * @param before the description as it was; empty for a new skill. What it says already is not looked at.
 * @throws {Error} whose message tells the writer what to correct
 */
export function lintReach(before: string, after: string, { own, others }: Requests): void {
  const tokenizer = new Tokenizer();
  const stems = (texts: readonly string[]): Set<string> => new Set(texts.flatMap((text) => tokenizer.terms(text)));
  const [mine, theirs, said] = [stems(own), stems(others), stems([before])];
  const added = new Map(
    tokenizer.words(after).flatMap(({ text, stem, stop }) => (stop || said.has(stem) ? [] : [[stem, text] as const])),
  );
  const strange = [...added].filter(([stem]) => theirs.has(stem) && !mine.has(stem));
  const fitting = [...added].filter(([stem]) => mine.has(stem));
  if (strange.length < strangeWords || strange.length <= fitting.length) return;
  throw new Error(
    `The description claims tasks that these are not: ${strange.map(([, word]) => word).join(', ')}. Say only what they have in common.`,
  );
}
