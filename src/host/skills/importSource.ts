import * as vscode from 'vscode';
import { CancelledError } from '../../engine/errors.js';

/**
 * Asks where skills are to be fetched from.
 * @returns a path or an address
 * @throws {CancelledError} when the person thinks better of it
 */
export async function askSource(): Promise<string> {
  const title = vscode.l10n.t('Import Skills');
  const kinds = [
    {
      label: `$(folder) ${vscode.l10n.t('Folder…')}`,
      detail: vscode.l10n.t('A skill, or a folder with several'),
      ask: askFolder,
    },
    {
      label: `$(file-zip) ${vscode.l10n.t('Zip file…')}`,
      detail: vscode.l10n.t('As Export Skill makes it'),
      ask: askZip,
    },
    {
      label: `$(git-branch) ${vscode.l10n.t('Git address…')}`,
      detail: vscode.l10n.t('Fetched with your git; nothing in it is run'),
      ask: askAddress,
    },
  ];
  const placeHolder = vscode.l10n.t('From where? Nothing is used before you have reviewed it.');
  const kind = await vscode.window.showQuickPick(kinds, { title, placeHolder });
  const source = await kind?.ask(title);
  if (source === undefined) throw new CancelledError();
  return source;
}

async function askFolder(title: string): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title,
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Import'),
    })) ?? [];
  return folder?.fsPath;
}

async function askZip(title: string): Promise<string | undefined> {
  const filters = { [vscode.l10n.t('Zip file')]: ['zip', 'skill'] };
  const [file] = (await vscode.window.showOpenDialog({ title, filters, openLabel: vscode.l10n.t('Import') })) ?? [];
  return file?.fsPath;
}

async function askAddress(title: string): Promise<string | undefined> {
  const address = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Address of a git repository'),
    placeHolder: 'https://example.com/owner/skills.git',
    ignoreFocusOut: true,
    validateInput: problemOf,
  });
  return address?.trim();
}

/** Only a first look, while the person types; the engine decides. */
export function problemOf(address: string): string | undefined {
  const value = address.trim();
  if (value === '') return undefined;
  if (/^[a-z]+:\/\/[^/@]*:[^/@]*@/i.test(value))
    return vscode.l10n.t('Leave the password out: git asks its own credential store.');
  if (/^(https|ssh|file):\/\/\S+$/i.test(value) || /^[\w.-]+@[\w.-]+:\S+$/.test(value)) return undefined;
  return vscode.l10n.t(
    'An address begins with https:// or ssh://, or is written like git@example.com:owner/skills.git.',
  );
}
