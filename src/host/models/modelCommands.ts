import * as vscode from 'vscode';
import { run, type Handlers } from '../commands/commands.js';
import { actionFor } from '../common/remedies.js';
import { localize } from '../common/text.js';
import { setApiKey } from '../settings/setApiKey.js';
import type { ApiKeys } from '../settings/apiKeys.js';
import type { Settings } from '../settings/settings.js';
import type { Models } from './models.js';

/** The commands that set up and try a model. */
export function modelCommands(models: Models, settings: Settings, keys: ApiKeys, extensionId: string): Handlers {
  return {
    'memento.setApiKey': () => setApiKey(settings, keys, extensionId),
    'memento.testConnection': () => testConnection(models, extensionId),
    'memento.usePracticeModel': async () => {
      await models.usePractice();
      const named = settings.model !== '' && settings.model !== 'practice';
      void vscode.window.showInformationMessage(
        named
          ? vscode.l10n.t(
              'The setting memento.model names {0}, which is used instead. Clear it to practise.',
              settings.model,
            )
          : vscode.l10n.t('The practice model is in use. It is simulated, needs no key and contacts nothing.'),
      );
    },
    'memento.configureModel': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`),
  };
}

async function testConnection(models: Models, extensionId: string): Promise<void> {
  const config = await models.endpoint();
  const embeddings = await models.embeddingEndpoint();
  const connection = await import('../../models/connect.js');
  const [report, embedded] = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t(
        'Testing the connection to {0}',
        config.simulated ? vscode.l10n.t('practice model') : config.model,
      ),
      cancellable: true,
    },
    async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const tested = await connection.testConnection(config, controller.signal);
      const second = embeddings && tested.reachable;
      return [tested, second ? await connection.testEmbeddings(embeddings, controller.signal) : undefined] as const;
    },
  );
  const lines = [...report.lines, ...(embedded ? [embedded.line] : [])].map(localize).join(' ');
  const ok = report.ok && embedded?.ok !== false;
  const remedy = report.problem?.remedy ?? embedded?.remedy;
  const action = remedy === 'retry' || remedy === undefined ? undefined : actionFor(remedy, extensionId);
  const again = vscode.l10n.t('Try Again');
  const solve = vscode.l10n.t('Solve Task');
  const show = ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const buttons = ok ? [solve] : [...(action ? [action.label] : []), again];
  void show(lines, ...buttons).then((picked) => {
    if (picked === solve) return run('memento.solveTask');
    if (picked === again) return run('memento.testConnection');
    return picked === undefined ? undefined : action?.run();
  });
}
