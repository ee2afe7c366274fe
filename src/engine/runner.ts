import { undoChanges } from './act/snapshot.js';
import type { EngineSettings, SolveOptions } from './engine.js';
import { CancelledError, HumanError } from './errors.js';
import type { RunEvent, RunEventBody, RunSummary } from './events.js';
import { Aftermath } from './feedback/aftermath.js';
import { undoneSignal } from './feedback/implicit.js';
import { personSignal, type Said } from './feedback/person.js';
import type { Signal, Verdict } from './feedback/signal.js';
import { verdictOf } from './feedback/verdict.js';
import type { ChatModel, Clock, Logger } from './ports.js';
import { Queue } from './queue.js';
import { planRetry, type Retry } from './retry.js';
import { Run } from './run.js';
import { RunIds } from './runId.js';
import { reviewOf, solve, type SolveContext } from './solve.js';
import type { RunLog } from './store/runs.js';
import type { Task } from './task.js';
import { text } from './text.js';
import type { GateAgain } from './write/gate/again.js';
import type { Proposal } from './write/proposal.js';
import { attributionBy, type Correction, namedCause } from './write/attribution/correction.js';

export interface RunnerOptions {
  readonly context: SolveContext;
  readonly gateAgain: GateAgain;
  readonly log: RunLog;
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publish: (event: RunEvent) => void;
  /** Told when a run has changed what the surfaces show besides its events. */
  readonly changed: () => void;
}

/** Runs tasks one after the other, and adds to their records what comes to light later. */
export class Runner {
  private readonly queue = new Queue();
  private readonly ids = new RunIds();
  private readonly stopping = new AbortController();

  private readonly aftermath: Aftermath;

  constructor(private readonly options: RunnerOptions) {
    this.aftermath = new Aftermath(options.log, options.context.workspace, options.clock);
  }

  /** Whether a task or something that is learned goes on, or waits. */
  get busy(): boolean {
    return this.queue.last !== undefined;
  }

  /** See {@link Engine.solve}. */
  async solve(task: Task, options: SolveOptions, signal: AbortSignal): Promise<RunSummary> {
    const first = await this.once(
      task,
      options,
      options.retryOf === undefined ? undefined : await this.retry(options.retryOf),
      signal,
    );
    if (!this.options.settings.retry || options.retryOf !== undefined || options.skill !== undefined) return first;
    if (first.outcome !== 'failure' || first.status !== 'done') return first;
    let retry: Retry;
    try {
      retry = await this.retry(first.id);
    } catch (error) {
      // There is nothing else to try.
      if (error instanceof HumanError) return first;
      throw error;
    }
    return await this.once(task, options, retry, signal);
  }

  private async retry(reference: string): Promise<Retry> {
    const { context, log } = this.options;
    const { skills } = await context.memory.look();
    return await planRetry(log, reference, (name) => skills.some((skill) => skill.name === name));
  }

  private async once(
    task: Task,
    options: SolveOptions,
    retry: Retry | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    const { context, log, settings } = this.options;
    const run = this.newRun();
    const either = AbortSignal.any([signal, this.stopping.signal]);
    const start = async (): Promise<void> => {
      const number = ((await log.list())[0]?.number ?? 0) + 1;
      const { label, simulated } = options.model.info;
      run.emit({
        type: 'run.started',
        task,
        number,
        model: { label, simulated },
        limits: { steps: settings.maxSteps, minutes: settings.maxMinutes },
        ...(retry ? { retryOf: retry.of } : {}),
        ...(options.approver.everything ? { approvals: 'all' } : {}),
      });
    };
    const behind = this.queue.last;
    if (behind) run.emit({ type: 'run.queued', behind });
    try {
      await this.queue.add(
        run.id,
        async () => {
          await this.lookBack();
          await start();
          await this.finish(run, () => solve(context, run, task, { ...options, ...(retry ? { retry } : {}) }, either));
        },
        either,
      );
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      // It was taken back while it waited: recorded, so that nothing the person asked for vanishes.
      await start();
      await this.finish(run, () => Promise.reject(error));
    }
    return await log.find(run.id);
  }

  /** See {@link Engine.feedback}. */
  async feedback(
    id: string,
    outcome: 'good' | 'bad',
    said: Said,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    const summary = await this.ended(id);
    const sign = personSignal(outcome, said, summary.answer);
    const run = await this.reopen(summary.id);
    const verdict = await this.grade(run, summary, sign);
    if (model && !(verdict.outcome === 'failure' && summary.proposal)) await this.learn(run, model, signal);
    return await this.close(run);
  }

  /** See {@link Engine.correct}. */
  async correct(
    id: string,
    correction: Correction,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    const summary = await this.ended(id);
    const { skills } = await this.options.context.memory.look();
    const names = new Set(skills.map(({ name }) => name));
    const attribution = attributionBy(correction, summary.skill, names);
    const sign = personSignal('bad', correction, summary.answer);
    const run = await this.reopen(summary.id);
    const verdict = run.events.findLast((event) => event.type === 'verdict')?.verdict;
    // Who says why it failed says that it failed.
    const known = verdict?.outcome === 'failure' && (verdict.decidedBy === 'user' || verdict.decidedBy === 'check');
    if (!known || sign.expected !== undefined) await this.grade(run, summary, sign);
    const before = run.events.findLast((event) => event.type === 'attribution')?.attribution;
    run.emit({ type: 'attribution', attribution, ms: 0 });
    await run.flush();
    const isNew = before?.cause !== attribution.cause || before.skill !== attribution.skill;
    if (model && (isNew || !summary.proposal)) await this.learn(run, model, signal);
    return await this.close(run);
  }

