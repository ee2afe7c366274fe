import * as vscode from 'vscode';
import { emptyUri } from '../review/uris.js';
import { changedFiles, type Side } from './sides.js';

/**
 * Shows what differs between two states of a skill's folder: one file in the diff editor, several in the editor for many files.
 * @returns whether anything differs
 */
export async function showChanges(title: string, left: Side, right: Side): Promise<boolean> {
  const changed = changedFiles(left, right);
  const [only] = changed;
  if (!only) return false;
  if (changed.length === 1) {
    const [before, after] = [only.left ?? emptyUri(only.path), only.right ?? emptyUri(only.path)];
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
    return true;
  }
  // The label of a row is the file that still is there; VS Code marks files with one side as added or deleted.
  const rows = changed.map((file) => [file.right ?? file.left, file.left, file.right]);
  await vscode.commands.executeCommand('vscode.changes', title, rows);
  return true;
}
