import os from 'node:os';
import { sweepRun } from './act/process.js';
import type { Curator } from './curator.js';
import type { Engine, EngineSettings, ImportOptions, Overview, SolveOptions } from './engine.js';
import { HumanError } from './errors.js';
import type { Publication } from './exchange/publications.js';
import type { Quarantine, Quarantined } from './exchange/quarantine.js';
import type { RunEvent, RunSummary } from './events.js';
import { withOverruled } from './feedback/overruled.js';
import type { Said } from './feedback/person.js';
import type { Listeners } from './listeners.js';
import type { Memory } from './memory.js';
import type { ChatModel, Disposable, Logger } from './ports.js';
import type { GenerationInfo, RouterReport } from './read/report.js';
import type { Route } from './read/route.js';
import type { SkillFacts } from './read/skillFacts.js';
import type { SkillVectors } from './read/skillVectors.js';
import type { Routing } from './routing.js';
import type { Rehearser, RehearsalOptions, RehearsalResult } from './replay/rehearser.js';
import type { Runner } from './runner.js';
import { reviewOf } from './solve.js';
import type { EditRecorder } from './skills/editRecorder.js';
import type { Initialized } from './skills/elementary.js';
import type { History } from './skills/history.js';
import type { Library } from './skills/library.js';
import type { LibrarySnapshot, SkillVersion } from './skills/skill.js';
import type { ReadOnly, Standing } from './skills/standing.js';
import type { Content } from './skills/tree.js';
import type { FsckReport } from './store/fsck.js';
import type { StateWatcher } from './store/stateWatcher.js';
import type { ObjectStore } from './store/objects.js';
import type { RunLog } from './store/runs.js';
import type { Task } from './task.js';
import { english, type Text } from './text.js';
import type { AcceptOptions } from './write/acceptable.js';
import type { Lesson } from './write/lesson.js';
import type { Decisions } from './write/decisions.js';
import type { Correction } from './write/attribution/correction.js';
import type { Proposal } from './write/proposal.js';
import type { Proposals } from './write/proposals.js';
import type { Checkpoint } from './write/record/checkpoints.js';
import type { RestoredRound, RoundRestorer } from './write/record/restoreRound.js';
import type { Trials } from './write/trials.js';
import type { RoundCloser } from './write/roundCloser.js';

/** What an engine is made of; {@link createEngine} puts it together. */
export interface EngineParts {
  readonly workspace: string;
  readonly stateDir: string;
  readonly events: Listeners<RunEvent>;
  readonly changes: Listeners<void>;
  readonly library: Library;
  readonly history: History;
  readonly memory: Memory;
  readonly objects: ObjectStore;
  readonly log: RunLog;
  readonly proposals: Proposals;
  readonly decisions: Decisions;
  readonly curator: Curator;
  readonly recorder: EditRecorder;
  readonly runner: Runner;
  readonly rehearser: Rehearser;
  readonly trials: Trials;
  readonly rounds: {
    readonly list: () => Promise<readonly Checkpoint[]>;
    readonly closer: RoundCloser;
    readonly restorer: RoundRestorer;
  };
  readonly routing: Routing;
  readonly vectors: Pick<SkillVectors, 'dispose'>;
  readonly stateWatcher: StateWatcher;
  readonly logger: Logger;
  readonly settings: EngineSettings;
  /** Why the state folder cannot be written, if so. */
  readonly readOnlyState: Text | undefined;
  readonly libraryProblem: () => Promise<Text | undefined>;
  readonly init: () => Promise<Initialized>;
  readonly fetch: (source: string, options: ImportOptions, signal: AbortSignal) => Promise<readonly Quarantined[]>;
  readonly quarantine: Quarantine;
  readonly fsck: (signal: AbortSignal) => Promise<FsckReport>;
  readonly tidy: (signal: AbortSignal) => Promise<void>;
  /** Removes what replays of processes that are gone have left outside the state folder. */
  readonly sweep: () => Promise<void>;
}

