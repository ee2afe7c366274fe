import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Disposable } from '../ports.js';
import type { Text } from '../text.js';
import { mapBounded } from './bounded.js';
import { collect } from './libraryCollect.js';
import { listRoots, rootsFor, type Folder, type Listing, type Root } from './libraryRoot.js';
import { readSkill, type Entry, type Reading } from './readSkill.js';
import type { LibrarySnapshot, SkillSource } from './skill.js';
import { watchSkills, type SkillWatcher } from './watcher.js';

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
  /** Calls the listener after a reading that found something else than the one before. The first reading is no change. */
  onDidChange(listener: (snapshot: LibrarySnapshot) => void): Disposable;
  /** Keeps the library live from now on. Resolves when changes are seen. */
  watch(): Promise<void>;
  /** Ends the watching. */
  dispose(): Promise<void>;
}

/** Files open at the same time: 10,000 skills are read in 1.7 s this way (reference/reliability.md 2c). */
const parallel = 32;

export const createLibrary = (options: LibraryOptions): Library => new WorkspaceLibrary(options);

class WorkspaceLibrary implements Library {
  readonly #options: LibraryOptions;
  readonly #roots: readonly Root[];
  readonly #listeners = new Set<(snapshot: LibrarySnapshot) => void>();
  readonly #elementary: Promise<ReadonlySet<string>>;
  /** By root and by name. */
  #readings: ReadonlyMap<Root, ReadonlyMap<string, Reading>> = new Map();
  #latest: { readonly snapshot: LibrarySnapshot; readonly entries: readonly (readonly Entry[])[] } | undefined;
  #running: Promise<LibrarySnapshot> | undefined;
  #next: Promise<LibrarySnapshot> | undefined;
  #watcher: SkillWatcher | undefined;
  #disposed = false;

  constructor(options: LibraryOptions) {
    this.#options = options;
    const { workspace, userHome, disabledSources: disabled } = options;
    this.#roots = rootsFor({ workspace, userHome, disabled });
    this.#elementary = readdir(options.templates).then(
      (names) => new Set(names),
      () => new Set<string>(),
    );
  }

  /** A reading that began before the call may have missed what the caller just wrote, so it waits for the next one. */
  read(): Promise<LibrarySnapshot> {
    if (!this.#running) return this.#start();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  onDidChange(listener: (snapshot: LibrarySnapshot) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async watch(): Promise<void> {
    await this.read();
    if (this.#disposed || this.#watcher) return;
    this.#watcher = watchSkills(
      this.#options.workspace,
      () => void this.read().catch(() => undefined),
      (problem) => this.#options.onProblem?.(problem),
    );
    await this.#watcher.ready;
    // What changed between the first reading and the watcher's start has caused no event.
    await this.read();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#listeners.clear();
    await this.#watcher?.close();
  }

  #start(): Promise<LibrarySnapshot> {
    this.#running = this.#scan().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #scan(): Promise<LibrarySnapshot> {
    const [elementary, listings] = await Promise.all([
      this.#elementary,
      listRoots(this.#roots, this.#options.workspace),
    ]);
    const now = Date.now();
    const folders = listings.flatMap(({ root, folders: found }) => found.map((folder) => ({ root, folder })));
    const total = folders.length;
    let done = 0;
    const readings = await mapBounded(folders, parallel, async ({ root, folder }) => {
      const reading = await this.#read(root, folder, elementary, now);
      if (!this.#latest && (++done % 100 === 0 || done === total)) this.#options.onProgress?.(done, total);
      return reading;
    });
    let index = 0;
    this.#readings = new Map(
      listings.map(({ root, folders: found }) => [root, new Map(found.map(({ name }) => [name, readings[index++]!]))]),
    );
    return this.#keep(listings);
  }

  async #read(root: Root, folder: Folder, elementary: ReadonlySet<string>, now: number): Promise<Reading> {
    const source: SkillSource = root.source === 'own' && elementary.has(folder.name) ? 'elementary' : root.source;
    const place = { path: path.join(root.dir, folder.name), isLink: folder.isLink };
    return await readSkill(place, source, this.#readings.get(root)?.get(folder.name), now);
  }

  #keep(listings: readonly Listing[]): LibrarySnapshot {
    const before = this.#latest;
    const entries = listings.map(({ root, problem }): readonly Entry[] => {
      const found = [...(this.#readings.get(root)?.values() ?? [])].map(({ entry }) => entry);
      return problem ? [{ broken: problem }, ...found] : found;
    });
    if (before && sameEntries(before.entries, entries)) return before.snapshot;
    const snapshot = collect(entries);
    this.#latest = { snapshot, entries };
    if (before) for (const listener of [...this.#listeners]) listener(snapshot);
    return snapshot;
  }
}

/** A reading that finds nothing new keeps its entry, so that no content has to be compared; the problems of roots are made anew. */
const sameEntries = (a: readonly (readonly Entry[])[], b: readonly (readonly Entry[])[]): boolean =>
  a.every((entries, root) => {
    const others = b[root] ?? [];
    return entries.length === others.length && entries.every((entry, index) => sameEntry(entry, others[index]));
  });

const sameEntry = (a: Entry, b: Entry | undefined): boolean =>
  a === b || ('broken' in a && b !== undefined && 'broken' in b && JSON.stringify(a) === JSON.stringify(b));