  private async learn(run: Run, model: ChatModel, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.stopping.signal]);
    const { learner, settings } = this.options.context;
    // What the person has named is not looked for again.
    const cause = namedCause(run.events);
    const lesson = { model, review: reviewOf({}, settings), ...(cause ? { cause } : {}) };
    await this.queue.add(run.id, () => learner.fromRun(run, lesson, either), either);
  }

  private async close(run: Run): Promise<RunSummary> {
    await run.flush();
    this.options.changed();
    return await this.options.log.find(run.id);
  }

  /** See {@link Engine.gate}. */
  async gate(id: string, after: string | undefined, model: ChatModel, signal: AbortSignal): Promise<Proposal> {
    const { context, gateAgain } = this.options;
    const proposal = await context.proposals.pending(id);
    const source = proposal.runs.at(-1);
    const run = source === undefined ? undefined : await this.reopen(source);
    const either = AbortSignal.any([signal, this.stopping.signal]);
    try {
      return await this.queue.add(
        source ?? proposal.id,
        () => gateAgain.examine(proposal.id, after, model, (event) => run?.emit(event), either),
        either,
      );
    } finally {
      await run?.flush();
      this.options.changed();
    }
  }

  /** See {@link Engine.undo}. */
  async undo(id: string): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }> {
    const { context } = this.options;
    const summary = await this.ended(id);
    if (summary.undone) throw new HumanError(text('The edits of run {0} are already undone.', `#${summary.number}`));
    if (!summary.changes.length) throw new HumanError(text('Run {0} changed no files.', `#${summary.number}`));
    const result = await undoChanges(summary.changes, context.workspace, context.objects);
    const run = await this.reopen(summary.id);
    run.emit({ type: 'run.undone', ...result });
    // A run that did not come to its end is undone because it was broken off, not because it was wrong.
    if (summary.status === 'done') await this.grade(run, summary, undoneSignal(result.restored));
    await run.flush();
    this.options.changed();
    return result;
  }

  /** See {@link Engine.revisit}. */
  async revisit(id: string): Promise<void> {
    // What a task that goes on does to the files is not the person's doing.
    const busy = (): boolean => this.busy;
    if (busy()) return;
    const summary = await this.options.log.find(id);
    const signal = await this.aftermath.of(summary);
    if (signal && !busy()) await this.addSign(summary, signal);
  }

  /** Looks what became of the edits of earlier runs, before the next one changes files itself. */
  private async lookBack(): Promise<void> {
    try {
      for (const { run, signal } of await this.aftermath.latest()) await this.addSign(run, signal);
    } catch (error) {
      // It is no reason to keep a task from starting.
      this.options.logger.error('earlier edits could not be looked at', error);
    }
  }

  private async addSign(summary: RunSummary, signal: Signal): Promise<void> {
    const run = await this.reopen(summary.id);
    await this.grade(run, summary, signal);
    await run.flush();
    this.options.changed();
  }

  /** Adds what came to light of a run, and what follows from it: the verdict, where it is another now, and what that makes of the skill. */
  private async grade(run: Run, summary: RunSummary, signal: Signal): Promise<Verdict> {
    run.emit({ type: 'signal', ms: 0, signal });
    const before = run.events.findLast((event) => event.type === 'verdict')?.verdict;
    const verdict = verdictOf(run.events.filter((event) => event.type === 'signal').map((event) => event.signal));
    if (JSON.stringify(verdict) !== JSON.stringify(before)) run.emit({ type: 'verdict', verdict });
    await run.flush();
    const { memory } = this.options.context;
    if (summary.skill && summary.version && verdict.outcome !== before?.outcome)
      (await memory.learned(run, summary.skill, summary.version, verdict.outcome)).forEach(run.emit);
    return verdict;
  }

  /** Adds an event to a run that ended earlier. */
  async note(id: string, body: RunEventBody): Promise<void> {
    const run = await this.reopen(id);
    run.emit(body);
    await run.flush();
    this.options.changed();
  }

  /** Cancels what runs and resolves when nothing is left running. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.queue.idle();
  }

  private async ended(id: string): Promise<RunSummary> {
    const summary = await this.options.log.find(id);
    if (summary.status === 'running') throw new HumanError(text('Run {0} is still going on.', `#${summary.number}`));
    return summary;
  }

  private newRun(): Run {
    const { clock, log, publish } = this.options;
    return new Run(this.ids.next(clock.now()), log, publish);
  }

  /** A run that ended earlier, to add what came to light since. */
  private async reopen(id: string): Promise<Run> {
    const { log, publish } = this.options;
    const events = await log.events(id);
    await log.adopt(id);
    return new Run(id, log, publish, events);
  }

  /** Carries out a run's work and records how it ended; only a bug is thrown on. */
  private async finish(run: Run, work: () => Promise<void>): Promise<void> {
    const started = performance.now();
    const end = (body: Pick<Extract<RunEventBody, { type: 'run.finished' }>, 'status' | 'error'>): void =>
      run.emit({ type: 'run.finished', ...body, ms: performance.now() - started });
    try {
      await work();
      end({ status: 'done' });
    } catch (error) {
      if (error instanceof CancelledError) end({ status: this.stopping.signal.aborted ? 'interrupted' : 'cancelled' });
      else if (error instanceof HumanError)
        end({ status: 'error', error: { text: error.text, ...(error.remedy ? { remedy: error.remedy } : {}) } });
      else {
        this.options.logger.error(`run ${run.id} failed`, error);
        end({
          status: 'error',
          error: { text: text('Something went wrong inside Memento. The log has the details.'), remedy: 'show-log' },
        });
      }
    }
    await run.flush();
    this.options.changed();
  }
}
