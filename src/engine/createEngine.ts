import { randomBytes } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sweepRun } from './act/process.js';
import { undoChanges } from './act/snapshot.js';
import type { Engine, EngineOptions, SolveOptions } from './engine.js';
import { CancelledError, HumanError } from './errors.js';
import type { RunEvent, RunEventBody, RunSummary } from './events.js';
import { verdictOf } from './feedback/verdict.js';
import { Listeners } from './listeners.js';
import { Memory } from './memory.js';
import type { ChatModel, Disposable } from './ports.js';
import { Queue } from './queue.js';
import { Router, type SkillFacts } from './read/router.js';
import { Run } from './run.js';
import { initLibrary } from './skills/elementary.js';
import { createHistory, type History } from './skills/history.js';
import { createLibrary, type Library } from './skills/library.js';
import type { LibrarySnapshot, SkillVersion } from './skills/skill.js';
import { checkFormat } from './store/format.js';
import { learn, solve, type SolveContext } from './solve.js';
import { createObjectStore } from './store/objects.js';
import { workspaceStateDir } from './store/paths.js';
import { RunLog } from './store/runs.js';
import { createWindowId } from './store/window.js';
import type { Task } from './task.js';
import { english, text } from './text.js';
import { Decisions } from './write/decisions.js';
import { openGate } from './write/gate.js';
import type { Proposal } from './write/proposal.js';
import { Proposals } from './write/proposals.js';

