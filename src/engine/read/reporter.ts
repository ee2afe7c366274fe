import type { Skill } from '../skills/skill.js';
import { Pace } from '../store/pace.js';
import type { Example } from './example.js';
import { figuresOf, type Figures } from './figures.js';
import type { Generations } from './generations.js';
import type { Lesson } from './lesson.js';
import type { Lessons } from './lessons.js';
import type { RouterModel } from './model.js';
import type { Examples, ModelKeeper } from './modelKeeper.js';
import type { GenerationInfo, LearnedSkill, RouterReport } from './report.js';
import type { Trainer } from './trainer.js';

export interface ReporterOptions {
  readonly lessons: Lessons;
  readonly examples: Examples;
  readonly generations: Generations;
  readonly keeper: ModelKeeper;
  readonly trainer: Trainer;
}

/** Says what the router has learned and how right it was. */
export class Reporter {
  #figures: { readonly of: readonly Lesson[]; readonly figures: Promise<Figures> } | undefined;

  constructor(private readonly options: ReporterOptions) {}

  /** @param skills all usable skills: the same array as long as they are the same */
  async report(skills: readonly Skill[]): Promise<RouterReport> {
    const { lessons: source, examples: taught, generations, keeper, trainer } = this.options;
    const [lessons, examples, all, { model }, outcomesSince] = await Promise.all([
      source.all(),
      taught.all(skills),
      generations.list(),
      keeper.get(skills),
      trainer.outcomesSince(),
    ]);
    if (this.#figures?.of !== lessons) this.#figures = { of: lessons, figures: figuresOf(lessons) };
    const { times, bySkill, ...figures } = await this.#figures.figures;
    return {
      ...figures,
      generationTicks: ticksOf(all, times),
      learned: await learnedOf(skills, examples, bySkill, model),
      generations: all,
      outcomesSince,
      trainAfter: trainer.due,
      training: trainer.training,
    };
  }
}

/** After how many graded tasks each generation came into use. */
const ticksOf = (generations: readonly GenerationInfo[], times: readonly number[]): RouterReport['generationTicks'] =>
  generations
    .filter(({ state }) => state !== 'refused')
    .map(({ number, at }) => ({ generation: number, tasks: times.filter((time) => time <= at).length }))
    .reverse();

type Counts = Pick<LearnedSkill, 'worked' | 'failed' | 'corrections' | 'synthetic'>;

async function learnedOf(
  skills: readonly Skill[],
  examples: readonly Example[],
  bySkill: Figures['bySkill'],
  model: RouterModel,
): Promise<readonly LearnedSkill[]> {
  const counts = new Map<string, { -readonly [Key in keyof Counts]: number }>();
  const count = (skill: string | undefined, what: keyof Counts): void => {
    if (skill === undefined) return;
    const one = counts.get(skill) ?? { worked: 0, failed: 0, corrections: 0, synthetic: 0 };
    one[what]++;
    counts.set(skill, one);
  };
  const pace = new Pace();
  for (const { positives, negatives, source, outcome } of examples) {
    if (outcome !== undefined) count(outcome === 1 ? positives[0] : negatives[0], outcome === 1 ? 'worked' : 'failed');
    if (source === 'correction') count(positives[0], 'corrections');
    if (source === 'synthetic') for (const skill of new Set([...positives, ...negatives])) count(skill, 'synthetic');
    if (pace.due) await pace.rest();
  }
  const rows: LearnedSkill[] = [];
  for (const { name } of skills) {
    const known = counts.get(name);
    const graded = bySkill.get(name);
    rows.push({
      skill: name,
      ...(known ?? { worked: 0, failed: 0, corrections: 0, synthetic: 0 }),
      recall: graded ? { router: graded.router / graded.tasks, bm25: graded.bm25 / graded.tasks } : null,
      ...(known ? model.words(name) : { more: [], less: [] }),
    });
    if (pace.due) await pace.rest();
  }
  const total = ({ worked, failed, corrections, synthetic }: Counts): number =>
    (worked + failed) * 1e6 + corrections * 1e3 + synthetic;
  return rows.sort((a, b) => total(b) - total(a) || (a.skill < b.skill ? -1 : 1));
}
