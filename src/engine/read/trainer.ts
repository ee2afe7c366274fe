import { createHash } from 'node:crypto';
import { HumanError } from '../errors.js';
import type { Jobs } from '../jobs/jobs.js';
import type { Clock } from '../ports.js';
import type { Skill } from '../skills/skill.js';
import { Pace } from '../store/pace.js';
import { text, type Text } from '../text.js';
import { judge } from './championship.js';
import type { Example } from './example.js';
import { isOutcome } from './lesson.js';
import type { Generations } from './generations.js';
import { encodeLearned } from './learned.js';
import type { Lessons } from './lessons.js';
import { textOf, type Examples } from './modelKeeper.js';
import type { QueryMaker } from './queryMaker.js';
import type { GenerationInfo, RouterReport } from './report.js';
import type { TrainItem } from './trainJob.js';

/** New outcomes after which the router is trained anew (router.md 5.2). */
export const trainAfter = 20;

/** The same examples give the same model. */
const seed = 1;

export type Progress = (done: number, of: number, what: Text) => void;

export interface TrainerOptions {
  readonly examples: Examples;
  readonly lessons: Lessons;
  readonly generations: Generations;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly queries: Pick<QueryMaker, 'areSimulated'>;
  /** Told while a training goes on and when it has ended. */
  readonly changed: () => void;
}

/** Trains new generations, one at a time, in the worker. */
export class Trainer {
  #training: RouterReport['training'] = null;
  #cancel = new AbortController();
  #due = trainAfter;

  constructor(private readonly options: TrainerOptions) {}

  /** What goes on now. */
  get training(): RouterReport['training'] {
    return this.#training;
  }

  /** Outcomes that came in since the latest training. */
  async outcomesSince(): Promise<number> {
    const { lessons, generations } = this.options;
    const all = (await lessons.all()).filter(isOutcome).length;
    return Math.max(0, all - ((await generations.trainedOutcomes()) ?? 0));
  }

  /** Outcomes since the latest training with which the next one begins by itself. */
  get due(): number {
    return this.#due;
  }

  /** Whether enough has happened to train anew. */
  async isDue(): Promise<boolean> {
    return this.#training === null && (await this.outcomesSince()) >= this.#due;
  }

  /** Ends what goes on, whoever began it. @returns whether something did */
  cancel(): boolean {
    this.#cancel.abort();
    return this.#training !== null;
  }

  /** As many outcomes have to come again: somebody did not want the training now. */
  async putOff(): Promise<void> {
    this.#due = (await this.outcomesSince()) + trainAfter;
  }

  /**
   * Trains on everything that is known and puts the result in use when it is better.
   * @param prepare what comes before it, with its own progress (made-up queries)
   * @throws {HumanError} when there is nothing to learn from, or a training goes on already
   * @throws {CancelledError} when the signal fires or it is cancelled; nothing has changed then
   */
  async train(
    skills: readonly Skill[],
    prepare: (tell: Progress, signal: AbortSignal) => Promise<void>,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<GenerationInfo> {
    const generation = await this.during(
      async (tell, cancelled) => {
        await prepare(tell, cancelled);
        return await this.#train(skills, tell, cancelled);
      },
      progress,
      signal,
    );
    this.#due = trainAfter;
    return generation;
  }

  /**
   * Carries out work that is shown and cancelled like a training; one at a time.
   * @throws {HumanError} when something goes on already
   * @throws {CancelledError} when the signal fires or it is cancelled
   */
  async during<T>(
    work: (tell: Progress, signal: AbortSignal) => Promise<T>,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<T> {
    if (this.#training) throw new HumanError(text('The router is being trained already.'));
    this.#cancel = new AbortController();
    const either = AbortSignal.any([signal, this.#cancel.signal]);
    const tell: Progress = (done, of, what) => {
      const isNew = this.#training?.what.key !== what.key;
      this.#training = { done, of, what };
      progress(done, of, what);
      if (isNew) this.options.changed();
    };
    tell(0, 1, text('Gathering examples'));
    try {
      return await work(tell, either);
    } finally {
      this.#training = null;
      this.options.changed();
    }
  }

  async #train(skills: readonly Skill[], tell: Progress, signal: AbortSignal): Promise<GenerationInfo> {
    const { examples: source, lessons, generations, jobs, clock } = this.options;
    const [examples, known, champion] = await Promise.all([source.all(skills), lessons.all(), generations.current()]);
    if (examples.length === 0)
      throw new HumanError(
        text('There is nothing to learn from yet: no run has been judged, and no example queries were made up.'),
      );
    const input = {
      skills: skills.map(textOf),
      examples,
      seed,
      ...(champion ? { champion: { bytes: encodeLearned(champion.learned), at: champion.at } } : {}),
    };
    let trained: Extract<TrainItem, { type: 'trained' }> | undefined;
    const take = (item: TrainItem): void => {
      if (item.type === 'trained') trained = item;
      else if (item.step === 'compare') tell(item.done, item.of, text('Comparing with what is in use'));
      else if (examples.length === 1) tell(item.done, item.of, text('Training on 1 example'));
      else tell(item.done, item.of, text('Training on {0} examples', examples.length));
    };
    await jobs.stream('router.train', input, take, signal);
    if (!trained) throw new Error('the training gave no model');
    const { bytes, comparison, trainMs } = trained;
    const draft = {
      ...{ at: clock.now(), trainMs: Math.round(trainMs), examples: examples.length, skills: skills.length, seed },
      outcomes: known.filter(isOutcome).length,
      digest: await digestOf(examples),
      heldOut: comparison?.challenger ?? null,
      simulated:
        known.some(({ example, record }) => example !== undefined && record.run.simulated) ||
        (await this.options.queries.areSimulated(skills)),
      ...judge(comparison, champion !== undefined),
    };
    return await generations.add(draft, bytes, champion?.number);
  }
}

/** Tells whether two generations were trained on the same. */
async function digestOf(examples: readonly Example[]): Promise<string> {
  const hash = createHash('sha256');
  const pace = new Pace();
  for (const example of examples) {
    hash.update(JSON.stringify(example));
    if (pace.due) await pace.rest();
  }
  return hash.digest('hex');
}