/**
 * The learning agent for one workspace folder.
 * @throws {HumanError} when the state folder was written by a newer version
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const workspace = await realpath(options.workspace);
  const stateDir = workspaceStateDir(options.home, workspace);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await checkFormat(stateDir);
  const engine = new WorkspaceEngine({ ...options, workspace }, stateDir);
  await engine.open();
  return engine;
}

class WorkspaceEngine implements Engine {
  readonly workspace: string;
  private readonly events: Listeners<RunEvent>;
  private readonly changes: Listeners<void>;
  private readonly queue = new Queue();
  private readonly library: Library;
  private readonly history: History;
  private readonly log: RunLog;
  private readonly proposalStore: Proposals;
  private readonly decisions: Decisions;
  private readonly memory: Memory;
  private readonly context: SolveContext;
  private readonly skillsDir: string;
  private readonly stopping = new AbortController();

  constructor(
    private readonly options: EngineOptions,
    readonly stateDir: string,
  ) {
    const { workspace, logger, clock } = options;
    this.workspace = workspace;
    this.events = new Listeners(logger);
    this.changes = new Listeners(logger);
    this.skillsDir = path.join(workspace, '.memento', 'skills');
    const objects = createObjectStore(path.join(stateDir, 'objects'));
    this.history = createHistory({ dir: path.join(stateDir, 'skills'), objects, clock });
    this.library = createLibrary({
      workspace,
      templates: options.templates,
      onProblem: (problem) => logger.warn(english(problem)),
    });
    this.log = new RunLog(path.join(stateDir, 'runs'), createWindowId(), clock);
    this.proposalStore = new Proposals(path.join(stateDir, 'proposals'), clock);
    this.decisions = new Decisions(this.proposalStore, this.history, this.skillsDir);
    this.memory = new Memory(this.library, this.history, this.log);
    this.context = {
      workspace,
      settings: options.settings,
      memory: this.memory,
      router: new Router(),
      objects,
      proposals: this.proposalStore,
      gate: openGate,
    };
  }

  /** Repairs what a crash left: half-made accepts and commands of runs whose process is gone. */
  async open(): Promise<void> {
    for (const { name, outcome } of await this.history.repair())
      if (outcome !== 'done') this.options.logger.warn(`a change of the skill ${name} was interrupted: ${outcome}`);
    for (const run of await this.log.list())
      // Nothing a run started before the machine did can still be there.
      if (run.status === 'interrupted' && run.startedAt > Date.now() - os.uptime() * 1000) {
        const killed = await sweepRun(run.id);
        if (killed) this.options.logger.warn(`ended ${killed} process(es) left by the interrupted run ${run.id}`);
      }
    this.library.onDidChange(() => this.changes.fire());
    // Not awaited: watching a large library takes seconds to begin and reading works meanwhile.
    if (this.options.watch)
      this.library.watch().catch((error: unknown) => this.options.logger.error('the library is not watched', error));
  }

  onEvent(listener: (event: RunEvent) => void): Disposable {
    return this.events.add(listener);
  }

  onDidChange(listener: () => void): Disposable {
    return this.changes.add(listener);
  }

  async solve(task: Task, options: SolveOptions, signal: AbortSignal): Promise<RunSummary> {
    const run = this.newRun();
    const either = AbortSignal.any([signal, this.stopping.signal]);
    const { maxSteps, maxMinutes } = this.options.settings;
    const start = async (): Promise<void> => {
      const number = ((await this.log.list())[0]?.number ?? 0) + 1;
      const { label, simulated } = options.model.info;
      run.emit({
        type: 'run.started',
        task,
        number,
        model: { label, simulated },
        limits: { steps: maxSteps, minutes: maxMinutes },
      });
    };
    const behind = this.queue.last;
    if (behind) run.emit({ type: 'run.queued', behind });
    try {
      await this.queue.add(
        run.id,
        async () => {
          await start();
          await this.finish(run, () => solve(this.context, run, task, options, either));
        },
        either,
      );
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      // It was taken back while it waited: recorded, so that nothing the person asked for vanishes.
      await start();
      await this.finish(run, () => Promise.reject(error));
    }
    return await this.summary(run.id);
  }

  async feedback(
    id: string,
    outcome: 'good' | 'bad',
    reason: string | undefined,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    const summary = await this.log.find(id);
    if (summary.status === 'running') throw new HumanError(text('Run {0} is still going on.', `#${summary.number}`));
    const run = await this.reopen(summary.id);
    run.emit({
      type: 'signal',
      ms: 0,
      signal: {
        source: 'user',
        outcome: outcome === 'good' ? 'success' : 'failure',
        detail: outcome === 'good' ? text('You said it was right.') : text('You said it was wrong.'),
        ...(reason ? { reason } : {}),
      },
    });
    const verdict = verdictOf(run.events.filter((event) => event.type === 'signal').map((event) => event.signal));
    run.emit({ type: 'verdict', verdict });
    await run.flush();
    if (summary.skill && summary.version)
      (await this.memory.learned(run, summary.skill, summary.version, verdict.outcome)).forEach(run.emit);
    if (verdict.outcome === 'failure' && model && !summary.proposal) {
      const either = AbortSignal.any([signal, this.stopping.signal]);
      await this.queue.add(run.id, () => learn(this.context, run, model, either), either);
    }
    await run.flush();
    this.changes.fire();
    return await this.summary(run.id);
  }

  async undo(id: string): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }> {
    const summary = await this.log.find(id);
    if (summary.status === 'running') throw new HumanError(text('Run {0} is still going on.', `#${summary.number}`));
    if (summary.undone) throw new HumanError(text('The edits of run {0} are already undone.', `#${summary.number}`));
    if (!summary.changes.length) throw new HumanError(text('Run {0} changed no files.', `#${summary.number}`));
    const result = await undoChanges(summary.changes, this.workspace, this.context.objects);
    const run = await this.reopen(summary.id);
    run.emit({ type: 'run.undone', ...result });
    await run.flush();
    this.changes.fire();
    return result;
  }

  async accept(id: string, hunks?: readonly number[]): Promise<Proposal> {
    return await this.decided(id, () => this.decisions.accept(id, hunks));
  }

  async acceptText(id: string, after: string): Promise<Proposal> {
    return await this.decided(id, () => this.decisions.acceptText(id, after));
  }

  async reject(id: string, reason: string | undefined): Promise<Proposal> {
    return await this.decided(id, () => this.decisions.reject(id, reason));
  }

  /** Tells the run a decided proposal comes from, also when the decision found it stale. */
  private async decided(id: string, decide: () => Promise<Proposal>): Promise<Proposal> {
    try {
      return await decide();
    } finally {
      const proposal = await this.proposalStore.get(id);
      const from = proposal.runs[0];
      if (from && proposal.state !== 'pending') {
        const run = await this.reopen(from);
        run.emit({
          type: 'proposal.decided',
          proposal: proposal.id,
          state: proposal.state,
          ...(proposal.reason ? { reason: proposal.reason } : {}),
        });
        await run.flush();
      }
      this.changes.fire();
    }
  }

  async initLibrary(): Promise<{ readonly copied: readonly string[]; readonly kept: readonly string[] }> {
    const result = await initLibrary(this.options.templates, this.skillsDir);
    this.changes.fire();
    return result;
  }

  skills(): Promise<LibrarySnapshot> {
    return this.library.read();
  }

  versions(skill: string): Promise<readonly SkillVersion[]> {
    return this.history.versions(skill);
  }

  async versionText(hash: string): Promise<string> {
    return Buffer.from(await this.context.objects.get(hash)).toString('utf8');
  }

  async facts(): Promise<ReadonlyMap<string, SkillFacts>> {
    return (await this.memory.look()).facts;
  }

  runs(): Promise<readonly RunSummary[]> {
    return this.log.list();
  }

  async run(reference: string): Promise<{ readonly summary: RunSummary; readonly events: readonly RunEvent[] }> {
    const summary = await this.log.find(reference);
    return { summary, events: await this.log.events(summary.id) };
  }

  proposals(): Promise<readonly Proposal[]> {
    return this.proposalStore.list();
  }

  proposal(id: string): Promise<Proposal> {
    return this.proposalStore.get(id);
  }

  async dispose(): Promise<void> {
    this.stopping.abort();
    await this.library.dispose();
    await this.queue.idle();
    await this.log.dispose();
  }

  private newRun(): Run {
    const day = new Date(this.options.clock.now()).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
    return new Run(`${day}-${randomBytes(2).toString('hex')}`, this.log, (event) => this.events.fire(event));
  }

  /** A run that ended earlier, to add what came to light since. */
  private async reopen(id: string): Promise<Run> {
    const events = await this.log.events(id);
    await this.log.adopt(id);
    return new Run(id, this.log, (event) => this.events.fire(event), events);
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
    this.changes.fire();
  }

  private async summary(id: string): Promise<RunSummary> {
    return await this.log.find(id);
  }
}
