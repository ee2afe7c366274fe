import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.js';
import type { RunEvent } from '../../engine/events.js';
import type { Logger } from '../../engine/ports.js';
import { Disposables } from '../common/disposables.js';
import { diskFolders, requireTrust } from '../folders/folders.js';

/** An engine and the workspace folder it works in. */
export interface FolderEngine {
  readonly folder: vscode.WorkspaceFolder;
  readonly engine: Engine;
}

/** One engine per workspace folder, made when first needed, and only in a trusted workspace. */
export class Engines implements vscode.Disposable {
  private readonly opening = new Map<string, Promise<FolderEngine>>();
  private readonly open = new Map<string, FolderEngine>();
  private readonly owned = new Disposables();
  private disposed = false;
  private readonly changed = this.owned.add(new vscode.EventEmitter<void>());
  /** An engine was opened or closed. */
  readonly onDidChange = this.changed.event;
  private readonly happened = this.owned.add(new vscode.EventEmitter<RunEvent>());
  /** What happens in the runs of any folder. */
  readonly onEvent = this.happened.event;
  private readonly learned = this.owned.add(new vscode.EventEmitter<FolderEngine>());
  /** Library, proposals or statistics of a folder changed. */
  readonly onDidLearn = this.learned.event;

  constructor(
    private readonly create: (folder: vscode.WorkspaceFolder) => Promise<Engine>,
    private readonly log: Logger,
  ) {
    this.owned.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const folder of removed) this.close(folder);
      }),
    );
  }

  /** Those open now. */
  get opened(): readonly FolderEngine[] {
    return [...this.open.values()];
  }

  /** @throws {HumanError} in an untrusted workspace */
  async of(folder: vscode.WorkspaceFolder): Promise<FolderEngine> {
    requireTrust();
    const key = folder.uri.toString();
    let opening = this.opening.get(key);
    if (!opening) {
      opening = this.start(folder, key);
      this.opening.set(key, opening);
      // A failed start is tried again next time.
      opening.catch(() => this.opening.delete(key));
    }
    return opening;
  }

  /** The engines of all folders, opened where needed. @throws {HumanError} in an untrusted workspace */
  all(): Promise<readonly FolderEngine[]> {
    return Promise.all(diskFolders().map((folder) => this.of(folder)));
  }

  /** The first answer of any folder's engine that is not undefined. @throws {HumanError} in an untrusted workspace */
  async find<T>(look: (opened: FolderEngine) => Promise<T | undefined>): Promise<T | undefined> {
    for (const opened of await this.all()) {
      const found = await look(opened);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * What the first folder's engine gives that has it; undefined where no folder is open. One that has it not says so by throwing.
   * @throws {HumanError} that of the last folder, when none has it; in an untrusted workspace
   */
  async fromAny<T>(ask: (opened: FolderEngine) => Promise<T>): Promise<T | undefined> {
    const answers = await Promise.allSettled((await this.all()).map(ask));
    const found = answers.find((answer) => answer.status === 'fulfilled');
    if (found) return found.value;
    const refused = answers.findLast((answer) => answer.status === 'rejected');
    if (refused) throw refused.reason;
    return undefined;
  }

  private async start(folder: vscode.WorkspaceFolder, key: string): Promise<FolderEngine> {
    const begun = performance.now();
    const engine = await this.create(folder);
    if (this.disposed) {
      await engine.dispose();
      throw new Error('the window closed while the engine started');
    }
    const opened: FolderEngine = { folder, engine };
    this.open.set(key, opened);
    engine.onEvent((event) => this.happened.fire(event));
    engine.onDidChange(() => this.learned.fire(opened));
    this.log.info(`engine for ${folder.name} ready in ${Math.round(performance.now() - begun)} ms`);
    this.changed.fire();
    return opened;
  }

  private close(folder: vscode.WorkspaceFolder): void {
    const key = folder.uri.toString();
    this.opening.delete(key);
    const opened = this.open.get(key);
    if (!opened) return;
    this.open.delete(key);
    opened.engine.dispose().catch((error: unknown) => this.log.error('Closing an engine failed', error));
    this.changed.fire();
  }

  /** Cancels what runs in any folder and resolves when nothing is left running. */
  async stop(): Promise<void> {
    this.disposed = true;
    const engines = this.opened.map(({ engine }) => engine);
    this.open.clear();
    this.opening.clear();
    await Promise.allSettled(engines.map((engine) => engine.dispose()));
  }

  dispose(): void {
    void this.stop();
    this.owned.dispose();
  }
}
