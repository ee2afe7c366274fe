import { text, type Text } from '../../text.js';
import type { Example } from '../example.js';
import { SkillIndex } from '../skillIndex.js';
import { askAll, figuresOf, type Row } from './answers.js';
import { bm25Contestant, type Method, routerContestant, usageContestant } from './contestant.js';
import { asExamples, drawPerSkill, halvesOf, numbersOf, sameTask, withheld } from './draw.js';
import type { EvalReport, Outcomes } from './evalReport.js';
import { askHoldout, holdoutFigures, type HoldoutRow } from './holdout.js';
import { mean } from './metrics.js';
import { askNearMisses, nearMissExamples, nearMissFigures, type NearMissRow } from './nearMissRows.js';
import { liveThrough } from './outcomes.js';
import { type Part, partsOf, type PartsSettings } from './parts.js';
import { askNewSkills, newSkillFigures, type NewSkillRow } from './newSkill.js';
import type { NearMiss, Query, RouterData } from './routerData.js';
import { Trainer, Work } from './work.js';

export interface EvalSettings extends PartsSettings {
  readonly method: Method;
  /** Examples a skill at most; `Infinity` for all. */
  readonly perSkill: number;
  /** Share of the labelled skills that gets no example. */
  readonly holdout?: number;
  /** Examples of its own that a skill has which joins a trained library. */
  readonly newSkill?: number;
  /** Tasks of which only outcomes are known, instead of examples. */
  readonly outcomes?: number;
  readonly nearMisses?: readonly NearMiss[];
}

/**
 * Measures a way of choosing skills on router data.
 * @throws {HumanError} when there is nothing to ask
 * @throws {CancelledError}
 */
export async function evaluate(
  data: RouterData,
  settings: EvalSettings,
  progress: (what: Text) => void,
  signal: AbortSignal,
): Promise<EvalReport> {
  const work = new Work(progress, signal);
  const index = await work.carryOut(SkillIndex.build(data.skills), () =>
    text('Reading {0} skills', data.skills.length),
  );
  return await new Evaluation(data, index, settings, work).report();
}

class Evaluation {
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #trainer: Trainer;
  readonly #misses: ReturnType<typeof halvesOf> | undefined;
  readonly #rows: Row[] = [];
  readonly #holdoutRows: HoldoutRow[] = [];
  readonly #missRows: NearMissRow[] = [];
  readonly #newRows: NewSkillRow[] = [];
  #outcomes: Outcomes | undefined;

  constructor(
    private readonly data: RouterData,
    private readonly index: SkillIndex,
    private readonly settings: EvalSettings,
    private readonly work: Work,
  ) {
    this.#numbers = numbersOf(data.skills);
    this.#trainer = new Trainer(data.skills, index, settings.seed, work);
    this.#misses = settings.nearMisses && halvesOf(settings.nearMisses, settings.seed);
  }

  async report(): Promise<EvalReport> {
    const { method, seed, holdout, newSkill } = this.settings;
    const parts = partsOf(this.data.queries, this.settings);
    for (const [at, part] of parts.entries())
      await this.#ask(part, (done) => text('Training {0} of {1}: {2} %', at + 1, parts.length, Math.floor(done * 100)));
    return {
      method,
      skills: this.data.skills.length,
      ...figuresOf(this.#rows, seed),
      train_ms: mean(this.#trainer.times),
      ...(holdout !== undefined && holdoutFigures(this.#holdoutRows)),
      ...(newSkill !== undefined && { newSkill: newSkillFigures(this.#newRows, newSkill) }),
      ...(this.#outcomes && { outcomes: this.#outcomes }),
      ...(this.#misses && { negatives: nearMissFigures(this.#missRows, this.#rows) }),
    };
  }

  async #ask({ pool, asked }: Part, told: (done: number) => Text): Promise<void> {
    const { method, seed, perSkill, holdout, outcomes, newSkill } = this.settings;
    const held = holdout === undefined ? undefined : withheld(pool, holdout, seed);
    const allowed = this.#without(pool);
    let examples: readonly Example[] = asExamples(drawPerSkill(allowed, perSkill, seed, held));
    if (method !== 'trained') {
      const contestant =
        method === 'bm25' ? bm25Contestant(this.index) : usageContestant(this.index, this.#mask(examples));
      this.#rows.push(...(await askAll(asked, contestant, this.#asking(examples, pool), this.work)));
      return;
    }
    const misses = this.#nearMissExamples(asked);
    let model;
    if (outcomes === undefined) model = await this.#trainer.model([...examples, ...misses], told);
    else {
      const life = await liveThrough(allowed, outcomes, seed, this.#trainer, this.work);
      ({ model, examples } = life);
      this.#outcomes = life.outcomes;
    }
    this.#rows.push(...(await askAll(asked, routerContestant(model), this.#asking(examples, pool), this.work)));
    if (this.#misses) this.#missRows.push(...(await askNearMisses(this.#misses.asked, model, this.work)));
    if (newSkill !== undefined) {
      const input = { pool: allowed, asked, own: newSkill, perSkill, seed, more: misses, numbers: this.#numbers };
      this.#newRows.push(...(await askNewSkills(input, this.#trainer, this.work)));
    }
    if (!held) return;
    const all = await this.#trainer.model([...asExamples(drawPerSkill(allowed, perSkill, seed)), ...misses], told);
    const given = new Set(examples.flatMap(({ positives }) => positives));
    const input = { asked, held, given, without: model, all, numbers: this.#numbers };
    this.#holdoutRows.push(...(await askHoldout(input, this.work)));
  }

  /** Without tasks that are asked as near-misses: nothing that is asked is ever learned from. */
  #without(pool: readonly Query[]): readonly Query[] {
    if (!this.#misses) return pool;
    const asked = new Set(this.#misses.asked.map(({ query }) => sameTask(query)));
    return pool.filter(({ query }) => !asked.has(sameTask(query)));
  }

  #nearMissExamples(asked: readonly Query[]): readonly Example[] {
    const tasks = new Set(asked.map(({ query }) => sameTask(query)));
    return nearMissExamples((this.#misses?.given ?? []).filter(({ query }) => !tasks.has(sameTask(query))));
  }

  #asking(examples: readonly Example[], pool: readonly Query[]): Parameters<typeof askAll>[2] {
    return { numbers: this.#numbers, used: this.#mask(examples), labelled: this.#mask(pool) };
  }

  /** 1 for each skill that one of them is for. */
  #mask(examples: readonly { readonly positives: readonly string[] }[]): Uint8Array {
    const mask = new Uint8Array(this.data.skills.length);
    for (const { positives } of examples)
      for (const id of positives) {
        const skill = this.#numbers.get(id);
        if (skill !== undefined) mask[skill] = 1;
      }
    return mask;
  }
}
