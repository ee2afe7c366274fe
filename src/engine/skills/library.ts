import type { Disposable } from '../ports.js';
import type { Text } from '../text.js';
import { collect } from './libraryCollect.js';
import { LibraryReader, type Found } from './libraryReader.js';
import { rootsFor, type Root } from './libraryRoot.js';
import type { Entry } from './readSkill.js';
import type { LibrarySnapshot } from './skill.js';
import { watchSkills, type SkillWatcher } from './watcher.js';
import type { Hint } from './watcherBurst.js';
import type { FollowedRoot } from './watcherFolders.js';

export interface LibraryOptions {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  /** `skills-template/`: a skill of the workspace that has the name of one of its folders is elementary, however it was edited. */
  readonly templates: string;
  /** The person's home folder, where other agents keep skills; absent: only the workspace is looked at. */
  readonly userHome?: string | undefined;
  /** Folders of other agents that are not looked at, as sources are written. */
  readonly disabledSources?: readonly string[] | undefined;
  /** Told once when the library can no longer be watched; {@link Library.read} goes on working. */
  readonly onProblem?: (problem: Text) => void;
  /** Told now and then how many folders of the first reading are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The skills a workspace can see, read from disk whenever they are asked for. */
export interface Library {
  /**
   * Reads what has changed since the last time; the same object again when nothing has. Sorted by name. Never rejects for anything a person
   * put there.
   */
  read(): Promise<LibrarySnapshot>;
  /**
   * The last reading, or the first one where it still goes on: for whoever shows a watched library and is told of every change. What was
   * written a moment ago may be missing.
   */
  latest(): Promise<LibrarySnapshot>;
  /** Calls the listener after a reading that found something else than the one before. The first reading is no change. */
  onDidChange(listener: (snapshot: LibrarySnapshot) => void): Disposable;
  /** Other folders of other agents are left out from now on; resolves when the library is as that says. @param disabled see {@link LibraryOptions} */
  useSources(disabled: readonly string[]): Promise<void>;
  /** Keeps the library live from now on. Resolves when changes are seen. */
  watch(): Promise<void>;
  /** Ends the watching. */
  dispose(): Promise<void>;
}

export const createLibrary = (options: LibraryOptions): Library => new WorkspaceLibrary(options);

class WorkspaceLibrary implements Library {
  readonly #options: LibraryOptions;
  #disabled: readonly string[];
  #roots: readonly Root[];
  readonly #reader: LibraryReader;
  readonly #listeners = new Set<(snapshot: LibrarySnapshot) => void>();
  #latest: { readonly snapshot: LibrarySnapshot; readonly entries: Found['entries'] } | undefined;
  /** What the next reading has to look at. */
  #wanted: Hint = new Map();
  #running: Promise<LibrarySnapshot> | undefined;
  #next: Promise<LibrarySnapshot> | undefined;
  #watcher: SkillWatcher | undefined;
  #disposed = false;

  constructor(options: LibraryOptions) {
    this.#options = options;
    const { workspace, templates, userHome, disabledSources: disabled = [] } = options;
    this.#disabled = disabled;
    this.#roots = rootsFor({ workspace, userHome, disabled });
    this.#reader = new LibraryReader(workspace, this.#roots, templates);
  }

  async useSources(disabled: readonly string[]): Promise<void> {
    if (disabled.join('\n') === this.#disabled.join('\n')) return;
    this.#disabled = disabled;
    const { workspace, userHome } = this.#options;
    this.#roots = rootsFor({ workspace, userHome, disabled });
    this.#reader.use(this.#roots);
    const before = this.#watcher;
    if (before) await Promise.all([before.close(), this.#watch()]);
    else await this.read();
  }

  read(): Promise<LibrarySnapshot> {
    return this.#request('all');
  }

  latest(): Promise<LibrarySnapshot> {
    return this.#latest ? Promise.resolve(this.#latest.snapshot) : (this.#running ?? this.read());
  }

  onDidChange(listener: (snapshot: LibrarySnapshot) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async watch(): Promise<void> {
    await this.latest();
    if (!this.#watcher) await this.#watch();
  }

  async #watch(): Promise<void> {
    if (this.#disposed) return;
    const watcher = (this.#watcher = watchSkills({
      workspace: this.#options.workspace,
      roots: this.#roots.map(({ dir }) => dir),
      onHint: (hint) => this.#request(hint).catch(() => undefined),
      onProblem: (problem) => this.#options.onProblem?.(problem),
    }));
    await watcher.ready;
    // What changed between the first reading and the watcher's start has caused no event.
    await watcher.follow(this.#reader.folders());
    await this.read();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#listeners.clear();
    await this.#watcher?.close();
  }

  /** A reading that began before the call may have missed what the caller just wrote, so it waits for the next one. */
  #request(hint: Hint): Promise<LibrarySnapshot> {
    this.#wanted = joined(this.#wanted, hint);
    if (!this.#running) return this.#start();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  #start(): Promise<LibrarySnapshot> {
    const hint = this.#latest ? this.#wanted : 'all';
    this.#wanted = new Map();
    this.#running = this.#scan(hint)
      .catch((error: unknown) => {
        this.#wanted = 'all';
        throw error;
      })
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #scan(hint: Hint): Promise<LibrarySnapshot> {
    const before = this.#latest;
    const { entries, folders } = await this.#reader.read(hint, before ? undefined : this.#options.onProgress);
    if (this.#watcher) void this.#follow(this.#watcher, folders);
    if (before && sameEntries(before.entries, entries)) return before.snapshot;
    const snapshot = collect(entries);
    this.#latest = { snapshot, entries };
    if (before) for (const listener of [...this.#listeners]) listener(snapshot);
    return snapshot;
  }

  /** Folders that came since the last reading are watched from now on; what was written into them meanwhile is read after that. */
  async #follow(watcher: SkillWatcher, roots: readonly FollowedRoot[]): Promise<void> {
    const unwatched = await watcher.follow(roots);
    if (!this.#disposed && (unwatched === 'all' || unwatched.size > 0))
      await this.#request(unwatched).catch(() => undefined);
  }
}

function joined(a: Hint, b: Hint): Hint {
  if (a === 'all' || b === 'all') return 'all';
  const all = new Map(a);
  for (const [root, names] of b) all.set(root, new Set([...(all.get(root) ?? []), ...names]));
  return all;
}

/** A reading that finds nothing new keeps its entry, so that no content has to be compared; the problems of roots are made anew. */
const sameEntries = (a: readonly (readonly Entry[])[], b: readonly (readonly Entry[])[]): boolean =>
  a.length === b.length &&
  a.every((entries, root) => {
    const others = b[root] ?? [];
    return entries.length === others.length && entries.every((entry, index) => sameEntry(entry, others[index]));
  });

const sameEntry = (a: Entry, b: Entry | undefined): boolean =>
  a === b || ('broken' in a && b !== undefined && 'broken' in b && JSON.stringify(a) === JSON.stringify(b));
