import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';

/** Documents below a folder with text that is not saved. */
export const unsavedBelow = (dir: string): readonly vscode.TextDocument[] =>
  vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && uri.fsPath.startsWith(dir + path.sep),
  );

/**
 * Before the files of a skill are replaced: what is typed but not saved would be lost, or would overwrite the new version at the next
 * save. The person saves it (then it is a version of its own) or the command ends.
 * @throws {CancelledError} when the person wants neither
 * @throws {HumanError} when a file could not be saved
 */
export async function settleUnsaved(skill: string, dir: string): Promise<void> {
  const documents = unsavedBelow(dir);
  if (documents.length === 0) return;
  const save = vscode.l10n.t('Save and Continue');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('“{0}” has unsaved changes in the editor.', skill),
    { modal: true, detail: vscode.l10n.t('Once saved they are a version of their own, which you can restore.') },
    save,
  );
  if (picked !== save) throw new CancelledError();
  for (const document of documents)
    if (!(await document.save()))
      throw new HumanError(text('“{0}” could not be saved.', path.basename(document.fileName)));
}
