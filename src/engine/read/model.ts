import type { Steps } from '../steps.js';
import { defaultCalibration } from './calibration.js';
import { type Example, exampleWeight, type SkillText } from './example.js';
import { Experience } from './experience.js';
import type { Learned } from './learned.js';
import { NearMisses } from './nearMisses.js';
import { PastTasks } from './pastTasks.js';
import { Ranking, type Scores } from './ranking.js';
import { refusedText } from './refusals.js';
import type { Lookup, SkillIndex } from './skillIndex.js';
import { Trained } from './trained.js';
import { ownVoice } from './voices.js';
import { weights, youngFor } from './weights.js';
import { WordValue } from './wordValue.js';

/** What embeddings say of a task, where they are configured. */
export interface Dense {
  /** Cosine of the task with each skill, by id; skills may be missing. */
  readonly cosines: ReadonlyMap<string, number>;
  readonly vector: Float32Array;
}

/**
 * Everything the router knows at one moment: the skills' words, the tasks they have worked for, how often, and what training has left.
 * Score = text + memory + learned + usage (+ vectors), in nats (router.md 5).
 */
export class RouterModel {
  readonly skills: readonly SkillText[];
  readonly #index: SkillIndex;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #value: WordValue;
  readonly #past: PastTasks;
  readonly #misses: NearMisses;
  readonly #experience: Experience;
  readonly #trained: Trained | undefined;
  readonly #born: Float64Array;
  /** Times of the latest examples: a skill is young until so many tasks have come after it. */
  #latest: number[] = [];
  /** Time of the first: skills that were there before the first task are not young, they are where it all began. */
  #first = Infinity;

  private constructor(
    index: SkillIndex,
    readonly learned: Learned | undefined,
  ) {
    const { skills } = index;
    this.skills = skills;
    this.#index = index;
    this.#numbers = new Map(skills.map(({ id }, number) => [id, number]));
    this.#value = new WordValue();
    this.#past = new PastTasks(this.#value.of);
    this.#misses = new NearMisses(this.#value.of);
    this.#experience = new Experience(skills.length);
    this.#born = Float64Array.from(skills, ({ bornAt }) => bornAt ?? -Infinity);
    this.#trained = learned && new Trained(learned, this.#numbers, skills.length);
  }

  /**
   * @param examples everything known, oldest first: memory and usage are built from them at once, without training
   * @param learned what training has left, if any
   */
  static *build(index: SkillIndex, examples: readonly Example[], learned?: Learned): Steps<RouterModel> {
    const model = new RouterModel(index, learned);
    yield* model.#read(examples);
    return model;
  }

