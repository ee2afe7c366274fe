import * as vscode from 'vscode';

/**
 * Asks why a proposal is rejected.
 * @returns undefined when the person changed their mind, else the reason, empty for none; the ready-made reasons in English, because the
 * next writer reads them
 */
export async function askReason(skill: string): Promise<string | undefined> {
  const title = vscode.l10n.t('Reject the proposal for {0}', skill);
  const other = { label: vscode.l10n.t('other…'), reason: undefined };
  const picked = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('wrong rule'), reason: 'wrong rule' },
      { label: vscode.l10n.t('too narrow'), reason: 'too narrow' },
      { label: vscode.l10n.t('one-off task'), reason: 'one-off task' },
      { label: vscode.l10n.t('no reason'), reason: '' },
      other,
    ],
    { title, placeHolder: vscode.l10n.t('Why? The next proposal is written with your reason in mind.') },
  );
  if (picked !== other) return picked?.reason;
  return vscode.window.showInputBox({ title, prompt: vscode.l10n.t('Why?'), ignoreFocusOut: true });
}
