import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import { Disposables } from '../common/disposables.js';
import { pendingCount, type FolderView } from '../library/folderView.js';
import type { LibraryModel } from '../library/libraryModel.js';
import { RowDecorations } from './decorations.js';
import { Items } from './items.js';
import { childrenOf, runRoots, runsOf, skillRoots, type Node } from './nodes.js';

/** Renders the model as rows; what the rows are is decided in `nodes.ts` and `items.ts`. */
class Rows implements vscode.TreeDataProvider<Node> {
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(
    private readonly model: LibraryModel,
    private readonly items: Items,
    private readonly roots: (views: readonly FolderView[]) => readonly Node[],
    private readonly below: (node: Node) => readonly Node[],
  ) {
    this.onDidChangeTreeData = model.onDidChange;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return this.items.of(node);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return [...this.below(node)];
    const views = await this.model.read();
    await vscode.commands.executeCommand('setContext', 'memento.libraryRead', true);
    return [...this.roots(views)];
  }
}

/** The views "Skills" and "History", with the number of waiting proposals on the container. */
export function registerTrees(model: LibraryModel, extensionUri: vscode.Uri): Disposable {
  const owned = new Disposables();
  const items = new Items(vscode.Uri.joinPath(extensionUri, 'media'));
  const skills = owned.add(
    vscode.window.createTreeView('memento.skills', {
      treeDataProvider: new Rows(model, items, skillRoots, childrenOf),
      showCollapseAll: true,
    }),
  );
  owned.add(
    vscode.window.createTreeView('memento.history', {
      treeDataProvider: new Rows(model, items, runRoots, (node) => (node.kind === 'folder' ? runsOf(node.view) : [])),
    }),
  );
  owned.add(vscode.window.registerFileDecorationProvider(new RowDecorations()));
  owned.add(
    model.onDidRead((views) => {
      const waiting = views.reduce((sum, view) => sum + pendingCount(view), 0);
      const tooltip =
        waiting === 1 ? vscode.l10n.t('1 proposal waiting') : vscode.l10n.t('{0} proposals waiting', waiting);
      const listed = views.some(({ trusted, own, broken }) => !trusted && own.length + broken.length > 0);
      skills.message = listed ? vscode.l10n.t('Nothing runs here until you trust this folder.') : '';
      skills.badge = waiting > 0 ? { value: waiting, tooltip } : undefined;
    }),
  );
  return owned;
}
