import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';

/** The folders Memento can work in: those on disk. */
export const diskFolders = (): readonly vscode.WorkspaceFolder[] =>
  (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');

/**
 * The folder to work in: the only one, else the one the person chooses.
 * @throws {HumanError} when no folder is open
 * @throws {CancelledError} when the person chose none
 */
export async function chooseFolder(title: string): Promise<vscode.WorkspaceFolder> {
  const folders = diskFolders();
  const [first] = folders;
  if (!first) throw new HumanError(text('Memento works in a folder. Open one first.'), 'open-folder');
  if (folders.length === 1) return first;
  const picked = await vscode.window.showQuickPick(
    folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder })),
    { title, placeHolder: vscode.l10n.t('Which folder? Each has its own skills.') },
  );
  if (!picked) throw new CancelledError();
  return picked.folder;
}

/** @throws {HumanError} in a workspace the person does not trust: there Memento shows skills and does nothing else */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new HumanError(text('Memento runs nothing in a folder you have not trusted.'), 'trust-workspace');
}
