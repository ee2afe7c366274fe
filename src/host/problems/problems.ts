import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import type { Diagnostic } from '../../engine/skills/skill.js';
import { Disposables } from '../common/disposables.js';
import { localize } from '../common/text.js';
import type { LibraryModel } from '../library/libraryModel.js';

/** What is wrong with skill files, in the Problems panel. */
export function registerProblems(model: LibraryModel): Disposable {
  const owned = new Disposables();
  const collection = owned.add(vscode.languages.createDiagnosticCollection('memento'));
  owned.add(
    model.onDidRead((views) => {
      collection.clear();
      for (const { own, elementary, broken } of views)
        for (const { path, diagnostics } of [...[...own, ...elementary].map(({ skill }) => skill), ...broken])
          if (diagnostics.length > 0) collection.set(vscode.Uri.file(path), diagnostics.map(toProblem));
    }),
  );
  return owned;
}

function toProblem({ line, message, severity, code }: Diagnostic): vscode.Diagnostic {
  // To the end of the line, however long: VS Code cuts the range to the text.
  const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
  const problem = new vscode.Diagnostic(
    range,
    localize(message),
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  problem.source = 'Memento';
  problem.code = code;
  return problem;
}
