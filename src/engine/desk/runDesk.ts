import type { SolveOptions } from '../engine.js';
import type { RunEvent, RunSummary } from '../events.js';
import type { Said } from '../feedback/person.js';
import type { ChatModel } from '../ports.js';
import type { RehearsalOptions, RehearsalResult } from '../replay/rehearser.js';
import { reviewOf } from '../solve.js';
import type { Task } from '../task.js';
import type { Lesson } from '../write/lesson.js';
import type { Correction } from '../write/attribution/correction.js';
import type { Backstage } from './backstage.js';
import type { EngineParts } from './parts.js';

/** Tasks, and what is said of them later. */
export class RunDesk {
  constructor(
    private readonly parts: Pick<
      EngineParts,
      'runner' | 'rehearser' | 'trials' | 'rounds' | 'log' | 'settings' | 'readOnlyState'
    >,
    private readonly backstage: Backstage,
  ) {}

  async solve(task: Task, options: SolveOptions, signal: AbortSignal): Promise<RunSummary> {
    await this.backstage.begin();
    const lesson = { model: options.model, review: reviewOf(options, this.parts.settings) };
    let run: RunSummary;
    try {
      run = await this.parts.runner.solve(task, options, signal);
    } finally {
      await this.judged(lesson);
    }
    this.tryWithout(run, lesson);
    return run;
  }

  async feedback(
    id: string,
    outcome: 'good' | 'bad',
    said: Said,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    await this.backstage.begin();
    const lesson = model && { model, review: reviewOf({}, this.parts.settings) };
    let run: RunSummary;
    try {
      run = await this.parts.runner.feedback(id, outcome, said, model, signal);
    } finally {
      await this.judged(lesson);
    }
    if (lesson) this.tryWithout(run, lesson);
    return run;
  }

  async correct(
    id: string,
    correction: Correction,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    await this.backstage.begin();
    try {
      return await this.parts.runner.correct(id, correction, model, signal);
    } finally {
      this.backstage.learn();
    }
  }

  rehearse(task: Task, options: RehearsalOptions, signal: AbortSignal): Promise<RehearsalResult> {
    return this.parts.rehearser.rehearse(task, options, this.backstage.either(signal));
  }

  async undo(id: string): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }> {
    await this.backstage.begin();
    return await this.parts.runner.undo(id);
  }

  async revisit(id: string): Promise<void> {
    if (!this.parts.readOnlyState) await this.parts.runner.revisit(id);
  }

  runs(): Promise<readonly RunSummary[]> {
    return this.parts.log.list();
  }

  async run(reference: string): Promise<{ readonly summary: RunSummary; readonly events: readonly RunEvent[] }> {
    const summary = await this.parts.log.find(reference);
    return { summary, events: await this.parts.log.events(summary.id) };
  }

  /** Measures what a skill is worth while nobody waits; a command that ends at once leaves that to a window. */
  private tryWithout(run: RunSummary, { model, review }: Lesson): void {
    if (this.backstage.watches && review !== 'shadow' && !this.parts.runner.busy)
      void this.backstage.quietly(() => this.parts.trials.begin(run, model));
  }

  /** A run may have been judged: its round may have ended, and the router may have enough to learn from. */
  private async judged(lesson: Lesson | undefined): Promise<void> {
    await this.backstage.quietly(() => this.parts.rounds.closer.keepUp(lesson));
    this.backstage.learn();
  }
}
