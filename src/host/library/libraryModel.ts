import * as vscode from 'vscode';
import type { RunEvent } from '../../engine/events.js';
import type { Logger } from '../../engine/ports.js';
import type { LibrarySnapshot } from '../../engine/skills/skill.js';
import { Disposables } from '../common/disposables.js';
import type { Engines } from '../engines/engines.js';
import { diskFolders } from '../folders/folders.js';
import { folderView, type FolderView } from './folderView.js';

/** Changes that come in a burst (an accept writes three files) are shown together, after this many milliseconds. */
const burst = 60;

const shown: ReadonlySet<RunEvent['type']> = new Set<RunEvent['type']>([
  'run.queued',
  'run.started',
  'route.decided',
  'verdict',
  'learned',
  'proposal',
  'proposal.decided',
  'run.undone',
  'run.finished',
]);

/** Library, proposals and runs of every folder, read when a surface first asks and kept up to date from then on. */
export class LibraryModel implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changed = this.owned.add(new vscode.EventEmitter<void>());
  /** A state other than the first was read; {@link read} has it at once. */
  readonly onDidChange = this.changed.event;
  private readonly finished = this.owned.add(new vscode.EventEmitter<readonly FolderView[]>());
  /** A state was read, the first one included. */
  readonly onDidRead = this.finished.event;
  private views: Promise<readonly FolderView[]> | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param readOnly reads a folder's skills without an engine, for untrusted workspaces */
  constructor(
    private readonly engines: Engines,
    private readonly readOnly: (folder: string) => Promise<LibrarySnapshot>,
    private readonly log: Logger,
  ) {
    const again = (): void => this.later();
    this.owned.add(vscode.workspace.onDidChangeWorkspaceFolders(again));
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(again));
    this.owned.add(engines.onDidChange(again));
    this.owned.add(engines.onDidLearn(again));
    this.owned.add(
      engines.onEvent(({ type }) => {
        if (shown.has(type)) this.later();
      }),
    );
  }

  /** The folders in the order of the explorer. One that cannot be read is logged and left out. */
  read(): Promise<readonly FolderView[]> {
    return this.views ?? this.begin();
  }

  private begin(): Promise<readonly FolderView[]> {
    const views = this.load();
    this.views = views;
    void views.then((read) => {
      // A later reading has the newer state.
      if (this.views === views) this.finished.fire(read);
    });
    return views;
  }

  private async load(): Promise<readonly FolderView[]> {
    const views = await Promise.all(
      diskFolders().map((folder) =>
        this.view(folder).catch((error: unknown) => {
          this.log.error(`Reading the library of ${folder.name} failed`, error);
          return undefined;
        }),
      ),
    );
    return views.filter((view) => view !== undefined);
  }

  private async view(folder: vscode.WorkspaceFolder): Promise<FolderView> {
    const { name, uri } = folder;
    if (!vscode.workspace.isTrusted) return folderView(name, uri.fsPath, await this.readOnly(uri.fsPath), undefined);
    const { engine } = await this.engines.of(folder);
    const [library, facts, proposals, runs] = await Promise.all([
      engine.skills(),
      engine.facts(),
      engine.proposals(),
      engine.runs(),
    ]);
    return folderView(name, uri.fsPath, library, { facts, proposals, runs });
  }

  private later(): void {
    if (!this.views) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const views = this.begin();
      // Rows are drawn anew only when there is something to draw, so that they never show a progress bar instead.
      void views.then(() => {
        if (this.views === views) this.changed.fire();
      });
    }, burst);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }
}
