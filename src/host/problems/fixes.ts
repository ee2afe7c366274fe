import path from 'node:path';
import * as vscode from 'vscode';
import type { Diagnostic } from '../../engine/skills/skill.js';
import type { Fix } from '../../engine/skills/lint/fixes.js';
import { command } from '../commands/commands.js';
import { localize } from '../common/text.js';
import type { Problems } from './problems.js';
import type { SkillFile } from './skillFiles.js';

/** Quick fixes in SKILL.md files of the library; in the folders of other agents, which are only read, the way into the library. */
export class SkillFixes implements vscode.CodeActionProvider {
  constructor(private readonly problems: Problems) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const file = this.problems.file(document.uri.fsPath);
    const ours = diagnostics.filter(({ source }) => source === 'Memento');
    if (!file || ours.length === 0) return [];
    if (!file.own) return [adopt(file, ours)];
    const { fixesFor } = await import('../../engine/skills/lint/fixes.js');
    const folder = path.basename(path.dirname(file.path));
    return ours.flatMap((problem) => {
      const found = this.problems.of(file.path).find((one) => isThe(one, problem));
      if (!found) return [];
      const fixes = fixesFor(document.getText(), folder, found);
      return fixes.map((fix, index) => action(document, fix, problem, index === 0));
    });
  }
}

const isThe = ({ code, line }: Diagnostic, problem: vscode.Diagnostic): boolean =>
  code === problem.code && line - 1 === problem.range.start.line;

function action(document: vscode.TextDocument, fix: Fix, problem: vscode.Diagnostic, best: boolean): vscode.CodeAction {
  const made = new vscode.CodeAction(localize(fix.title), vscode.CodeActionKind.QuickFix);
  made.diagnostics = [problem];
  made.isPreferred = best;
  made.edit = new vscode.WorkspaceEdit();
  if ('renameFolder' in fix) {
    const folder = path.dirname(document.uri.fsPath);
    const renamed = path.join(path.dirname(folder), fix.renameFolder);
    // A folder of that name is another skill: then VS Code refuses the edit.
    made.edit.renameFile(vscode.Uri.file(folder), vscode.Uri.file(renamed), { overwrite: false });
    return made;
  }
  for (const { start, end, text } of fix.edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    made.edit.replace(document.uri, range, text);
  }
  return made;
}

function adopt({ folder, name }: SkillFile, problems: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const title = vscode.l10n.t('Adopt {0} into your library, to mend it there', name);
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [...problems];
  made.command = command('memento.adoptSkill', title, { folder, skill: name });
  return made;
}