/** The learning agent for one workspace folder: every wish of a surface goes to the part that knows how. */
export class WorkspaceEngine implements Engine {
  readonly workspace: string;
  readonly stateDir: string;
  private readonly stopping = new AbortController();
  private libraryProblem: Promise<Text | undefined> | undefined;
  /** What goes on behind the person's back; ended before the engine is. */
  private background: Promise<unknown> = Promise.resolve();
  private learning: Promise<void> = Promise.resolve();
  private watches = false;

  constructor(private readonly parts: EngineParts) {
    this.workspace = parts.workspace;
    this.stateDir = parts.stateDir;
  }

  /** Repairs what a crash left: half-made changes, half-recorded decisions, commands of runs and copies of replays whose process is gone. */
  async open(watch: boolean): Promise<void> {
    const { history, decisions, log, library, changes, recorder, logger, readOnlyState } = this.parts;
    library.onDidChange((snapshot) => {
      this.later(() => recorder.follow(snapshot));
      changes.fire();
    });
    if (!readOnlyState) {
      for (const { name, outcome } of await history.repair())
        if (outcome !== 'aborted') logger.warn(`a change of the skill ${name} was interrupted: ${outcome}`);
      await decisions.repair();
      const runs = await log.list();
      for (const problem of log.problems()) logger.warn(english(problem));
      for (const run of runs)
        // Nothing a run started before the machine did can still be there.
        if (run.status === 'interrupted' && run.startedAt > Date.now() - os.uptime() * 1000) {
          const killed = await sweepRun(run.id);
          if (killed) logger.warn(`ended ${killed} process(es) left by the interrupted run ${run.id}`);
        }
    }
    this.later(() => this.parts.sweep());
    if (!watch) return;
    this.watches = true;
    await this.parts.stateWatcher.start();
    // Not awaited: watching a large library takes seconds to begin and reading works meanwhile.
    library.watch().catch((error: unknown) => logger.error('the library is not watched', error));
    this.later(async () => recorder.follow(await library.latest()));
    this.later(() => this.parts.tidy(this.stopping.signal));
  }

  onEvent(listener: (event: RunEvent) => void): Disposable {
    return this.parts.events.add(listener);
  }

  onDidChange(listener: () => void): Disposable {
    return this.parts.changes.add(listener);
  }

  async solve(task: Task, options: SolveOptions, signal: AbortSignal): Promise<RunSummary> {
    await this.begin();
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
    await this.begin();
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
    await this.begin();
    try {
      return await this.parts.runner.correct(id, correction, model, signal);
    } finally {
      this.learn();
    }
  }

  rehearse(task: Task, options: RehearsalOptions, signal: AbortSignal): Promise<RehearsalResult> {
    return this.parts.rehearser.rehearse(task, options, AbortSignal.any([signal, this.stopping.signal]));
  }

