import * as vscode from 'vscode';
import { offer } from '../skills/confirm.js';

const offered = 'memento.lensOffered';

/**
 * Offers once to show the decisions above each edit. The setting is the person's and is changed only by this button; without it everything
 * works from the editor's title, the keyboard and the thread.
 */
export async function offerLenses(state: vscode.Memento): Promise<void> {
  const editor = vscode.workspace.getConfiguration('diffEditor');
  if (editor.get<boolean>('codeLens') === true || state.get<boolean>(offered) === true) return;
  await state.update(offered, true);
  offer(vscode.l10n.t('Accept and Reject can also stand above each edit of a diff.'), {
    [vscode.l10n.t('Show Them There')]: () => editor.update('codeLens', true, vscode.ConfigurationTarget.Global),
  });
}
