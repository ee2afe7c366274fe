import { stat, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf } from '../safety/fileProblem.js';
import { identityOf, isLeftOut, type SubFolder } from './folderWalk.js';
import type { Hint } from './watcherBurst.js';

/** What a reading found in one root. */
export interface FollowedRoot {
  /** Absolute path. */
  readonly dir: string;
  /** The folders of each skill, by its name; none for one that is gone. */
  readonly skills: ReadonlyMap<string, readonly SubFolder[]>;
  /** {@link skills} are all there are. */
  readonly complete: boolean;
}

/** Opens one watch, as `fs.watch` does. */
export type WatchFolder = (
  dir: string,
  options: { readonly recursive: boolean },
  listener: (event: string, file: string | null) => void,
) => Pick<FSWatcher, 'on' | 'close'>;

export interface FolderWatchesOptions {
  /** Called for each event of the system; `skill` is undefined when it does not say which. */
  readonly onEvent: (root: string, skill: string | undefined) => void;
  readonly onError: (error: unknown) => void;
  readonly watchFolder: WatchFolder;
  /** One watch sees everything below a root: macOS and Windows can, Linux needs one per folder. */
  readonly recursive: boolean;
}

interface Watched {
  readonly id: string;
  readonly handle: ReturnType<WatchFolder>;
}

interface WatchedRoot {
  own: Watched | undefined;
  readonly skills: Map<string, ReadonlyMap<string, Watched>>;
}

/** Watches opened in one go: a millisecond of work. */
const slice = 100;

const look = promisify(stat);

/**
 * The system's own watches on roots and on the folders of skills, never on files: an event of a folder tells of the files in it. chokidar
 * costs ten times the time and four times the memory for 10,000 folders, and reads a folder again for each event in it.
 */
export class FolderWatches {
  readonly #options: FolderWatchesOptions;
  readonly #roots = new Map<string, WatchedRoot>();
  #opened = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: FolderWatchesOptions) {
    this.#options = options;
  }

  /** Watches what a reading found, and only that. Gives the skills whose folders were not watched while they were read. */
  follow(roots: readonly FollowedRoot[]): Promise<Hint> {
    const followed = this.#turn.then(() => this.#follow(roots));
    this.#turn = followed;
    return followed;
  }

  close(): void {
    this.#closed = true;
    for (const root of this.#roots.values()) this.#closeRoot(root);
    this.#roots.clear();
  }

  async #follow(roots: readonly FollowedRoot[]): Promise<Hint> {
    const fresh = new Map<string, ReadonlySet<string>>();
    let isNew = false;
    for (const root of roots) {
      if (this.#closed) break;
      const names = await this.#followRoot(root);
      if (names === 'all') isNew = true;
      else if (names.size > 0) fresh.set(root.dir, names);
    }
    return isNew ? 'all' : fresh;
  }

  async #followRoot({ dir, skills, complete }: FollowedRoot): Promise<'all' | ReadonlySet<string>> {
    const fresh = new Set<string>();
    const root = this.#roots.get(dir) ?? { own: undefined, skills: new Map() };
    // A root in the home folder may be a link; which folder it leads to is what counts.
    const info = await look(dir, { bigint: true }).catch(() => undefined);
    const id = info?.isDirectory() ? identityOf(info) : undefined;
    if (root.own && root.own.id !== id) this.#closeRoot(root);
    if (id === undefined || this.#closed) {
      this.#roots.delete(dir);
      return fresh;
    }
    const isNew = !root.own;
    root.own ??= this.#open(dir, id, (file) => this.#options.onEvent(dir, file?.split(path.sep)[0]));
    this.#roots.set(dir, root);
    if (!this.#options.recursive) await this.#followSkills(root, dir, skills, complete, fresh);
    return isNew ? 'all' : fresh;
  }

  async #followSkills(
    root: WatchedRoot,
    dir: string,
    skills: FollowedRoot['skills'],
    complete: boolean,
    fresh: Set<string>,
  ): Promise<void> {
    for (const name of complete ? [...root.skills.keys()] : [])
      if (!skills.has(name)) this.#followSkill(root, dir, name, []);
    for (const [name, folders] of skills) {
      if (this.#followSkill(root, dir, name, folders)) fresh.add(name);
      if (this.#opened < slice) continue;
      this.#opened = 0;
      await turn();
      if (this.#closed) return;
    }
  }

  /** Whether a folder was not watched before. */
  #followSkill(root: WatchedRoot, dir: string, name: string, folders: readonly SubFolder[]): boolean {
    const before = root.skills.get(name);
    const isSame = ({ path: folder, id }: SubFolder): boolean => before?.get(folder)?.id === id;
    if (folders.length === (before?.size ?? 0) && folders.every(isSame)) return false;
    const after = new Map<string, Watched>();
    for (const { path: folder, id } of folders) {
      const kept = before?.get(folder);
      const watched =
        kept?.id === id ? kept : this.#open(path.join(dir, name, folder), id, () => this.#options.onEvent(dir, name));
      if (watched) after.set(folder, watched);
    }
    for (const [folder, watched] of before ?? []) if (after.get(folder) !== watched) watched.handle.close();
    if (after.size > 0) root.skills.set(name, after);
    else root.skills.delete(name);
    return folders.some((folder) => before?.get(folder.path)?.id !== folder.id && after.has(folder.path));
  }

  #open(folder: string, id: string, onEvent: (file: string | undefined) => void): Watched | undefined {
    const { watchFolder, recursive, onError } = this.#options;
    if (this.#closed) return undefined;
    this.#opened++;
    try {
      const handle = watchFolder(folder, { recursive }, (_event, file) => {
        if (!this.#closed && !(file !== null && isLeftOut(path.basename(file)))) onEvent(file ?? undefined);
      });
      handle.on('error', (error) => this.#fail(error));
      return { id, handle };
    } catch (error) {
      // Gone since it was read, which is an event of the folder above; or not ours to read.
      if (!['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) onError(error);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    if (!this.#closed) this.#options.onError(error);
  }

  #closeRoot(root: WatchedRoot): void {
    root.own?.handle.close();
    root.own = undefined;
    for (const folders of root.skills.values()) for (const { handle } of folders.values()) handle.close();
    root.skills.clear();
  }
}

/** `fs.watch`, which is the only thing here that needs the real system. */
export const systemWatch: WatchFolder = (dir, options, listener) => watch(dir, options, listener);