  async undo(id: string): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }> {
    await this.begin();
    return await this.parts.runner.undo(id);
  }

  async revisit(id: string): Promise<void> {
    if (!this.parts.readOnlyState) await this.parts.runner.revisit(id);
  }

  async overview(reading: 'new' | 'latest'): Promise<Overview> {
    const { library: skills, memory, curator } = this.parts;
    const library = await (reading === 'latest' ? skills.latest() : skills.read());
    const [facts, standing, readOnly, proposals, runs] = await Promise.all([
      memory.facts(library.skills),
      curator.standing(library),
      this.readOnly(),
      this.proposals(),
      this.runs(),
    ]);
    return { library, facts, standing, readOnly, proposals, runs };
  }

  skills(): Promise<LibrarySnapshot> {
    return this.parts.library.read();
  }

  async facts(): Promise<ReadonlyMap<string, SkillFacts>> {
    return await this.parts.memory.facts((await this.parts.library.read()).skills);
  }

  async standing(): Promise<Standing> {
    return await this.parts.curator.standing(await this.parts.library.read());
  }

  async readOnly(): Promise<ReadOnly> {
    const { readOnlyState } = this.parts;
    // Tried by writing, so not each time somebody asks.
    const library = await (this.libraryProblem ??= this.parts.libraryProblem());
    return { ...(readOnlyState ? { state: readOnlyState } : {}), ...(library ? { library } : {}) };
  }

  initLibrary(): Promise<Initialized> {
    return this.change(() => this.parts.init());
  }

  async versions(skill: string): Promise<readonly SkillVersion[]> {
    if (!this.parts.readOnlyState) await this.parts.recorder.catchUp(skill);
    return await this.parts.history.versions(skill);
  }

  versionFiles(tree: string): Promise<Content> {
    return this.parts.history.content(tree);
  }

  async versionText(hash: string): Promise<string> {
    return Buffer.from(await this.parts.objects.get(hash)).toString('utf8');
  }

  restore(skill: string, version: number): Promise<SkillVersion> {
    return this.change(() => this.parts.curator.restore(skill, version));
  }

  archive(skill: string): Promise<void> {
    return this.change(() => this.parts.curator.archive(skill));
  }

  trust(names: readonly string[], seen?: ReadonlyMap<string, string>): Promise<readonly string[]> {
    return this.change(() => this.parts.curator.trust(names, seen));
  }

  lock(skill: string, locked: boolean): Promise<void> {
    return this.change(() => this.parts.curator.lock(skill, locked));
  }

  recordEdit(file: string, saved: string): Promise<void> {
    return this.change(() => this.parts.recorder.record(file, saved));
  }

  adopt(skill: string): Promise<string> {
    return this.change(() => this.parts.curator.adopt(skill));
  }

  publish(
    skill: string,
    { target, replace }: { readonly target?: string; readonly replace?: boolean } = {},
  ): Promise<Publication> {
    return this.change(() => this.parts.curator.publish(skill, target, replace));
  }

  importSkills(source: string, options: ImportOptions, signal: AbortSignal): Promise<readonly Quarantined[]> {
    return this.change(() => this.parts.fetch(source, options, AbortSignal.any([signal, this.stopping.signal])));
  }

  discard(imports: readonly string[]): Promise<void> {
    return this.change(() => this.parts.curator.discard(imports));
  }

  quarantinedText(id: string, path: string): Promise<string> {
    return this.parts.quarantine.text(id, path);
  }

  quarantinedFiles(id: string): Promise<Content> {
    return this.parts.quarantine.content(id);
  }

  exportSkill(skill: string): Promise<Uint8Array> {
    return this.parts.curator.export(skill);
  }

  fsck(signal: AbortSignal): Promise<FsckReport> {
    return this.parts.fsck(signal);
  }

  runs(): Promise<readonly RunSummary[]> {
    return this.parts.log.list();
  }

  async run(reference: string): Promise<{ readonly summary: RunSummary; readonly events: readonly RunEvent[] }> {
    const summary = await this.parts.log.find(reference);
    return { summary, events: await this.parts.log.events(summary.id) };
  }

  async proposals(): Promise<readonly Proposal[]> {
    return withOverruled(await this.parts.proposals.list(), await this.runs());
  }

  async proposal(id: string): Promise<Proposal> {
    const proposal = await this.parts.proposals.get(id);
    return withOverruled([proposal], await this.runs())[0] ?? proposal;
  }

  accept(id: string, hunks?: readonly number[], options?: AcceptOptions): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.accept(id, hunks, options));
  }

  acceptText(id: string, after: string, options?: AcceptOptions): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.acceptText(id, after, options));
  }

  async gate(id: string, after: string | undefined, model: ChatModel, signal: AbortSignal): Promise<Proposal> {
    await this.begin();
    return await this.change(() => this.parts.runner.gate(id, after, model, signal));
  }

  reject(id: string, reason: string | undefined): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.reject(id, reason));
  }

  undoAccept(id: string): Promise<Proposal> {
    return this.decided(id, () => this.parts.decisions.undo(id));
  }

  rounds(): Promise<readonly Checkpoint[]> {
    return this.parts.rounds.list();
  }

  restoreRound(round: number): Promise<RestoredRound> {
    return this.change(() => this.parts.rounds.restorer.restore(round));
  }

  useSources(disabled: readonly string[]): Promise<void> {
    return this.parts.library.useSources(disabled);
  }

  explain(prompt: string): Promise<Route> {
    return this.parts.routing.explain(prompt, this.stopping.signal);
  }

  routerReport(): Promise<RouterReport> {
    return this.parts.routing.report();
  }

  async trainRouter(
    model: ChatModel | undefined,
    progress: (done: number, of: number, what: Text) => void,
    signal: AbortSignal,
  ): Promise<GenerationInfo> {
    this.requireState();
    return await this.parts.routing.train(model, progress, AbortSignal.any([signal, this.stopping.signal]));
  }

  async makeQueries(skill: string, model: ChatModel, signal: AbortSignal): Promise<void> {
    this.requireState();
    const either = AbortSignal.any([signal, this.stopping.signal]);
    // After a training that began by itself, and ended before the engine is.
    const turn = this.learning.then(() => this.parts.routing.makeQueries(skill, model, either));
    this.learning = turn.catch(() => undefined);
    await turn;
  }

  cancelTraining(): boolean {
    return this.parts.routing.cancel();
  }

  revertRouter(generation: number): Promise<GenerationInfo> {
    return this.change(() => this.parts.routing.revert(generation));
  }

  async dispose(): Promise<void> {
    this.stopping.abort();
    this.parts.stateWatcher.close();
    await this.parts.library.dispose();
    await this.parts.trials.giveWay();
    await this.parts.runner.stop();
    await this.background;
    await this.learning;
    await this.parts.vectors.dispose();
    await this.parts.log.dispose();
  }

  /** Tells the run a decided proposal comes from, also when the decision found it stale. */
  private async decided(id: string, decide: () => Promise<Proposal>): Promise<Proposal> {
    this.requireState();
    const before = await this.parts.proposals.get(id);
    try {
      return await decide();
    } finally {
      const proposal = await this.parts.proposals.get(id);
      const from = proposal.runs[0];
      if (from && proposal.state !== before.state)
        await this.parts.runner.note(from, {
          type: 'proposal.decided',
          proposal: proposal.id,
          state: proposal.state,
          ...(proposal.reason ? { reason: proposal.reason } : {}),
        });
      this.parts.changes.fire();
    }
  }

  private async change<T>(work: () => Promise<T>): Promise<T> {
    this.requireState();
    try {
      return await work();
    } finally {
      this.libraryProblem = undefined;
      this.parts.changes.fire();
    }
  }

  /** @throws {HumanError} in read-only mode: what cannot be recorded is not begun. */
  private requireState(): void {
    if (this.parts.readOnlyState) throw new HumanError(this.parts.readOnlyState);
  }

  /** @throws {HumanError} in read-only mode */
  private async begin(): Promise<void> {
    this.requireState();
    await this.parts.trials.giveWay();
  }

  /** Measures what a skill is worth while nobody waits; a command that ends at once leaves that to a window. */
  private tryWithout(run: RunSummary, { model, review }: Lesson): void {
    if (this.watches && review !== 'shadow' && !this.parts.runner.busy)
      void this.quietly(() => this.parts.trials.begin(run, model));
  }

  private later(work: () => Promise<void>): void {
    this.background = this.background.then(() => this.quietly(work));
  }

  /** A run may have been judged: its round may have ended, and the router may have enough to learn from. */
  private async judged(lesson: Lesson | undefined): Promise<void> {
    await this.quietly(() => this.parts.rounds.closer.keepUp(lesson));
    this.learn();
  }

  /** Trains the router when it is time; a command that ends at once leaves that to a window, or to its own command. */
  private learn(): void {
    if (!this.watches) return;
    this.learning = this.learning.then(() => this.quietly(() => this.parts.routing.keepUp(this.stopping.signal)));
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    if (this.stopping.signal.aborted || this.parts.readOnlyState) return;
    await work().catch((error: unknown) => {
      if (this.stopping.signal.aborted) return;
      // What a person or another window did meanwhile is no bug.
      if (error instanceof HumanError) this.parts.logger.warn(error.message);
      else this.parts.logger.error('work in the background failed', error);
    });
  }
}
