import { leastText, weights } from './weights.js';

/** What speaks for a skill apart from its past use, and against it. */
export interface Spoken {
  /** The share of the task that its own words cover (BM25F), 0 to 1. */
  readonly bm25f: number;
  /** Cosine with the nearest task it has worked for, 0 to 1. */
  readonly nearest: number;
  /** What was learned and what embeddings say, in nats. */
  readonly learned: number;
  readonly vectors: number;
  /** Cosine with the nearest task that somebody said it does not fit, 0 to 1. */
  readonly missed: number;
  /** Tasks that somebody said it does not fit. */
  readonly refusals: number;
  /** Skills in the library. */
  readonly library: number;
}

/**
 * What makes one voice for a skill: the share of the task that its own words cover; the cosine with a task it has worked for; nats that were
 * learned; nats of embeddings (a cosine 0.25 above the mean). And against it: the cosine with a task that somebody said it does not fit, for which
 * one telling word in common is enough. Chosen on train parts (docs/ROUTER.md).
 */
const voice = { text: leastText, nearest: 0.3, learned: 2.5, vectors: 0.25 * weights.vectors, missed: 0.05 } as const;

/**
 * By so much (a share, for each tenfold of a library beyond ten skills) more of the task must be covered by the words of a skill that somebody said
 * other tasks are not for, half of it after the first: what sounds like it is known to mislead, and in a large library more sounds like anything.
 */
const misled = 0.25;
const small = 10;

/** Voices for a skill; one is enough. */
export function voices({ bm25f, nearest, learned, vectors, missed, refusals, library }: Spoken): number {
  const crowd = Math.max(0, Math.log10(library / small));
  const words = voice.text * (1 + (misled * crowd * refusals) / (refusals + 1));
  return (
    bm25f / words +
    nearest / voice.nearest +
    Math.max(0, learned) / voice.learned +
    Math.max(0, vectors) / voice.vectors -
    missed / voice.missed
  );
}

/** How far its own words and past tasks speak for a skill, 0 to 1 voice. */
export const ownVoice = (bm25f: number, nearest: number): number =>
  Math.min(1, bm25f / voice.text + nearest / voice.nearest);
