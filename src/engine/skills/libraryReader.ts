import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ReadOptions } from './folder.js';
import { mapPaced } from './folderPace.js';
import { listRoots, type Folder, type Listing, type Root } from './libraryRoot.js';
import { readSkill, type Entry, type Reading } from './readSkill.js';
import type { SkillSource } from './skill.js';
import type { Hint } from './watcherBurst.js';
import type { FollowedRoot } from './watcherFolders.js';

/** What one reading of all roots found. */
export interface Found {
  /** By root, in order of priority. An entry is the same object as long as nothing in it changes. */
  readonly entries: readonly (readonly Entry[])[];
  /** The folders of what was read, or came or went. */
  readonly folders: readonly FollowedRoot[];
}

/** By root and by the folder's name. */
type Readings = ReadonlyMap<Root, Map<string, Reading>>;

interface Place {
  readonly root: Root;
  readonly folder: Folder;
}

/** Folders between two reports of progress. */
const progressEvery = 100;

/** Reads the folders of all roots and remembers what it found, so that only what has changed is opened again. */
export class LibraryReader {
  readonly #workspace: string;
  #roots: readonly Root[];
  readonly #elementary: Promise<ReadonlySet<string>>;
  #readings: Readings = new Map();

  /** @param templates a skill of the own root that has the name of a folder in it is elementary. */
  constructor(workspace: string, roots: readonly Root[], templates: string) {
    this.#workspace = workspace;
    this.#roots = roots;
    this.#elementary = readdir(templates).then(
      (names) => new Set(names),
      () => new Set<string>(),
    );
  }

  /** From the next reading on other roots are read; what is known of those that stay is kept. */
  use(roots: readonly Root[]): void {
    this.#roots = roots.map((root) => this.#roots.find(({ dir }) => dir === root.dir) ?? root);
  }

  /** @param hint what to look at; whatever came or went is noticed in any case. */
  async read(hint: Hint, onProgress?: (done: number, total: number) => void): Promise<Found> {
    const [elementary, listings] = await Promise.all([this.#elementary, listRoots(this.#roots, this.#workspace)]);
    const before = this.#readings;
    const now = Date.now();
    const places = listings.flatMap(({ root, folders }) => folders.map((folder) => ({ root, folder })));
    const wanted = places.filter(
      ({ root, folder: { name } }) =>
        hint === 'all' || !before.get(root)?.has(name) || hint.get(root.dir)?.has(name) === true,
    );
    let done = 0;
    const fresh = await mapPaced(wanted, async (place, disk) => {
      const reading = await this.#readOne(place, elementary, { now, disk });
      if (++done % progressEvery === 0 || done === wanted.length) onProgress?.(done, wanted.length);
      return reading;
    });
    const readings: Readings = new Map(listings.map(({ root }) => [root, new Map<string, Reading>()]));
    let next = 0;
    for (const place of places) {
      const { root, folder } = place;
      const reading = wanted[next] === place ? fresh[next++] : before.get(root)?.get(folder.name);
      if (reading) readings.get(root)?.set(folder.name, reading);
    }
    this.#readings = readings;
    return {
      entries: listings.map((listing) => this.#entries(listing)),
      folders: listings.map(({ root }) => foldersOf(root, hint, before, readings)),
    };
  }

  /** The folders of everything that was found the last time. */
  folders(): readonly FollowedRoot[] {
    return this.#roots.map((root) => foldersOf(root, 'all', this.#readings, this.#readings));
  }

  async #readOne({ root, folder }: Place, elementary: ReadonlySet<string>, options: ReadOptions): Promise<Reading> {
    const source: SkillSource = root.source === 'own' && elementary.has(folder.name) ? 'elementary' : root.source;
    const place = { path: path.join(root.dir, folder.name), isLink: folder.isLink };
    return await readSkill(place, source, this.#readings.get(root)?.get(folder.name), options);
  }

  #entries({ root, problem }: Listing): readonly Entry[] {
    const readings = [...(this.#readings.get(root)?.values() ?? [])];
    const found = readings.filter((reading) => root.scope === 'own' || isSkill(reading)).map(({ entry }) => entry);
    return problem ? [{ broken: problem }, ...found] : found;
  }
}

/** Other agents keep folders of other kinds beside their skills; in the library's own root such a folder is a mistake that is shown. */
const isSkill = ({ entry, folder }: Reading): boolean =>
  'skill' in entry ||
  !folder ||
  folder.problems.length > 0 ||
  folder.files.some((file) => /^skill\.md$/i.test(file.path));

function foldersOf(root: Root, hint: Hint, before: Readings, after: Readings): FollowedRoot {
  const [old, current] = [before.get(root), after.get(root)];
  const names =
    hint === 'all'
      ? [...(current?.keys() ?? [])]
      : [...(old?.keys() ?? []), ...(current?.keys() ?? [])].filter((name) => old?.get(name) !== current?.get(name));
  const skills = new Map(names.map((name) => [name, current?.get(name)?.folder?.folders ?? []]));
  return { dir: root.dir, skills, complete: hint === 'all' };
}
