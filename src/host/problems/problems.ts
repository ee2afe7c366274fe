import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import type { Diagnostic } from '../../engine/skills/skill.js';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import { localize } from '../common/text.js';
import type { LibraryModel } from '../library/libraryModel.js';
import { SkillFixes } from './fixes.js';
import { LiveLint } from './liveLint.js';
import { skillFiles, type SkillFile } from './skillFiles.js';

/** What is wrong with skill files, in the Problems panel, with fixes; while a file is edited, of its text as it is in the editor. */
export function registerProblems(model: LibraryModel, reporter: Reporter): Disposable {
  const owned = new Disposables();
  const problems = owned.add(new Problems());
  owned.add(model.onDidRead((views) => problems.update(skillFiles(views))));
  owned.add(new LiveLint(problems, reporter));
  owned.add(
    vscode.languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/SKILL.md' }, new SkillFixes(problems), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
  return owned;
}

/** The problems of every skill file as the library says, unless the file is being edited. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('memento');
  private files: ReadonlyMap<string, SkillFile> = new Map();
  /** Of files that are edited and not saved. */
  private readonly edited = new Map<string, readonly Diagnostic[]>();
  /** What the panel shows: only what has changed is told again, thousands of files at a time. */
  private readonly shown = new Map<string, readonly Diagnostic[]>();

  /** What is known of a file, by its path. */
  file(path: string): SkillFile | undefined {
    return this.files.get(path);
  }

  update(files: readonly SkillFile[]): void {
    this.files = new Map(files.map((file) => [file.path, file]));
    this.show(new Set([...this.shown.keys(), ...this.files.keys()]));
  }

  /** @param diagnostics of the text in the editor; absent when that is saved or closed */
  edit(path: string, diagnostics: readonly Diagnostic[] | undefined): void {
    if (diagnostics) this.edited.set(path, diagnostics);
    else if (!this.edited.delete(path)) return;
    this.show(new Set([path]));
  }

  /** What is shown of a file now. */
  of(path: string): readonly Diagnostic[] {
    return this.shown.get(path) ?? [];
  }

  private show(paths: ReadonlySet<string>): void {
    const changed: [vscode.Uri, readonly vscode.Diagnostic[] | undefined][] = [];
    for (const path of paths) {
      const now = this.edited.get(path) ?? this.files.get(path)?.diagnostics ?? [];
      if (now === this.shown.get(path) || (now.length === 0 && !this.shown.has(path))) continue;
      if (now.length > 0) this.shown.set(path, now);
      else this.shown.delete(path);
      changed.push([vscode.Uri.file(path), now.length > 0 ? now.map(toProblem) : undefined]);
    }
    if (changed.length > 0) this.collection.set(changed);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

/** To the end of the line, however long: VS Code cuts the range to the text. */
const rangeOf = ({ line }: Diagnostic): vscode.Range =>
  new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);

function toProblem(diagnostic: Diagnostic): vscode.Diagnostic {
  const { message, severity, code } = diagnostic;
  const level = severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const problem = new vscode.Diagnostic(rangeOf(diagnostic), localize(message), level);
  problem.source = 'Memento';
  problem.code = code;
  return problem;
}
