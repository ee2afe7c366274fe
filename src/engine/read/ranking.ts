import { type Calibration, type Evidence, probability } from './calibration.js';
import type { SkillText } from './example.js';
import type { Lookup, SkillIndex } from './skillIndex.js';
import { voices } from './voices.js';
import { weights } from './weights.js';

/** A skill as the router sees it for one task. Parts in nats; they add up to the score. */
export interface Ranked {
  readonly id: string;
  readonly score: number;
  /** Calibrated probability that a run with it succeeds, 0 to 1. */
  readonly probability: number;
  readonly parts: {
    readonly text: number;
    readonly memory: number;
    readonly learned: number;
    readonly usage: number;
    readonly vectors: number;
  };
  /** Stemmed terms it shares with the task, the most telling first. */
  readonly words: readonly string[];
  /** It has examples. */
  readonly trained: boolean;
  /** Enough speaks for it, apart from its past use, and it is likely enough, that it may be used. */
  readonly fits: boolean;
}

/** All scores of one task, by skill number. */
export interface Scores {
  readonly lookup: Lookup;
  readonly total: Float32Array;
  readonly bm25f: Float32Array;
  readonly text: Float32Array;
  readonly memory: Float32Array;
  readonly nearest: Float32Array;
  readonly missed: Float32Array;
  readonly learned: Float32Array;
  readonly usage: Float32Array;
  readonly vectors: Float32Array | undefined;
  readonly examples: Float32Array;
  readonly failures: Float32Array;
  readonly refusals: Float32Array;
  readonly calibration: Calibration;
}

/**
 * Below `none` nothing fits; between the two the model is shown the slate; above `use` the best is used (router.md 5.6). Where nothing speaks for a skill
 * it does not fit either. A skill that somebody said other tasks are not for must be as likely as `refused`: likely is not enough where its likeness
 * is known to mislead. Chosen on train parts (docs/ROUTER.md).
 */
export const thresholds = { none: 0.2, use: 0.5, refused: 0.7 } as const;

/** Of so many the first that fits is chosen, or one is drawn where they are close; the others are too far behind. */
export const decidedAmong = 3;

/** Skills that are shown when nobody says how many. */
const shown = 5;
/**
 * Places of the slate, and how many of them go by score in any case. The others go to skills without examples whose words match, as far as there
 * are any (router.md 5.5): only its words speak for such a skill, and of held-out ones fewer places miss more than they gain for the others.
 */
const places = 8;
const byScore = 2;
/** The cheap rival: 8 × BM25F / (sum of the task's idf) + 3 for a skill that has succeeded (issue: the router that learns; BM25F with its factor k1 + 1). */
const rivalText = 8 * 2.2;
const rivalBonus = 3;
const rivalsShown = 5;
/** Imagined skills that nothing speaks for, as in BM25F: in a library of one, the only skill would otherwise have all of the evidence. */
const ghosts = 20;
/** Skills that share the evidence. In a library of thousands the many that nothing speaks for would together outweigh the best. */
const sharers = 10;

/** The ranked skills of one task. */
export class Ranking {
  readonly thresholds = thresholds;
  readonly #scores: Scores;
  readonly #skills: readonly SkillText[];
  readonly #index: SkillIndex;
  #order: readonly number[] | undefined;
  #sum: number | undefined;
  #rivals: readonly number[] | undefined;

  constructor(scores: Scores, skills: readonly SkillText[], index: SkillIndex) {
    this.#scores = scores;
    this.#skills = skills;
    this.#index = index;
  }

  /** Score of every skill in the order of the library. */
  get scores(): Float32Array {
    return this.#scores.total;
  }

  /** Plain BM25F of every skill, 0 to 1. */
  get bm25f(): Float32Array {
    return this.#scores.bm25f;
  }

  /** Best first, at most `limit`. */
  top(limit = shown): readonly Ranked[] {
    return this.#best(limit).map((skill) => this.#ranked(skill));
  }

