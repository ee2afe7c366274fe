import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import { registerCommands, run } from '../commands/commands.js';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import { localize } from '../common/text.js';
import { waiting, type FolderView } from '../library/folderView.js';
import type { LibraryModel } from '../library/libraryModel.js';
import type { ReadingProgress } from '../library/readingProgress.js';
import { RowDecorations } from './decorations.js';
import { versionNodes } from './details.js';
import type { ClusterSkills } from './domains.js';
import { DropSkills } from './dropSkills.js';
import { number } from './figures.js';
import { Items } from './items.js';
import type { Node } from './node.js';
import { childrenOf, runRoots, skillRoots, type Shape } from './nodes.js';
import { SkillsList } from './skillsList.js';
import { skillsView, treeCommands } from './treeCommands.js';

/** Renders the model as rows; what the rows are is decided in `nodes.ts` and `items.ts`. */
class Rows implements vscode.TreeDataProvider<Node> {
  constructor(
    readonly onDidChangeTreeData: vscode.Event<Node | undefined>,
    private readonly model: LibraryModel,
    private readonly list: SkillsList,
    private readonly items: Items,
    private readonly roots: (views: readonly FolderView[], shape: Shape) => readonly Node[],
  ) {}

  getTreeItem(node: Node): vscode.TreeItem {
    return this.items.of(node);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node?.kind === 'history' || node?.kind === 'archived')
      return [...versionNodes(node, await this.model.versions(node.folder, node.skill))];
    const shape = await this.list.shape();
    if (node) return [...childrenOf(node, shape)];
    const views = await this.model.read();
    await vscode.commands.executeCommand('setContext', 'memento.libraryRead', true);
    return [...this.roots(views, shape)];
  }
}

/** What the trees are made from. */
export interface TreeParts {
  readonly model: LibraryModel;
  readonly reading: ReadingProgress;
  readonly reporter: Reporter;
  readonly extensionUri: vscode.Uri;
  readonly cluster: ClusterSkills;
}

/** The views "Skills" and "History" with their commands, and the number of what waits on the container. */
export function registerTrees({ model, reading, reporter, extensionUri, cluster }: TreeParts): Disposable {
  const owned = new Disposables();
  const list = owned.add(new SkillsList(model, cluster));
  const items = new Items(vscode.Uri.joinPath(extensionUri, 'media'));
  const skills = owned.add(
    vscode.window.createTreeView(skillsView, {
      treeDataProvider: new Rows(list.onDidChange, model, list, items, skillRoots),
      dragAndDropController: new DropSkills((sources) => run('memento.importSkills', sources), reporter),
      showCollapseAll: true,
    }),
  );
  owned.add(
    vscode.window.createTreeView('memento.history', {
      treeDataProvider: new Rows(list.onDidChange, model, list, items, runRoots),
    }),
  );
  owned.add(vscode.window.registerFileDecorationProvider(new RowDecorations()));
  owned.add(registerCommands(treeCommands(list, model), reporter));
  const tell = async (): Promise<void> => {
    skills.message = [await filterMessage(list), ...(await model.read()).flatMap(hindrance)]
      .filter((part) => part !== '')
      .join(' ');
    skills.description = list.byDomain ? vscode.l10n.t('by domain') : '';
  };
  owned.add(
    reading.onDidChange(({ done, total }) => {
      skills.message = vscode.l10n.t('{0} of {1} skills read…', number(done), number(total));
    }),
  );
  owned.add(list.onDidChange(() => reporter.guard(tell)));
  owned.add(
    model.onDidRead((views) => {
      skills.badge = badge(views);
      reporter.guard(tell);
    }),
  );
  return owned;
}

async function filterMessage(list: SkillsList): Promise<string> {
  const { text } = list.filter;
  if (text === '') return '';
  const { found, all } = await list.counts();
  return vscode.l10n.t('Filter “{0}”: {1} of {2} skills.', text, number(found), number(all));
}

/** Why something cannot be done in a folder. */
function hindrance({ trusted, own, broken, readOnly }: FolderView): readonly string[] {
  if (!trusted)
    return own.length + broken.length > 0 ? [vscode.l10n.t('Nothing runs here until you trust this folder.')] : [];
  const reason = readOnly.state ?? readOnly.library;
  return reason ? [localize(reason)] : [];
}

function badge(views: readonly FolderView[]): vscode.ViewBadge | undefined {
  const each = views.map(waiting);
  const proposals = each.reduce((sum, one) => sum + one.proposals, 0);
  const reviews = each.reduce((sum, one) => sum + one.reviews, 0);
  if (proposals + reviews === 0) return undefined;
  const parts = [
    ...(proposals === 0
      ? []
      : [proposals === 1 ? vscode.l10n.t('1 proposal waiting') : vscode.l10n.t('{0} proposals waiting', proposals)]),
    ...(reviews === 0
      ? []
      : [reviews === 1 ? vscode.l10n.t('1 skill to review') : vscode.l10n.t('{0} skills to review', number(reviews))]),
  ];
  return { value: proposals + reviews, tooltip: parts.join(', ') };
}
