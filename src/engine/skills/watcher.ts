import { watch, type FSWatcher } from 'chokidar';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../safety/fileProblem.js';
import { text, type Text } from '../text.js';
import { identityOf } from './folderWalk.js';
import { Burst, type Hint } from './watcherBurst.js';
import { FolderWatches, systemWatch, type FollowedRoot, type WatchFolder } from './watcherFolders.js';

export interface WatchOptions {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  /** Absolute paths of the roots, whether they exist or not. Outside the workspace only those that do are watched. */
  readonly roots: readonly string[];
  /** Something may have changed: read it. Called again only when the promise has settled. */
  readonly onHint: (hint: Hint) => Promise<unknown>;
  /** Told when watching fails for good or falls back to looking every few seconds. */
  readonly onProblem: (problem: Text) => void;
  readonly watchFolder?: WatchFolder;
  readonly recursive?: boolean;
}

/** Watches the folders of skills that a workspace can see. */
export interface SkillWatcher {
  /** Resolves when roots that come and go are seen, or when watching has failed. */
  readonly ready: Promise<void>;
  /** Watches what a reading found, and gives what must be read once more because it was not watched meanwhile. */
  follow(roots: readonly FollowedRoot[]): Promise<Hint>;
  /** Nothing is called after it, and nothing is left. */
  close(): Promise<void>;
}

/** Milliseconds between looks where the system has no watches left; longer where one look takes long. */
const pollEvery = 2000;
const pollShare = 10;
/** Milliseconds until watching is tried again after an error, doubled each time. */
const firstRetry = 1000;
const lastRetry = 60_000;
/** Attempts in a row that fail before the person is told. */
const quietAttempts = 3;

/**
 * Sees when something in a root may have changed, also in a root of the workspace that does not exist yet. A hint says neither what nor that
 * anything did. chokidar watches the few folders above the roots (the workspace folder itself, `.memento`, `.claude` ...; never the rest of
 * the workspace), the system's own watches the folders in them, as far as {@link SkillWatcher.follow} was told of them. Start it after the
 * first reading (reference/reliability.md 2c).
 */
export const watchSkills = (options: WatchOptions): SkillWatcher => new Watcher(options);

