import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import type { Diagnostic } from '../../engine/skills/skill.js';
import { Pace } from '../../engine/store/pace.js';
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
  owned.add(model.onDidRead((views) => reporter.guard(() => problems.update(skillFiles(views)))));
  owned.add(new LiveLint(problems, reporter));
  owned.add(
    vscode.languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/SKILL.md' }, new SkillFixes(problems), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
  return owned;
}

/** Files whose problems are told to VS Code together. */
const together = 500;

/** The problems of every skill file as the library says, unless the file is being edited. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('memento');
  private files: ReadonlyMap<string, SkillFile> = new Map();
  /** Of files that are edited and not saved. */
  private readonly edited = new Map<string, readonly Diagnostic[]>();
  /** What the panel shows: only what has changed is told again, thousands of files at a time. */
  private readonly shown = new Map<string, readonly Diagnostic[]>();
  private disposed = false;

  /** What is known of a file, by its path. */
  file(path: string): SkillFile | undefined {
    return this.files.get(path);
  }

  /** Files are looked through with breaks, because that takes long for thousands; the next update takes the place of one that goes on. */
  async update(files: readonly SkillFile[]): Promise<void> {
    const current = new Map(files.map((file) => [file.path, file]));
    this.files = current;
    const pace = new Pace();
    const changed = new Set<string>();
    for (const path of new Set([...this.shown.keys(), ...current.keys()])) {
      if (this.look(path)) changed.add(path);
      if (!pace.due) continue;
      if (changed.size >= together) {
        this.tell(changed);
        changed.clear();
      }
      await pace.rest();
      if (this.files !== current) break;
    }
    this.tell(changed);
  }

  /** @param diagnostics of the text in the editor; absent when that is saved or closed */
  edit(path: string, diagnostics: readonly Diagnostic[] | undefined): void {
    if (diagnostics) this.edited.set(path, diagnostics);
    else if (!this.edited.delete(path)) return;
    if (this.look(path)) this.tell(new Set([path]));
  }

  /** What is shown of a file now. */
  of(path: string): readonly Diagnostic[] {
    return this.shown.get(path) ?? [];
  }

  /** Remembers what is to be shown of a file. @returns whether it is not what is shown */
  private look(path: string): boolean {
    const now = this.edited.get(path) ?? this.files.get(path)?.entry.diagnostics ?? [];
    if (now === this.shown.get(path) || (now.length === 0 && !this.shown.has(path))) return false;
    if (now.length > 0) this.shown.set(path, now);
    else this.shown.delete(path);
    return true;
  }

  private tell(paths: ReadonlySet<string>): void {
    if (paths.size === 0 || this.disposed) return;
    this.collection.set(Array.from(paths, (path) => [vscode.Uri.file(path), this.shown.get(path)?.map(toProblem)]));
  }

  dispose(): void {
    this.disposed = true;
    this.files = new Map();
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
