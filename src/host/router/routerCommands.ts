import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import type { Task } from '../../engine/task.js';
import { text } from '../../engine/text.js';
import { run, type Handlers } from '../commands/commands.js';
import { asTask } from '../commands/targets.js';
import { localize } from '../common/text.js';
import type { Engines, FolderEngine } from '../engines/engines.js';
import { chooseFolder, requireTrust } from '../folders/folders.js';
import type { Panels } from '../panel/panels.js';
import type { Trainings } from './trainings.js';

/** The commands about the router: show what it has learned, train it, explain a choice. */
export function routerCommands(engines: Engines, trainings: Trainings, panels: Panels): Handlers {
  return {
    'memento.showRouter': () => panels.show('router', false),
    'memento.trainRouter': async () => train(await folderFor(engines, vscode.l10n.t('Train Router')), trainings),
    'memento.explainRoute': async (argument) => {
      const folder = await folderFor(engines, vscode.l10n.t('Explain Route'));
      await explain(folder, asTask(argument) ?? (await askTask()), panels);
    },
  };
}

async function folderFor(engines: Engines, title: string): Promise<FolderEngine> {
  const folder = await chooseFolder(title);
  requireTrust();
  return engines.of(folder);
}

async function train(folder: FolderEngine, trainings: Trainings): Promise<void> {
  if (trainings.progress(folder)) throw new HumanError(text('The router is being trained already.'));
  const generation = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Training the router'), cancellable: true },
    async (progress, token) => {
      let percent = 0;
      const listener = trainings.onDidChange((trained) => {
        const now = trained === folder ? trainings.progress(folder) : null;
        if (!now) return;
        const reached = now.of > 0 ? Math.floor((100 * now.done) / now.of) : 0;
        progress.report({ message: localize(now.what), increment: Math.max(0, reached - percent) });
        percent = Math.max(percent, reached);
      });
      token.onCancellationRequested(() => trainings.cancel(folder));
      try {
        return await trainings.train(folder);
      } finally {
        listener.dispose();
      }
    },
  );
  const show = vscode.l10n.t('Show Router');
  const said = vscode.l10n.t('Generation {0}: {1}', generation.number, localize(generation.result));
  // Not awaited: the command has done its work, the message may stand as long as it likes.
  void vscode.window.showInformationMessage(said, show).then((picked) => {
    if (picked === show) void run('memento.showRouter');
  });
}

async function explain(folder: FolderEngine, { prompt }: Task, panels: Panels): Promise<void> {
  const route = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Choosing a skill') },
    () => folder.engine.explain(prompt),
  );
  await panels.showExplained(folder, prompt, route);
}

async function askTask(): Promise<Task> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Explain Route'),
    prompt: vscode.l10n.t('Nothing is run: you see which skill the router would choose for the task, and why.'),
    placeHolder: vscode.l10n.t('A task, in your words'),
    ignoreFocusOut: true,
  });
  const prompt = typed?.trim() ?? '';
  if (prompt === '') throw new CancelledError();
  return { prompt };
}
