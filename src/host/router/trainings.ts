import * as vscode from 'vscode';
import type { GenerationInfo, RouterReport } from '../../engine/read/report.js';
import type { Logger } from '../../engine/ports.js';
import { text } from '../../engine/text.js';
import { isCancelled, isHumanError } from '../common/errors.js';
import type { FolderEngine } from '../engines/engines.js';
import type { Models } from '../models/models.js';

/** How far a training is; see {@link RouterReport.training}. */
export type Progress = NonNullable<RouterReport['training']>;

interface Going {
  readonly controller: AbortController;
  readonly ended: Promise<GenerationInfo>;
  progress: Progress;
}

/** The trainings of the router the person has asked for, at most one per folder, whoever shows them. */
export class Trainings implements vscode.Disposable {
  private readonly going = new Map<FolderEngine, Going>();
  private readonly changed = new vscode.EventEmitter<FolderEngine>();
  /** A training of this folder began, went on or ended. */
  readonly onDidChange = this.changed.event;

  private readonly closing = new AbortController();

  constructor(
    private readonly models: Models,
    private readonly log: Logger,
  ) {}

  /** How far the training of a folder is; `null` when none goes on. */
  progress(folder: FolderEngine): Progress | null {
    return this.going.get(folder)?.progress ?? null;
  }

  /**
   * Trains the router of a folder, or joins the training that goes on there.
   * @throws {HumanError} when there is nothing to learn from
   * @throws {CancelledError} when it was cancelled
   */
  async train(folder: FolderEngine): Promise<GenerationInfo> {
    const known = this.going.get(folder);
    if (known) return known.ended;
    const controller = new AbortController();
    const going: Going = {
      controller,
      ended: this.run(folder, controller.signal),
      progress: { done: 0, of: 0, what: text('Starting the training') },
    };
    this.going.set(folder, going);
    this.changed.fire(folder);
    try {
      return await going.ended;
    } finally {
      this.going.delete(folder);
      this.changed.fire(folder);
    }
  }

  /**
   * Has the model make up example tasks for a skill that came or was reworded, behind everything else. Without a model, or when it fails, the next
   * training with one sees to it.
   */
  makeQueries(folder: FolderEngine, skill: string): void {
    if (this.models.choice.kind === 'none') return;
    const work = async (): Promise<void> =>
      folder.engine.makeQueries(skill, await this.models.connect(), this.closing.signal);
    work().catch((error: unknown) => {
      if (isCancelled(error)) return;
      if (isHumanError(error)) this.log.warn(error.message);
      else this.log.error(`making up tasks for ${skill} failed`, error);
    });
  }

  /** Cancels the training of a folder, also one that began by itself. */
  cancel(folder: FolderEngine): void {
    const going = this.going.get(folder);
    if (going) going.controller.abort();
    else folder.engine.cancelTraining();
  }

  private async run(folder: FolderEngine, signal: AbortSignal): Promise<GenerationInfo> {
    // Without a model it learns from outcomes alone.
    const model = this.models.choice.kind === 'none' ? undefined : await this.models.connect();
    return folder.engine.trainRouter(
      model,
      (done, of, what) => {
        const going = this.going.get(folder);
        if (!going) return;
        going.progress = { done, of, what };
        this.changed.fire(folder);
      },
      signal,
    );
  }

  dispose(): void {
    this.closing.abort();
    for (const { controller } of this.going.values()) controller.abort();
    this.changed.dispose();
  }
}