  /** Best by score, then the best by their words among skills without examples, then again by score. */
  slate(): readonly (Ranked & { readonly guaranteed: boolean })[] {
    return slateOf(this.#scores, this.#best(places)).map(({ skill, guaranteed }) => ({
      ...this.#ranked(skill),
      guaranteed,
    }));
  }

  of(id: string): Ranked | undefined {
    const skill = this.#skills.findIndex((one) => one.id === id);
    return skill < 0 ? undefined : this.#ranked(skill);
  }

  /** First five by plain BM25F and by BM25F with the usage bonus. */
  get rivals(): { readonly bm25: readonly string[]; readonly usage: readonly string[] } {
    const { bm25f, examples } = this.#scores;
    const usage = bm25f.map((score, skill) =>
      score > 0 ? rivalText * score + ((examples[skill] ?? 0) > 0 ? rivalBonus : 0) : 0,
    );
    const ids = (scores: Float32Array): string[] =>
      largest(scores, rivalsShown, (score) => score > 0).map((skill) => this.#skills[skill]?.id ?? '');
    return { bm25: ids(bm25f), usage: ids(usage) };
  }

  /** What the probability of the first that fits says. */
  get confidence(): 'use' | 'slate' | 'none' {
    const first = this.top(decidedAmong).find(({ fits }) => fits);
    return first === undefined ? 'none' : first.probability >= thresholds.use ? 'use' : 'slate';
  }

  /** What a calibration may learn from: the evidence for the best few. */
  evidence(limit: number): readonly { readonly id: string; readonly evidence: Evidence }[] {
    return this.#best(limit).map((skill) => ({
      id: this.#skills[skill]?.id ?? '',
      evidence: this.#evidence(skill),
    }));
  }

  /** Whether enough speaks for a skill, apart from its past use. */
  #speaks(skill: number): boolean {
    const { bm25f, nearest, learned, vectors, missed, refusals } = this.#scores;
    const spoken = {
      bm25f: bm25f[skill] ?? 0,
      nearest: nearest[skill] ?? 0,
      learned: learned[skill] ?? 0,
      vectors: vectors?.[skill] ?? 0,
      missed: missed[skill] ?? 0,
      refusals: refusals[skill] ?? 0,
      library: this.#skills.length,
    };
    return voices(spoken) >= 1;
  }

  #best(limit: number): readonly number[] {
    if (!this.#order || this.#order.length < Math.min(limit, this.#skills.length)) {
      const { total, text, memory, learned } = this.#scores;
      // A skill that nothing but its past use speaks for is no candidate.
      const speaks = (_: number, skill: number): boolean =>
        (text[skill] ?? 0) > 0 ||
        (memory[skill] ?? 0) > 0 ||
        (learned[skill] ?? 0) > 0 ||
        this.#scores.vectors !== undefined;
      this.#order = largest(total, Math.max(limit, sharers), speaks);
    }
    return this.#order.slice(0, limit);
  }

  #evidence(skill: number): Evidence {
    const { total, text, nearest, missed, examples, failures } = this.#scores;
    const best = this.#best(sharers);
    const highest = total[best[0] ?? 0] ?? 0;
    const power = (one: number): number => Math.exp((total[one] ?? 0) - highest);
    this.#sum ??= best.reduce((sum, one) => sum + power(one), ghosts * Math.exp(-highest));
    return {
      share: power(skill) / this.#sum,
      text: text[skill] ?? 0,
      nearest: nearest[skill] ?? 0,
      missed: missed[skill] ?? 0,
      examples: examples[skill] ?? 0,
      failures: failures[skill] ?? 0,
    };
  }

  #probability(skill: number): number {
    return probability(this.#scores.calibration, this.#evidence(skill));
  }

  /**
   * Where several skills fit about as well none of them is likely by itself, but one of them is: the probability of those that speak and are at
   * least half as likely as the likeliest, if this one is among them.
   */
  #together(sure: number): number {
    this.#rivals ??= this.#best(sharers).flatMap((skill) => (this.#speaks(skill) ? [this.#probability(skill)] : []));
    const least = Math.max(0, ...this.#rivals) / 2;
    return sure < least ? 0 : this.#rivals.reduce((sum, one) => (one < least ? sum : sum + one), 0);
  }

  #ranked(skill: number): Ranked {
    const { total, text, memory, learned, usage, vectors, examples, refusals, lookup } = this.#scores;
    const sure = this.#probability(skill);
    const least = (refusals[skill] ?? 0) > 0 ? thresholds.refused : thresholds.none;
    return {
      id: this.#skills[skill]?.id ?? '',
      score: total[skill] ?? 0,
      probability: sure,
      parts: {
        text: weights.text * (text[skill] ?? 0),
        memory: memory[skill] ?? 0,
        learned: learned[skill] ?? 0,
        usage: usage[skill] ?? 0,
        vectors: vectors?.[skill] ?? 0,
      },
      words: this.#index.shared(lookup, skill),
      trained: (examples[skill] ?? 0) > 0,
      fits: this.#speaks(skill) && Math.max(sure, this.#together(sure)) >= least,
    };
  }
}

function slateOf(
  { bm25f, text, examples }: Scores,
  best: readonly number[],
): readonly { readonly skill: number; readonly guaranteed: boolean }[] {
  const untried = (score: number, skill: number): boolean => score > 0 && (examples[skill] ?? 0) === 0;
  const anyTried = examples.some((count) => count > 0);
  // In turn by BM25F and by the text part: each finds some that the other misses.
  const [byWords, byText] = [largest(bm25f, places, untried), largest(text, places, untried)];
  const fresh = anyTried ? byText.flatMap((skill, at) => [byWords[at] ?? skill, skill]) : [];
  const list = new Map(best.slice(0, byScore).map((skill) => [skill, false]));
  for (const skill of fresh) if (list.size < places && !list.has(skill)) list.set(skill, true);
  for (const skill of best) if (list.size < places && !list.has(skill)) list.set(skill, false);
  return [...list].map(([skill, guaranteed]) => ({ skill, guaranteed }));
}

/** Numbers of the largest scores, best first, ties in order; only those that `may`. */
export function largest(
  scores: Float32Array,
  limit: number,
  may: (score: number, skill: number) => boolean,
): readonly number[] {
  const found: number[] = [];
  for (let skill = 0; skill < scores.length; skill++) {
    const score = scores[skill] ?? 0;
    const last = found[found.length - 1];
    if (found.length === limit && last !== undefined && score <= (scores[last] ?? 0)) continue;
    if (!may(score, skill)) continue;
    let place = found.length;
    while (place > 0 && score > (scores[found[place - 1] ?? 0] ?? 0)) place--;
    found.splice(place, 0, skill);
    if (found.length > limit) found.pop();
  }
  return found;
}
