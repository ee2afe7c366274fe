import * as vscode from 'vscode';
import type { Problem } from '../../engine/feedback/signal.js';
import type { Diagnostics, Problems } from '../../engine/ports.js';

/** Files whose problems are copied before others get their turn. */
const slice = 100;

/** What VS Code and its language servers find wrong in a folder. */
export class EditorDiagnostics implements Diagnostics {
  private readonly root: string;

  /** @param folder path of the workspace folder */
  constructor(folder: string) {
    this.root = vscode.Uri.file(folder).path.replace(/\/*$/, '/');
  }

  async read(): Promise<Problems> {
    const problems: Problem[] = [];
    let files = 0;
    for (const [uri, diagnostics] of vscode.languages.getDiagnostics()) {
      const path = this.inside(uri);
      if (path !== undefined) problems.push(...diagnostics.flatMap((one) => problemOf(path, one)));
      if (++files % slice === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const open = vscode.workspace.textDocuments.flatMap(({ uri }) => this.inside(uri) ?? []);
    return { problems, open: new Set(open) };
  }

  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => this.inside(uri) !== undefined)) listener();
    });
  }

  private inside(uri: vscode.Uri): string | undefined {
    return uri.scheme === 'file' && uri.path.startsWith(this.root) ? uri.path.slice(this.root.length) : undefined;
  }
}

/** Hints and notes are advice, not problems. */
function problemOf(path: string, { severity, message, range }: vscode.Diagnostic): Problem[] {
  const at = { path, line: range.start.line + 1, message };
  if (severity === vscode.DiagnosticSeverity.Error) return [{ ...at, severity: 'error' }];
  if (severity === vscode.DiagnosticSeverity.Warning) return [{ ...at, severity: 'warning' }];
  return [];
}
