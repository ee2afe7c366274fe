import * as vscode from 'vscode';
import type { RunEvent } from '../../engine/events.js';
import type { Logger } from '../../engine/ports.js';
import type { LibrarySnapshot, SkillVersion } from '../../engine/skills/skill.js';
import { Disposables } from '../common/disposables.js';
import type { Engines } from '../engines/engines.js';
import { diskFolders } from '../folders/folders.js';
import { folderView, type FolderView } from './folderView.js';

/** Changes that come in a burst (an accept writes three files) are shown together, this many milliseconds after the last one ... */
const burst = 60;
/** ... but at least this often while they do not end, in milliseconds. */
const longest = 1000;

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
  /** A reading that goes on; the next one waits for it. */
  private reading: Promise<unknown> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** When the first change came that is not shown yet. */
  private since: number | undefined;

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
    return this.views ?? this.begin('latest');
  }

  /** Reads everything anew and resolves when it is there. */
  async refresh(): Promise<void> {
    await this.begin('new');
    this.changed.fire();
  }

  /** Versions of a skill, oldest first. */
  async versions(folder: string, skill: string): Promise<readonly SkillVersion[]> {
    const opened = (await this.engines.all()).find((one) => one.folder.uri.fsPath === folder);
    return (await opened?.engine.versions(skill)) ?? [];
  }

  private begin(reading: 'new' | 'latest'): Promise<readonly FolderView[]> {
    const views = this.load(reading);
    this.views = views;
    this.reading = views;
    void views.then((read) => {
      // A later reading has the newer state.
      if (this.views !== views) return;
      this.reading = undefined;
      this.finished.fire(read);
    });
    return views;
  }

  private async load(reading: 'new' | 'latest'): Promise<readonly FolderView[]> {
    const views = await Promise.all(
      diskFolders().map((folder) =>
        this.view(folder, reading).catch((error: unknown) => {
          this.log.error(`Reading the library of ${folder.name} failed`, error);
          return undefined;
        }),
      ),
    );
    return views.filter((view) => view !== undefined);
  }

  private async view(folder: vscode.WorkspaceFolder, reading: 'new' | 'latest'): Promise<FolderView> {
    const { name, uri } = folder;
    if (!vscode.workspace.isTrusted) return folderView(name, uri.fsPath, await this.readOnly(uri.fsPath), undefined);
    const { engine } = await this.engines.of(folder);
    const { library, ...known } = await engine.overview(reading);
    return folderView(name, uri.fsPath, library, known);
  }

  private later(): void {
    if (!this.views) return;
    const now = Date.now();
    this.since ??= now;
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(burst, this.since + longest - now));
    this.timer = setTimeout(() => void this.again(), wait);
  }

  private async again(): Promise<void> {
    // While one reading goes on, the changes gather for the next.
    while (this.reading) await this.reading;
    if (this.since === undefined) return;
    this.since = undefined;
    const views = this.begin('new');
    await views;
    // Rows are drawn anew only when there is something to draw, so that they never show a progress bar instead.
    if (this.views === views) this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }
}
