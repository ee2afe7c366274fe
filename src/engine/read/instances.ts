import type { Features } from './features.js';
import { largest } from './ranking.js';
import type { Instance } from './residual.js';
import { weights } from './weights.js';

/** Trained skills compete all with each other up to this many; of more, a draw does (router.md 3). */
const allCompeteUpTo = 512;
const drawn = 200;
/** Skills with the most words in common compete in any case: hard negatives. */
const hard = 50;

/** A task and what is known of it, by skill numbers. */
export interface Known {
  readonly features: Features;
  /** Text part of every skill. */
  readonly text: Float32Array;
  /** Memory part of every skill, where it counts beside what is learned. */
  readonly memory?: Float32Array;
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
  readonly weight: number;
}

/** Makes a training instance: who competes, what speaks for each without the residual, and what was right and wrong. */
export function instanceOf(
  { features, text, memory, positives, negatives, weight }: Known,
  competitors: readonly number[],
  prior: (skill: number) => number,
  random: () => number,
): Instance {
  const chosen = new Set<number>(
    competitors.length <= allCompeteUpTo
      ? competitors
      : Array.from({ length: drawn }, () => competitors[Math.floor(random() * competitors.length)] ?? 0),
  );
  for (const skill of largest(text, hard, (score) => score > 0)) chosen.add(skill);
  for (const skill of [...positives, ...negatives]) chosen.add(skill);
  const candidates = Int32Array.from(chosen);
  const right = new Float32Array(candidates.length);
  const wrong: number[] = [];
  const [fits, misses] = [new Set(positives), new Set(negatives)];
  candidates.forEach((skill, place) => {
    if (fits.has(skill)) right[place] = 1 / fits.size;
    else if (misses.has(skill)) wrong.push(place);
  });
  const offsets = Float32Array.from(
    candidates,
    (skill) => weights.text * (text[skill] ?? 0) + (memory?.[skill] ?? 0) + prior(skill),
  );
  return { features, candidates, offsets, right, wrong, weight };
}
