import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Disposable } from '../ports.js';
import type { Text } from '../text.js';
import type { ReadOptions } from './folder.js';
import { mapPaced } from './folderPace.js';
import { collect } from './libraryCollect.js';
import { listRoots, rootsFor, type Folder, type Listing, type Root } from './libraryRoot.js';
import { readSkill, type Entry, type Reading } from './readSkill.js';
import type { LibrarySnapshot, SkillSource } from './skill.js';
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
  /** The last reading, without looking at the disk, as long as the library is watched; else as {@link Library.read}. For what is only shown. */
  latest(): Promise<LibrarySnapshot>;
  /** Calls the listener after a reading that found something else than the one before. The first reading is no change. */
  onDidChange(listener: (snapshot: LibrarySnapshot) => void): Disposable;
  /** Keeps the library live from now on. Resolves when changes are seen. */
  watch(): Promise<void>;
  /** Ends the watching. */
  dispose(): Promise<void>;
}

/** Folders between two reports of progress. */
const progressEvery = 100;

export const createLibrary = (options: LibraryOptions): Library => new WorkspaceLibrary(options);

class WorkspaceLibrary implements Library {
  readonly #options: LibraryOptions;
  readonly #roots: readonly Root[];
  readonly #listeners = new Set<(snapshot: LibrarySnapshot) => void>();
  readonly #elementary: Promise<ReadonlySet<string>>;
  /** By root and by name. */
  #readings: Readings = new Map();
  #latest: { readonly snapshot: LibrarySnapshot; readonly entries: readonly (readonly Entry[])[] } | undefined;
  /** What the next reading has to look at. */
  #wanted: Hint = new Map();
  #running: Promise<LibrarySnapshot> | undefined;
  #next: Promise<LibrarySnapshot> | undefined;
  #watcher: SkillWatcher | undefined;
  #live = false;
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

  read(): Promise<LibrarySnapshot> {
    return this.#request('all');
  }

  latest(): Promise<LibrarySnapshot> {
    return this.#live && this.#latest ? Promise.resolve(this.#latest.snapshot) : this.read();
  }

  onDidChange(listener: (snapshot: LibrarySnapshot) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async watch(): Promise<void> {
    await this.read();
    if (this.#disposed || this.#watcher) return;
    this.#watcher = watchSkills({
      workspace: this.#options.workspace,
      roots: this.#roots.map(({ dir }) => dir),
      onHint: (hint) => this.#request(hint).catch(() => undefined),
      onProblem: (problem) => this.#options.onProblem?.(problem),
    });
    await this.#watcher.ready;
    // What changed between the first reading and the watcher's start has caused no event.
    await this.#watcher.follow(this.#followed('all', this.#readings));
    await this.read();
    this.#live = !this.#disposed;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#live = false;
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
    const [elementary, listings] = await Promise.all([
      this.#elementary,
      listRoots(this.#roots, this.#options.workspace),
    ]);
    const before = this.#readings;
    const now = Date.now();
    const places = listings.flatMap(({ root, folders }) => folders.map((folder) => ({ root, folder })));
    const isWanted = ({ root, folder }: Place): boolean =>
      hint === 'all' || !before.get(root)?.has(folder.name) || hint.get(root.dir)?.has(folder.name) === true;
    const wanted = places.filter(isWanted);
    let done = 0;
    const readings: Readings = new Map(listings.map(({ root }) => [root, new Map()]));
    const fresh = await mapPaced(wanted, async (place, disk) => {
      const reading = await this.#read(place, elementary, { now, disk });
      if (!this.#latest && (++done % progressEvery === 0 || done === wanted.length))
        this.#options.onProgress?.(done, wanted.length);
      return reading;
    });
    let index = 0;
    for (const place of places) {
      const { root, folder } = place;
      const reading = wanted[index] === place ? fresh[index++] : before.get(root)?.get(folder.name);
      if (reading) readings.get(root)?.set(folder.name, reading);
    }
    this.#readings = readings;
    if (this.#watcher) void this.#follow(this.#watcher, this.#followed(hint, before));
    return this.#keep(listings);
  }

  async #read({ root, folder }: Place, elementary: ReadonlySet<string>, options: ReadOptions): Promise<Reading> {
    const source: SkillSource = root.source === 'own' && elementary.has(folder.name) ? 'elementary' : root.source;
    const place = { path: path.join(root.dir, folder.name), isLink: folder.isLink };
    return await readSkill(place, source, this.#readings.get(root)?.get(folder.name), options);
  }

  /** Folders that came since the last reading are watched from now on; what was written into them meanwhile is read after that. */
  async #follow(watcher: SkillWatcher, roots: readonly FollowedRoot[]): Promise<void> {
    const unwatched = await watcher.follow(roots);
    if (!this.#disposed && (unwatched === 'all' || unwatched.size > 0))
      await this.#request(unwatched).catch(() => undefined);
  }

  /** The folders of the skills a hint is about, and of those that came or went. */
  #followed(hint: Hint, before: Readings): readonly FollowedRoot[] {
    return [...this.#readings].map(([root, readings]) => {
      const names =
        hint === 'all'
          ? readings.keys()
          : [...(before.get(root)?.keys() ?? []), ...readings.keys()].filter(
              (name) => before.get(root)?.get(name) !== readings.get(name),
            );
      const skills = new Map([...names].map((name) => [name, readings.get(name)?.folder?.folders ?? []]));
      return { dir: root.dir, skills, complete: hint === 'all' };
    });
  }

  #keep(listings: readonly Listing[]): LibrarySnapshot {
    const before = this.#latest;
    const entries = listings.map(({ root, problem }): readonly Entry[] => {
      const readings = [...(this.#readings.get(root)?.values() ?? [])];
      const found = readings.filter((reading) => root.scope === 'own' || isSkill(reading)).map(({ entry }) => entry);
      return problem ? [{ broken: problem }, ...found] : found;
    });
    if (before && sameEntries(before.entries, entries)) return before.snapshot;
    const snapshot = collect(entries);
    this.#latest = { snapshot, entries };
    if (before) for (const listener of [...this.#listeners]) listener(snapshot);
    return snapshot;
  }
}

/** Other agents keep folders of other kinds beside their skills; in the library's own root such a folder is a mistake that is shown. */
const isSkill = ({ entry, folder }: Reading): boolean =>
  'skill' in entry ||
  !folder ||
  folder.files.some((file) => /^skill\.md$/i.test(file.path)) ||
  folder.problems.length > 0;

interface Place {
  readonly root: Root;
  readonly folder: Folder;
}

/** By root and by the folder's name. */
type Readings = ReadonlyMap<Root, Map<string, Reading>>;

function joined(a: Hint, b: Hint): Hint {
  if (a === 'all' || b === 'all') return 'all';
  const all = new Map(a);
  for (const [root, names] of b) all.set(root, new Set([...(all.get(root) ?? []), ...names]));
  return all;
}

/** A reading that finds nothing new keeps its entry, so that no content has to be compared; the problems of roots are made anew. */
const sameEntries = (a: readonly (readonly Entry[])[], b: readonly (readonly Entry[])[]): boolean =>
  a.every((entries, root) => {
    const others = b[root] ?? [];
    return entries.length === others.length && entries.every((entry, index) => sameEntry(entry, others[index]));
  });

const sameEntry = (a: Entry, b: Entry | undefined): boolean =>
  a === b || ('broken' in a && b !== undefined && 'broken' in b && JSON.stringify(a) === JSON.stringify(b));
