import type { Stop } from '../act/agent.js';
import { throwIfCancelled } from '../errors.js';
import type { RunEvent, RunEventBody } from '../events.js';
import type { ChatModel, Diagnostics, Problems } from '../ports.js';
import type { Task } from '../task.js';
import { changesIn } from './changes.js';
import { type CheckRunner, runCheck } from './check.js';
import { type Judged, runJudging } from './command.js';
import { diagnosticsSignal, patience, settled } from './diagnostics.js';
import { askJudge } from './judge.js';
import { limitSignal } from './limit.js';
import type { FeedbackSettings } from './settings.js';
import type { Signal, Verdict } from './signal.js';
import { testsSignal } from './tests.js';
import { toolSignal } from './toolErrors.js';
import { standing, verdictOf } from './verdict.js';

/** What evidence is gathered with. */
export interface EvidenceContext {
  readonly workspace: string;
  readonly settings: {
    readonly maxSteps: number;
    readonly maxMinutes: number;
    readonly commandTimeoutSeconds: number;
    readonly feedback?: FeedbackSettings;
  };
  /** The editor's problems; absent where there is no editor. */
  readonly diagnostics?: Diagnostics;
  /** How the task's check is run; absent: as a shell command. */
  readonly check?: CheckRunner;
}

/** The run that is judged. */
interface JudgedRun {
  readonly id: string;
  readonly events: readonly RunEvent[];
  readonly emit: (event: RunEventBody) => void;
}

/** Tools that change nothing: after these alone the tests come out as before. */
const harmless: ReadonlySet<string> = new Set(['read_file', 'list_dir', 'search_files', 'read_skill', 'propose_skill']);

/** Gathers what tells whether a run has worked: some of it must be looked at before the agent acts. One per run. */
export class Evidence {
  private tests: { readonly command: string; readonly before: Judged } | undefined;
  private problems: Problems | undefined;
  private readonly signals: Signal[] = [];

  constructor(
    private readonly context: EvidenceContext,
    private readonly run: JudgedRun,
    private readonly task: Task,
  ) {}

  /** Looks at the workspace before the agent acts. @throws {CancelledError} when the signal fires */
  async before(signal: AbortSignal): Promise<void> {
    const command = this.context.settings.feedback?.command.trim();
    if (command && !this.task.check) {
      this.run.emit({ type: 'tests.started', command, when: 'before' });
      this.tests = { command, before: await this.command(command, signal) };
    }
    this.problems = await this.context.diagnostics?.read();
  }

  /**
   * Judges what the agent has done.
   * @param model asked last, where the setting allows it and nothing stronger decides
   * @throws {CancelledError} when the signal fires
   */
  async judge(answer: string, stop: Stop, model: ChatModel, signal: AbortSignal): Promise<Verdict> {
    this.note(limitSignal(stop, this.context.settings), 0);
    this.note(toolSignal(this.run.events), 0);
    await this.timed(() => this.check(answer, signal));
    await this.timed(() => this.turned(signal));
    await this.timed(() => this.compared(signal));
    if (this.context.settings.feedback?.judge && verdictOf(this.signals).outcome === 'unknown') {
      this.run.emit({ type: 'judge.started' });
      const judging = { prompt: this.task.prompt, answer, events: this.run.events, signals: standing(this.signals) };
      await this.timed(() => askJudge(model, judging, signal));
    }
    const verdict = verdictOf(this.signals);
    this.run.emit({ type: 'verdict', verdict });
    return verdict;
  }

  private async check(answer: string, signal: AbortSignal): Promise<Signal | undefined> {
    const { check } = this.task;
    if (!check) return undefined;
    this.run.emit({ type: 'check.started', command: check });
    return await (this.context.check ?? runCheck)({ ...this.place(check), answer }, signal);
  }

  private async turned(signal: AbortSignal): Promise<Signal | undefined> {
    if (!this.tests) return undefined;
    const { command, before } = this.tests;
    const touched = this.run.events.some((event) => event.type === 'tool.started' && !harmless.has(event.tool));
    if (!touched) return undefined;
    this.run.emit({ type: 'tests.started', command, when: 'after' });
    return testsSignal(command, before, await this.command(command, signal));
  }

  private async compared(signal: AbortSignal): Promise<Signal | undefined> {
    const { diagnostics } = this.context;
    const changes = changesIn(this.run.events);
    if (!diagnostics || !this.problems || !changes.length) return undefined;
    await settled(diagnostics, patience, signal);
    throwIfCancelled(signal);
    return diagnosticsSignal(this.problems, await diagnostics.read(), changes);
  }

  private command(command: string, signal: AbortSignal): Promise<Judged> {
    return runJudging(this.place(command), signal);
  }

  private place(command: string) {
    const { workspace, settings } = this.context;
    return { command, workspace, run: this.run.id, timeoutMs: settings.commandTimeoutSeconds * 1000 };
  }

  private async timed(look: () => Promise<Signal | undefined>): Promise<void> {
    const started = performance.now();
    this.note(await look(), performance.now() - started);
  }

  private note(signal: Signal | undefined, ms: number): void {
    if (!signal) return;
    this.signals.push(signal);
    this.run.emit({ type: 'signal', signal, ms });
  }
}