class Watcher implements SkillWatcher {
  readonly ready: Promise<void>;
  readonly #options: WatchOptions;
  readonly #workspace: string;
  /** Folders above the roots of the workspace, and those roots. */
  readonly #upper: ReadonlySet<string>;
  readonly #burst: Burst;
  #inner: FSWatcher | undefined;
  #folders: FolderWatches;
  #identities: ReadonlyMap<string, string> = new Map();
  #opened: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #state: 'watching' | 'waiting' | 'polling' | 'closed' = 'watching';

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#workspace = path.resolve(options.workspace);
    this.#upper = new Set(options.roots.flatMap((root) => this.#above(root)));
    this.#burst = new Burst((hint) => this.#settle(hint));
    this.#folders = this.#watchFolders();
    this.ready = this.#open();
  }

  async follow(roots: readonly FollowedRoot[]): Promise<Hint> {
    return this.#state === 'watching' ? await this.#folders.follow(roots) : new Map();
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    clearTimeout(this.#timer);
    this.#burst.close();
    await this.#shut();
  }

  /** The folders between the workspace folder and a root in it, and the root. */
  #above(root: string): string[] {
    const parts = path.relative(this.#workspace, root).split(path.sep);
    if (parts[0] === '..' || path.isAbsolute(parts[0] ?? '')) return [];
    return parts.map((_, index) => path.join(this.#workspace, ...parts.slice(0, index + 1)));
  }

  #watchFolders(): FolderWatches {
    return new FolderWatches({
      onEvent: (root, skill) => this.#burst.add(root, skill),
      onError: (error) => this.#fail(error),
      watchFolder: this.#options.watchFolder ?? systemWatch,
      recursive: this.#options.recursive ?? ['darwin', 'win32'].includes(process.platform),
    });
  }

  async #open(): Promise<void> {
    this.#identities = await this.#identify();
    if (this.#state !== 'watching') return;
    const inner = watch(this.#workspace, {
      ignored: (file) => path.resolve(file) !== this.#workspace && !this.#upper.has(path.resolve(file)),
      ignoreInitial: true,
      ignorePermissionErrors: true,
      followSymlinks: false,
      // The workspace folder and the folders in it that are above roots; the roots themselves are seen to come and go.
      depth: 1,
    });
    this.#inner = inner;
    inner.on('all', () => this.#burst.addAll());
    // A folder that is replaced at once may cause no event of chokidar's own, only the system's.
    inner.on('raw', (_event: unknown, file: unknown, details: unknown) => {
      if (this.#concerns(details, file)) this.#burst.addNothing();
    });
    await new Promise<void>((resolve) => {
      this.#opened = resolve;
      inner.on('ready', resolve);
      inner.on('error', (error) => {
        this.#fail(error);
        resolve();
      });
    });
  }

  async #shut(): Promise<void> {
    this.#opened();
    this.#folders.close();
    await this.#inner?.close();
  }

  /** The system's events of the workspace folder tell of every file in it; of these only the folders above roots count. */
  #concerns(details: unknown, file: unknown): boolean {
    if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return false;
    if (typeof details.watchedPath !== 'string' || typeof file !== 'string') return false;
    const folder = path.resolve(details.watchedPath);
    return this.#upper.has(path.join(folder, file)) || this.#upper.has(folder);
  }

  /**
   * A folder that was deleted and made again at once keeps chokidar on the deleted one (in up to 12 of 40 trials on a busy machine), so a
   * folder with a new identity means starting afresh.
   */
  async #settle(hint: Hint): Promise<void> {
    const before = this.#identities;
    this.#identities = await this.#identify();
    const replaced = [...before.keys()].some((folder) => this.#identities.get(folder) !== before.get(folder));
    if (replaced && this.#state === 'watching') {
      await this.#inner?.close();
      if (this.#isOpen()) await this.#open();
    }
    if (this.#isOpen() && (replaced || hint === 'all' || hint.size > 0))
      await this.#options.onHint(replaced ? 'all' : hint);
  }

  #fail(error: unknown): void {
    if (this.#state !== 'watching') return;
    if (['ENOSPC', 'EMFILE', 'ENFILE'].includes(codeOf(error) ?? '')) {
      this.#state = 'polling';
      this.#options.onProblem(
        text('The system has no file watches left: changes to skills are seen within a few seconds.'),
      );
      void this.#shut().then(() => this.#poll());
      return;
    }
    this.#state = 'waiting';
    this.#failures++;
    if (this.#failures === quietAttempts)
      this.#options.onProblem(text('The skill library cannot be watched ({0}). Refresh it by hand.', reason(error)));
    const wait = Math.min(firstRetry * 2 ** (this.#failures - 1), lastRetry);
    void this.#shut().then(() => this.#later(wait, () => this.#retry()));
  }

  async #retry(): Promise<void> {
    this.#state = 'watching';
    this.#folders = this.#watchFolders();
    await this.#open();
    if (!this.#isOpen()) return;
    this.#later(lastRetry, () => Promise.resolve(void (this.#failures = 0)));
    // What changed meanwhile has caused no event.
    await this.#options.onHint('all');
  }

  #isOpen(): boolean {
    return this.#state === 'watching';
  }

  async #poll(): Promise<void> {
    const began = performance.now();
    await this.#options.onHint('all');
    this.#later(Math.max(pollEvery, (performance.now() - began) * pollShare), () => this.#poll());
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #later(wait: number, work: () => Promise<void>): void {
    if (this.#isClosed()) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void work(), wait);
  }

  /** Of the folders above roots and the roots of the workspace, as far as they exist. */
  async #identify(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const folder of this.#upper) {
      const info = await lstat(folder, { bigint: true }).catch(() => undefined);
      if (info?.isDirectory()) found.set(folder, identityOf(info));
    }
    return found;
  }
}

const reason = (error: unknown): string => codeOf(error) ?? (error instanceof Error ? error.message : String(error));
