import { CancelledError } from './errors.js';
import type { Knowledge, Memory } from './memory.js';
import type { ChatModel } from './ports.js';
import type { Generations } from './read/generations.js';
import type { QueryMaker } from './read/queryMaker.js';
import type { GenerationInfo, RouterReport } from './read/report.js';
import type { Reporter } from './read/reporter.js';
import type { Route } from './read/route.js';
import type { Router } from './read/router.js';
import type { Progress, Trainer } from './read/trainer.js';

export interface RoutingParts {
  readonly memory: Memory;
  readonly router: Router;
  readonly trainer: Trainer;
  readonly reporter: Reporter;
  readonly generations: Generations;
  readonly queries: QueryMaker;
}

/** What a surface can ask of the router outside a run. */
export class Routing {
  constructor(private readonly parts: RoutingParts) {}

  /** What the router would do with a task, without doing it. */
  async explain(prompt: string, signal: AbortSignal): Promise<Route> {
    const { skills, facts, unreviewed } = await this.parts.memory.look();
    const route = await this.parts.router.route({ prompt, skills, facts }, signal);
    return unreviewed > 0 ? { ...route, unreviewed } : route;
  }

  async report(): Promise<RouterReport> {
    return await this.parts.reporter.report(await this.skills());
  }

  /** See {@link Engine.trainRouter}. */
  async train(model: ChatModel | undefined, progress: Progress, signal: AbortSignal): Promise<GenerationInfo> {
    const { trainer, queries } = this.parts;
    const skills = await this.skills();
    const prepare = async (tell: Progress, cancelled: AbortSignal): Promise<void> => {
      if (model) await queries.make(model, skills, tell, cancelled);
    };
    return await trainer.train(skills, prepare, progress, signal);
  }

  /** See {@link Engine.makeQueries}. */
  async makeQueries(skill: string, model: ChatModel, signal: AbortSignal): Promise<void> {
    const { trainer, queries } = this.parts;
    const named = (await this.skills()).filter(({ name }) => name === skill);
    const missing = await queries.missing(named, model);
    if (missing.length === 0) return;
    const make = (tell: Progress, cancelled: AbortSignal): Promise<void> =>
      queries.make(model, missing, tell, cancelled);
    await trainer.during(make, () => undefined, signal);
  }

  revert(generation: number): Promise<GenerationInfo> {
    return this.parts.generations.use(generation);
  }

  /** See {@link Engine.cancelTraining}. */
  cancel(): boolean {
    return this.parts.trainer.cancel();
  }

  /** Trains anew when enough has happened since the last time. A person who does not want that now is not asked again at once. */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { trainer } = this.parts;
    if (!(await trainer.isDue())) return;
    try {
      await this.train(undefined, () => undefined, signal);
    } catch (error) {
      if (!(error instanceof CancelledError) || signal.aborted) throw error;
      await trainer.putOff();
    }
  }

  private async skills(): Promise<Knowledge['skills']> {
    return (await this.parts.memory.look()).skills;
  }
}