  *#read(examples: readonly Example[]): Steps<void> {
    const { tokenizer } = this.#index;
    for (const skill of this.skills) {
      this.#value.count(tokenizer.words(`${skill.name} ${skill.description}`));
      yield;
    }
    for (const { query } of examples) {
      this.#value.count(tokenizer.words(query));
      yield;
    }
    for (const [number, skill] of this.skills.entries()) {
      const refused = refusedText(skill.description);
      if (refused !== '') this.#misses.add(tokenizer.words(refused), [number], 'said');
      yield;
    }
    for (const example of examples) {
      this.#remember(example);
      yield;
    }
  }

  /** Scores all skills for a task. */
  rank(query: string, dense?: Dense): Ranking {
    return new Ranking(this.#scores(this.#index.lookup(query), dense), this.skills, this.#index);
  }

  /** One online step with a new example: memory, usage and, once something has been trained, the residual. */
  learn(example: Example): void {
    const lookup = this.#index.lookup(example.query);
    if (this.#trained) {
      const bm25f = this.#index.bm25f(lookup);
      const text = this.#index.text(lookup, bm25f);
      // A failure is the fault of everything that chose the skill, its memory too; a success must not rest on the memory it makes.
      const remembered = example.positives.length > 0 ? undefined : this.#memory(lookup);
      this.#trained.learn(
        {
          words: lookup.words,
          text,
          ...(remembered ? { memory: remembered } : {}),
          positives: this.#known(example.positives),
          negatives: this.#known(example.negatives),
          weight: exampleWeight[example.source],
        },
        (skill) => this.#experience.prior(skill),
      );
    }
    this.#value.count(lookup.words);
    this.#remember(example);
  }

  /** Words of past tasks that speak for a skill and against it, strongest first. */
  words(id: string): { readonly more: readonly string[]; readonly less: readonly string[] } {
    const skill = this.#numbers.get(id);
    if (skill === undefined) return { more: [], less: [] };
    return {
      more: this.#past.telling(skill),
      less: this.#misses.telling(skill, new Set(this.#past.telling(skill))),
    };
  }

  #memory({ words }: Lookup): Float32Array {
    const memory = new Float32Array(this.skills.length);
    this.#past.score(words, memory, new Float32Array(this.skills.length));
    return memory;
  }

  #remember({ query, positives, negatives, source, outcome, at }: Example): void {
    const words = this.#index.tokenizer.words(query);
    const [fits, misses] = [this.#known(positives), this.#known(negatives)];
    if (fits.length > 0) this.#past.add(words, fits);
    if (misses.length > 0) this.#misses.add(words, misses, outcome === 0 ? 'failed' : 'said');
    for (const skill of fits) this.#experience.fits(skill);
    if (outcome === 1) for (const skill of fits) this.#experience.ran(skill, true);
    if (outcome === 0) for (const skill of misses) this.#experience.ran(skill, false);
    if (outcome === undefined) for (const skill of misses) this.#experience.refused(skill);
    if (source === 'synthetic') return;
    this.#first = Math.min(this.#first, at);
    this.#latest.push(at);
    if (this.#latest.length > 2 * youngFor) this.#latest = this.#latest.sort((a, b) => a - b).slice(-youngFor);
  }

  #known(ids: readonly string[]): number[] {
    return ids.flatMap((id) => {
      const number = this.#numbers.get(id);
      return number === undefined ? [] : [number];
    });
  }

  #scores(lookup: Lookup, dense: Dense | undefined): Scores {
    const size = this.skills.length;
    const bm25f = this.#index.bm25f(lookup);
    const text = this.#index.text(lookup, bm25f);
    const memory = new Float32Array(size);
    const nearest = new Float32Array(size);
    this.#past.score(lookup.words, memory, nearest);
    const missed = new Float32Array(size);
    this.#misses.score(lookup.words, memory, nearest, missed);
    const learned = this.#trained?.score(lookup.words) ?? new Float32Array(size);
    const usage = new Float32Array(size);
    const { positives, failures, refusals } = this.#experience;
    const youngSince = this.#latest.length < youngFor ? -Infinity : Math.min(...this.#latest.slice(-youngFor));
    const { priors, untried } = this.#experience;
    for (let skill = 0; skill < size; skill++) {
      const prior = priors[skill] ?? 0;
      const born = this.#born[skill] ?? -Infinity;
      const fits = positives[skill] ?? 0;
      const young = born > youngSince && born > this.#first ? this.#experience.young(skill) : 0;
      const bonus = Math.max(young, fits > 0 ? 0 : untried);
      // Its own words or tasks have to speak for it, and as far as they do: a bonus alone chooses nothing.
      usage[skill] = prior + (bonus > 0 ? ownVoice(bm25f[skill] ?? 0, nearest[skill] ?? 0) * bonus : 0);
    }
    const vectors = dense && this.#vectors(dense);
    const total = new Float32Array(size);
    for (let skill = 0; skill < size; skill++)
      total[skill] =
        weights.text * (text[skill] ?? 0) +
        (memory[skill] ?? 0) +
        (learned[skill] ?? 0) +
        (usage[skill] ?? 0) +
        (vectors?.[skill] ?? 0);
    const calibration = this.learned?.calibration ?? defaultCalibration;
    const past = { memory, nearest, missed, examples: positives, failures, refusals };
    return { lookup, total, bm25f, text, ...past, learned, usage, vectors, calibration };
  }

  /** Cosines above their mean over the skills: some models put every pair close together. */
  #vectors({ cosines }: Dense): Float32Array {
    const known = [...cosines.values()].filter(Number.isFinite);
    const mean = known.reduce((sum, cosine) => sum + cosine, 0) / Math.max(1, known.length);
    return Float32Array.from(this.skills, ({ id }) => {
      const cosine = cosines.get(id) ?? mean;
      return Number.isFinite(cosine) ? weights.vectors * (cosine - mean) : 0;
    });
  }
}
