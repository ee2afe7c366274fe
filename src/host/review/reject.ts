import * as vscode from 'vscode';

/** Asks why a proposal is rejected. @returns undefined when the person changed their mind, else the reason, empty for none */
export async function askReason(skill: string): Promise<string | undefined> {
  const other = vscode.l10n.t('other…');
  const none = vscode.l10n.t('no reason');
  const reasons = [vscode.l10n.t('wrong rule'), vscode.l10n.t('too narrow'), vscode.l10n.t('one-off task')];
  const picked = await vscode.window.showQuickPick([...reasons, none, other], {
    title: vscode.l10n.t('Reject the proposal for {0}', skill),
    placeHolder: vscode.l10n.t('Why? The next proposal is written with your reason in mind.'),
  });
  if (picked === none) return '';
  if (picked !== other) return picked;
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Reject the proposal for {0}', skill),
    prompt: vscode.l10n.t('Why?'),
    ignoreFocusOut: true,
  });
}
