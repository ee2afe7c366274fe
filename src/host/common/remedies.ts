import * as vscode from 'vscode';
import type { Remedy } from '../../engine/errors.js';
import type { ConflictTarget } from './conflicts.js';

interface Action {
  readonly label: string;
  run(): Thenable<unknown>;
}

const command = (id: string, ...args: readonly unknown[]) => ({
  run: (): Thenable<unknown> => vscode.commands.executeCommand(id, ...args),
});

/**
 * The button for a remedy and what it does; `retry` has no meaning of its own, the caller knows what to repeat.
 * @param conflict what a conflict is about; absent: the newest one
 */
export function actionFor(remedy: Remedy, extensionId: string, conflict?: ConflictTarget): Action | undefined {
  switch (remedy) {
    case 'configure-model':
      return { label: vscode.l10n.t('Set Up Model'), ...command('memento.configureModel') };
    case 'set-api-key':
      return { label: vscode.l10n.t('Set API Key'), ...command('memento.setApiKey') };
    case 'test-connection':
      return { label: vscode.l10n.t('Test Connection'), ...command('memento.testConnection') };
    case 'open-settings':
      return {
        label: vscode.l10n.t('Open Settings'),
        ...command('workbench.action.openSettings', `@ext:${extensionId}`),
      };
    case 'open-folder':
      return { label: vscode.l10n.t('Open Folder'), ...command('workbench.action.files.openFolder') };
    case 'trust-workspace':
      return { label: vscode.l10n.t('Manage Workspace Trust'), ...command('workbench.trust.manage') };
    case 'show-log':
      return { label: vscode.l10n.t('Show Log'), ...command('memento.showLog') };
    case 'show-conflict':
      return { label: vscode.l10n.t('Show Conflict'), ...command('memento.showConflict', conflict) };
    case 'retry':
      return undefined;
  }
}
