import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { resolveInside } from '../../engine/safety/paths.js';
import { text } from '../../engine/text.js';
import type { FolderEngine } from '../engines/engines.js';

/** Opens SKILL.md of a skill in the library, at a line (from 1). @throws {HumanError} when there is no such skill */
export async function openSkill({ engine }: FolderEngine, name: string, line?: number): Promise<void> {
  const { skills, broken } = await engine.skills();
  const found = [...skills, ...broken].find((skill) => skill.name === name);
  if (!found) throw new HumanError(text('There is no skill “{0}” in this folder.', name));
  const at = line === undefined ? undefined : new vscode.Range(line - 1, 0, line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(found.path), at ? { selection: at } : {});
}

/** Opens a file of the workspace. @throws {HumanError} when it lies outside or does not exist */
export async function openFile({ engine }: FolderEngine, path: string): Promise<void> {
  const file = vscode.Uri.file(await resolveInside(engine.workspace, path));
  try {
    await vscode.workspace.fs.stat(file);
  } catch {
    throw new HumanError(text('“{0}” is not there any more.', path));
  }
  await vscode.commands.executeCommand('vscode.open', file);
}
