import * as vscode from 'vscode';
import { diskFolders } from '../folders/folders.js';

/** Writes a file the panel made where the person says; nothing is written when they change their mind. */
export async function saveFile(name: string, content: string): Promise<void> {
  const folder = diskFolders()[0];
  const extension = name.split('.').at(-1) ?? '';
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
}
