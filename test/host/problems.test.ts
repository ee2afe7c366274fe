import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';
import { activated, closeEditors, eventually, skillFile, workspaceFolder, writeSkill } from './support.js';

const name = 'troubled';
const good = `---\nname: ${name}\ndescription: A skill for the tests of problems.\n---\n\nBody.\n`;

describe('the problems of skills', () => {
  let parts: Parts;
  let folder: FolderEngine;
  const uri = vscode.Uri.file(skillFile(name));
  const codes = (): unknown[] =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'Memento')
      .map(({ code }) => code);

  before(async () => {
    parts = await activated();
    folder = await parts.engines.of(workspaceFolder());
    await parts.library.read();
  });
  beforeEach(() => writeSkill(folder, name, good));
  afterEach(async () => {
    await closeEditors();
    await rm(path.dirname(uri.fsPath), { recursive: true, force: true });
    await eventually('no problem is left', () => codes().length === 0);
  });

  it('are listed and taken back', async () => {
    await writeFile(uri.fsPath, 'no front matter\n');
    await eventually('a problem', () => codes().includes('front-matter-missing'));
    await writeFile(uri.fsPath, good);
    await eventually('no problem', () => codes().length === 0);
  });

  it('follow the text while it is edited', async () => {
    await eventually('the library knows it', async () =>
      (await parts.library.read()).some(({ own }) => own.some(({ skill }) => skill.name === name)),
    );
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, document.lineAt(1).range, 'name: Other Name');
    await vscode.workspace.applyEdit(edit);
    await eventually('the problem of what is typed', () => codes().length > 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('it is taken back with the edit', () => codes().length === 0);
  });

  it('are mended by quick fixes', async () => {
    const wrong = good.replace(`name: ${name}`, 'name: another-name');
    await writeFile(uri.fsPath, wrong);
    await eventually('the problem', () => codes().includes('name-folder'));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually('the editor has it, too', () => document.getText() === wrong);
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      document.lineAt(1).range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = fixes.find(({ edit }) => edit?.entries().some(([each]) => each.toString() === uri.toString()));
    assert.ok(fix?.edit, `the name can be set to that of the folder: ${fixes.map(({ title }) => title).join(', ')}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), good.replace(`name: ${name}`, `name: "${name}"`));
    assert.ok(await document.save());
    await eventually('it is mended', () => codes().length === 0);
  });
});
