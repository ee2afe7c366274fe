import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import type { RunSummary } from '../../engine/events.js';
import type { Said } from '../../engine/feedback/person.js';
import { text } from '../../engine/text.js';
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

  /** The person's verdict. For a bad one the reason and the right answer are asked for: they are what learning needs most. */
  async feedback(folder: FolderEngine, run: string, outcome: 'good' | 'bad'): Promise<void> {
    const said = outcome === 'bad' ? await whatWasWrong() : {};
    if (!said) return;
    const model = this.models.choice.kind === 'none' ? undefined : await this.models.connect();
    await this.runs.feedback(folder, run, outcome, said, model);
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

/** Both may be left empty; undefined when the person thinks better of it. */
async function whatWasWrong(): Promise<Said | undefined> {
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('What was wrong? (1 of 2)'),
    prompt: vscode.l10n.t('Optional. Memento uses your words to find the cause.'),
    ignoreFocusOut: true,
  });
  if (reason === undefined) return undefined;
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('What is the right answer? (2 of 2)'),
    prompt: vscode.l10n.t('Optional. With it Memento can try out whether a change helps.'),
    ignoreFocusOut: true,
  });
  return answer === undefined ? undefined : { reason, answer };
}
