import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.js';
import { CancelledError, HumanError } from '../../engine/errors.js';
import type { RunSummary } from '../../engine/events.js';
import type { Said } from '../../engine/feedback/person.js';
import type { ChatModel } from '../../engine/ports.js';
import { text } from '../../engine/text.js';
import type { Cause } from '../../engine/write/attribution.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import type { Models } from '../models/models.js';
import { runState } from './runState.js';
import type { Runs } from './runs.js';

/** What a person can do with a run besides reading it. */
export class RunActions {
  constructor(
    private readonly engines: Engines,
    private readonly models: Models,
    private readonly runs: Runs,
  ) {}

  /** The folder a run belongs to. @throws {HumanError} when no folder has it */
  async folderOf(run: string): Promise<FolderEngine> {
    const found = await this.engines.find(async (opened) => {
      const runs = await opened.engine.runs();
      return runs.some(({ id }) => id === run) ? opened : undefined;
    });
    if (!found) throw new HumanError(text('There is no run “{0}”.', run));
    return found;
  }

  /** The person's verdict, with what was wrong and what would have been right where they said so. */
  async feedback({ engine }: FolderEngine, run: string, outcome: 'good' | 'bad', said: Said): Promise<void> {
    const model = await this.model();
    await this.runs.learn(run, (signal) => engine.feedback(run, outcome, said, model, signal));
  }

  /**
   * The person's own attribution.
   * @param skill absent: it is asked for
   */
  async correct({ engine }: FolderEngine, run: string, cause: Cause, skill?: string | null): Promise<void> {
    const chosen = skill === undefined ? await this.askSkill(engine, cause) : skill;
    const model = await this.model();
    await this.runs.learn(run, (signal) => engine.correct(run, { cause, skill: chosen }, model, signal));
  }

  /** @throws {CancelledError} when the person leaves the list */
  private async askSkill(engine: Engine, cause: Cause): Promise<string> {
    const { skills } = await engine.skills();
    const picked = await vscode.window.showQuickPick(
      skills.map(({ name, description }) => ({ label: name, detail: description.replaceAll('$(', '$ (') })),
      {
        title:
          cause === 'wrong_skill'
            ? vscode.l10n.t('Which skill would have been right?')
            : vscode.l10n.t('Which skill is to blame?'),
        matchOnDetail: true,
      },
    );
    if (!picked) throw new CancelledError();
    return picked.label;
  }

  /** The configured model; without one the verdict is kept and nothing is written from it. */
  private async model(): Promise<ChatModel | undefined> {
    return this.models.choice.kind === 'none' ? undefined : this.models.connect();
  }

  /** Undoes a run's edits and says what was put back and what was not. */
  async undo({ engine }: FolderEngine, run: string): Promise<void> {
    const { restored, kept } = await engine.undo(run);
    const done =
      restored.length === 1
        ? vscode.l10n.t('1 file is as it was before the run.')
        : vscode.l10n.t('{0} files are as they were before the run.', restored.length);
    if (kept.length === 0) void vscode.window.showInformationMessage(done);
    else
      void vscode.window.showWarningMessage(
        `${done} ${vscode.l10n.t('Changed since and left alone: {0}', kept.join(', '))}`,
      );
  }

  /** Cancels a run; which one is asked when several go on or wait. */
  async cancel(run: string | undefined): Promise<void> {
    const { current } = this.runs;
    if (run !== undefined || current.length <= 1) {
      const id = run ?? current[0]?.run;
      if (id === undefined || !this.runs.cancel(id)) throw new HumanError(text('No run is going on.'));
      return;
    }
    const picked = await vscode.window.showQuickPick(
      current.map((active) => ({
        label: active.number === undefined ? active.task.prompt : `#${active.number} ${active.task.prompt}`,
        description: active.number === undefined ? vscode.l10n.t('waiting') : vscode.l10n.t('running'),
        run: active.run,
      })),
      { title: vscode.l10n.t('Cancel Run') },
    );
    if (picked) this.runs.cancel(picked.run);
  }

  /** Lets the person choose among the runs that changed files. @throws {HumanError} when there is none */
  async pickUndoable(): Promise<{ readonly folder: FolderEngine; readonly run: string } | undefined> {
    const undoable: { folder: FolderEngine; summary: RunSummary }[] = [];
    for (const folder of await this.engines.all())
      for (const summary of await folder.engine.runs())
        if (summary.changes.length > 0 && !summary.undone && summary.status !== 'running')
          undoable.push({ folder, summary });
    if (undoable.length === 0) throw new HumanError(text('No run has edits that could be undone.'));
    const picked = await vscode.window.showQuickPick(
      undoable.map(({ folder, summary }) => ({
        label: `#${summary.number} ${summary.task.prompt}`,
        description: runState(summary).word,
        detail: summary.changes.map(({ path }) => path).join(', '),
        folder,
        run: summary.id,
      })),
      { title: vscode.l10n.t('Undo This Run’s Edits'), matchOnDetail: true },
    );
    return picked && { folder: picked.folder, run: picked.run };
  }
}
