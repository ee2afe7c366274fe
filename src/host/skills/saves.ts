import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import type { Reporter } from '../common/reporter.js';
import type { Engines } from '../engines/engines.js';
import { diskFolders } from '../folders/folders.js';

/**
 * Tells the engine what the person saves in this window below `.memento/skills`: such text is theirs, trusted and a version. What another
 * program writes fires no save here and stays to be reviewed.
 */
export const recordSaves = (engines: Engines, reporter: Reporter): Disposable =>
  vscode.workspace.onDidSaveTextDocument((document) => {
    const { uri } = document;
    if (uri.scheme !== 'file' || !vscode.workspace.isTrusted) return;
    const folder = diskFolders().find((one) =>
      uri.fsPath.startsWith(path.join(one.uri.fsPath, '.memento', 'skills') + path.sep),
    );
    if (!folder) return;
    const saved = document.getText();
    reporter.guard(async () => {
      const { engine } = await engines.of(folder);
      // Where nothing can be recorded the file is saved all the same; the tree says that it is read-only.
      if ((await engine.readOnly()).state) return;
      await engine.recordEdit(uri.fsPath, saved);
    });
  });
