import * as vscode from 'vscode';
import type { GenerationInfo, RouterReport } from '../../engine/read/report.js';
import { text } from '../../engine/text.js';
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

  constructor(private readonly models: Models) {}

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
    for (const { controller } of this.going.values()) controller.abort();
    this.changed.dispose();
  }
}
