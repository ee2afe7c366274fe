import * as vscode from 'vscode';
import type { SolveOptions } from '../../engine/engine.js';
import type { RunEvent, RunSummary } from '../../engine/events.js';
import type { Task } from '../../engine/task.js';
import type { FolderEngine } from '../engines/engines.js';
import { advance, type ActiveRun } from './activeRun.js';

interface Started {
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
}

/** The runs this window started and that have not ended: shown in the status bar, cancelled by id, all aborted when the window closes. */
export class Runs implements vscode.Disposable {
  private readonly active = new Map<string, ActiveRun>();
  private readonly started = new Map<string, Started>();
  private readonly all = new Set<Started>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private lastEnded: RunSummary | undefined;
  /** Two tasks begun at once learn their ids one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  /** Oldest first; the first is the one that runs, the others wait. */
  get current(): readonly ActiveRun[] {
    return [...this.active.values()];
  }

  /** The run that ended last in this window. */
  get last(): RunSummary | undefined {
    return this.lastEnded;
  }

  /** Starts a task and resolves as soon as its run has an id; `ended` is the engine's promise. */
  async start(
    { engine, folder }: FolderEngine,
    task: Task,
    options: SolveOptions,
  ): Promise<{ readonly run: string; readonly ended: Promise<RunSummary> }> {
    const before = this.turn;
    let next: () => void = () => undefined;
    this.turn = new Promise<void>((resolve) => (next = resolve));
    await before;
    const controller = new AbortController();
    let named: (run: string) => void = () => undefined;
    const name = new Promise<string>((resolve) => (named = resolve));
    let own: string | undefined;
    const listener = engine.onEvent((event) => {
      if (own === undefined && (event.type === 'run.queued' || event.type === 'run.started') && !this.knows(event)) {
        own = event.run;
        this.active.set(own, { run: own, folder: folder.uri.fsPath, task, step: 0, tokens: 0 });
        this.changed.fire();
        named(own);
      }
      if (event.run === own) this.follow(event);
    });
    const ended = engine.solve(task, options, controller.signal);
    const started: Started = { controller, ended };
    this.all.add(started);
    const settle = (summary?: RunSummary): void => {
      listener.dispose();
      this.all.delete(started);
      if (own === undefined) return;
      this.active.delete(own);
      this.started.delete(own);
      if (summary) this.lastEnded = summary;
      this.changed.fire();
    };
    ended.then(settle, () => settle());
    try {
      const run = await Promise.race([name, ended.then((summary) => summary.id)]);
      if (this.active.has(run)) this.started.set(run, started);
      return { run, ended };
    } finally {
      next();
    }
  }

  /** What the person says about a run that has ended; what follows from it (attribution, writing) is cancelled like a run. */
  async learn(run: string, work: (signal: AbortSignal) => Promise<RunSummary>): Promise<RunSummary> {
    const controller = new AbortController();
    const ended = work(controller.signal);
    const started: Started = { controller, ended };
    this.all.add(started);
    this.started.set(run, started);
    try {
      return await ended;
    } finally {
      this.all.delete(started);
      if (this.started.get(run) === started) this.started.delete(run);
    }
  }

  /** @returns whether the run was going on */
  cancel(run: string): boolean {
    const started = this.started.get(run);
    started?.controller.abort();
    return started !== undefined;
  }

  /** Resolves when the run has ended, however. */
  async ended(run: string): Promise<void> {
    await this.started.get(run)?.ended.then(
      () => undefined,
      () => undefined,
    );
  }

  dispose(): void {
    for (const { controller } of this.all) controller.abort();
    this.changed.dispose();
  }

  private knows(event: RunEvent): boolean {
    return this.active.has(event.run);
  }

  private follow(event: RunEvent): void {
    const active = this.active.get(event.run);
    if (!active) return;
    const now = advance(active, event);
    if (now === active) return;
    this.active.set(event.run, now);
    this.changed.fire();
  }
}
