import * as vscode from 'vscode';
import type { PanelTab, Place, Route } from '../../protocol.js';
import { Disposables } from '../common/disposables.js';
import type { FolderEngine } from '../engines/engines.js';
import type { Stage } from '../solve/solver.js';
import { panelRoot } from './html.js';
import type { Panel, PanelSources } from './panel.js';

const viewType = 'memento.panel';

/** The one Memento panel of the window: opened on demand, brought back after a reload. */
export class Panels implements Stage, vscode.Disposable {
  private readonly owned = new Disposables();
  private opened: Promise<Panel> | undefined;

  /** @param sources asked when a panel opens */
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly sources: () => PanelSources,
  ) {
    this.owned.add(
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: async (view) => {
          view.webview.options = this.options;
          await this.adopt(view);
        },
      }),
    );
  }

  /** @param preserveFocus leaves the focus where the person is */
  async show(tab: PanelTab, preserveFocus: boolean): Promise<void> {
    const panel = await this.open(preserveFocus);
    panel.showTab(tab, false);
  }

  /** Leads to the card of the approval that waits longest, and puts the focus there: the person asked for it. */
  async showApproval(folder: FolderEngine | undefined, run: string | undefined): Promise<void> {
    const panel = await this.open(false);
    if (folder && run !== undefined) await panel.showRun(folder, run);
    panel.showTab('run', true);
  }

  async showRun(folder: FolderEngine, run: string, preserveFocus = true, at?: Place): Promise<void> {
    const panel = await this.open(preserveFocus);
    await panel.showRun(folder, run, at);
  }

  /** Shows how the router of a folder would choose for a task. */
  async showExplained(folder: FolderEngine, task: string, route: Route): Promise<void> {
    const panel = await this.open(false);
    await panel.showExplained(folder, task, route);
  }

  /** A benchmark has a new report: the panel shows it, if it is there. */
  benchChanged(): void {
    void this.opened?.then((panel) => panel.benchChanged());
  }

  async showProblem(): Promise<void> {
    await this.show('run', true);
  }

  private async open(preserveFocus: boolean): Promise<Panel> {
    if (this.opened) {
      const panel = await this.opened;
      panel.reveal(preserveFocus);
      return panel;
    }
    // Beside what the person reads, so that it stays in view; in its place when nothing is open.
    const viewColumn = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const view = vscode.window.createWebviewPanel(viewType, 'Memento', { viewColumn, preserveFocus }, this.options);
    return this.adopt(view);
  }

  private adopt(view: vscode.WebviewPanel): Promise<Panel> {
    const sources = this.sources();
    view.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    const opened = import('./panel.js').then(({ Panel }) => new Panel(view, sources));
    this.opened = opened;
    this.owned.add(
      view.onDidDispose(() => {
        if (this.opened === opened) this.opened = undefined;
        void opened.then((panel) => panel.dispose());
      }),
    );
    return opened;
  }

  /** The page keeps nothing while it is hidden: long runs would fill the memory. It is told everything again when it comes back. */
  private get options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    return { enableScripts: true, localResourceRoots: [panelRoot(this.extensionUri)], enableFindWidget: true };
  }

  dispose(): void {
    void this.opened?.then((panel) => panel.dispose());
    this.owned.dispose();
  }
}
