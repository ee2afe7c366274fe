import path from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import type { Problems } from './problems.js';
import { pathsOf } from './skillFiles.js';

/** Milliseconds after the last key: the problems of half a word help nobody. */
const pause = 300;
/** Characters; a larger file is looked through when it is saved, off the keyboard. */
const largest = 200_000;

/** Looks through a skill file while it is edited. */
export class LiveLint implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly problems: Problems,
    private readonly reporter: Reporter,
  ) {
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.changed(document);
      }),
    );
    const done = ({ uri }: vscode.TextDocument): void => this.forget(uri.fsPath);
    this.owned.add(vscode.workspace.onDidSaveTextDocument(done));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(done));
  }

  private changed(document: vscode.TextDocument): void {
    const { fsPath, scheme } = document.uri;
    if (scheme !== 'file' || path.basename(fsPath) !== 'SKILL.md' || !this.problems.file(fsPath)) return;
    clearTimeout(this.waiting.get(fsPath));
    this.waiting.set(
      fsPath,
      setTimeout(() => {
        this.waiting.delete(fsPath);
        this.reporter.guard(() => this.look(document));
      }, pause),
    );
  }

  private async look(document: vscode.TextDocument): Promise<void> {
    const { fsPath } = document.uri;
    const { lintSkill } = await import('../../engine/skills/lint/lintSkill.js');
    // Reverted, saved or closed meanwhile: then the library's own reading counts.
    if (document.isClosed || !document.isDirty) {
      this.forget(fsPath);
      return;
    }
    const source = document.getText();
    if (source.length > largest) return;
    const file = this.problems.file(fsPath);
    const folder = path.basename(path.dirname(fsPath));
    const { diagnostics } = lintSkill({ source, folder, paths: file && pathsOf(file) });
    this.problems.edit(fsPath, diagnostics);
  }

  private forget(file: string): void {
    clearTimeout(this.waiting.get(file));
    this.waiting.delete(file);
    this.problems.edit(file, undefined);
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.owned.dispose();
  }
}
