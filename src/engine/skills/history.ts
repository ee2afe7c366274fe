import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import type { Clock } from '../ports.js';
import { HashMismatchError } from '../store/atomic.js';
import type { StateLock } from '../store/lock.js';
import type { ObjectStore } from '../store/objects.js';
import { tempAge } from '../store/sweep.js';
import { createWindowId, isAlive } from '../store/window.js';
import { text } from '../text.js';
import { mapBounded } from './bounded.js';
import { fileIn, isAt, removeEmptied, sideOf, sweepFolders, writeSide } from './historyFolder.js';
import { HistoryLog } from './historyLog.js';
import { openIntents, type Intent, type Settlement, type Side, type Step } from './historyRecord.js';
import { created, deleted, expectTree, stepsOf } from './historySteps.js';
import { keepTree, presentTree, readContent, textHash, treeAfter, type Present } from './historyTree.js';
import type { Skill, SkillVersion, VersionAuthor } from './skill.js';
import { encodeTree, treeHash, type Content, type FileContent, type Tree } from './tree.js';

/** One file of a change. */
export interface FileEdit {
  /** Relative to the skill's folder, with forward slashes. */
  readonly path: string;
  /** Hash the file must have; `null`: it must not exist. */
  readonly before: string | null;
  /** `null` deletes it. */
  readonly after: FileContent | null;
}

/** A change of a skill's folder. */
export interface Change {
  readonly name: string;
  /** Absolute path of the skill's folder. */
  readonly dir: string;
  /** Files not named stay as they are and become part of the version. */
  readonly files: readonly FileEdit[];
  readonly by: VersionAuthor;
  readonly why: string;
  readonly run?: string;
  readonly proposal?: string;
}

/**
 * What became of a change that a crash cut off. `done`: it was carried to its end. `aborted`: nothing of it was in the folder.
 * `conflict`: a file is neither what it was nor what it was to be; nothing was overwritten. `unsettled`: folder or history could not be used;
 * the next start tries again.
 */
export interface Repair {
  readonly name: string;
  readonly outcome: 'done' | 'aborted' | 'conflict' | 'unsettled';
}

/** The versions of every skill, helper scripts included. The folder in the workspace is the truth; this remembers how it came to be. */
export interface History {
  /** Oldest first; empty for a skill that was never recorded. @throws {HumanError} for an invalid name. */
  versions(name: string): Promise<readonly SkillVersion[]>;
  /** Skills with a history, sorted. */
  names(): Promise<readonly string[]>;
  /**
   * Records a skill's folder as a version when it is not the latest one, and returns the version.
   * @param by who wrote it; when absent, `template` for the first version of an elementary skill, else `hand`.
   */
  ensure(skill: Skill, by?: VersionAuthor): Promise<SkillVersion>;
  /**
   * Makes a change in the skill's folder and records it, in two phases and under the state lock: after a crash at any point
   * {@link History.repair} brings it to one of its ends (reference/reliability.md 3.3 rule 2).
   * @throws {HashMismatchError} when a file is not `before`; nothing is written.
   * @throws {HumanError} when a folder on the way is a symbolic link, and for what the disk or permissions refuse.
   */
  commit(change: Change): Promise<SkillVersion>;
  /** The files of a version, from the store. @throws {HumanError} when one is missing or damaged. */
  content(tree: string): Promise<Content>;
  /** Settles what a crash cut off and removes its temporary files. To be called once at start. */
  repair(): Promise<readonly Repair[]>;
}

export interface HistoryOptions {
  /** `<state>/skills` */
  readonly dir: string;
  readonly objects: ObjectStore;
  readonly lock: StateLock;
  readonly clock: Clock;
  /** Id of this window (`store/window.ts`), by which others know whose a change under way is; absent: an id of its own. */
  readonly window?: string;
}

export const createHistory = (options: HistoryOptions): History => new FileHistory(options);

class FileHistory implements History {
  readonly #objects: ObjectStore;
  readonly #lock: StateLock;
  readonly #clock: Clock;
  readonly #window: string;
  readonly #log: HistoryLog;

  constructor({ dir, objects, lock, clock, window = createWindowId() }: HistoryOptions) {
    this.#objects = objects;
    this.#lock = lock;
    this.#clock = clock;
    this.#window = window;
    this.#log = new HistoryLog(dir, objects);
  }

  async versions(name: string): Promise<readonly SkillVersion[]> {
    return (await this.#log.read(name)).versions;
  }

  names(): Promise<readonly string[]> {
    return this.#log.names();
  }

  content(tree: string): Promise<Content> {
    return readContent(tree, this.#objects);
  }

  async ensure(skill: Skill, by?: VersionAuthor): Promise<SkillVersion> {
    const last = await this.#last(skill.name);
    if (last?.tree === skill.tree) return last;
    return await this.#lock.hold(async () => {
      await this.#settleAll(skill.name);
      const isFirst = (await this.#last(skill.name)) === undefined;
      const author = by ?? (isFirst && skill.source === 'elementary' ? 'template' : 'hand');
      const present = await presentTree(path.dirname(skill.path), false);
      const version = await this.#record(skill.name, present, author);
      if (version?.tree) return version;
      throw new HumanError(text('The folder of the skill “{0}” is gone.', skill.name), 'retry');
    });
  }

  commit(change: Change): Promise<SkillVersion> {
    return this.#lock.hold(() => this.#commit(change));
  }

  async repair(): Promise<readonly Repair[]> {
    const names = await this.#log.names();
    const states = await mapBounded(names, 16, (name) => this.#look(name));
    await this.#objects.sweep();
    const of = (wanted: Look): string[] => names.filter((_, index) => states[index] === wanted);
    const unsettled = (name: string): Repair => ({ name, outcome: 'unsettled' });
    const repairs = of('unreadable').map(unsettled);
    const open = of('open');
    if (open.length === 0) return repairs;
    try {
      return await this.#lock.hold(async () => {
        for (const name of open) repairs.push(...(await this.#settleAll(name)));
        return repairs;
      });
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      return [...of('unreadable'), ...open].map(unsettled);
    }
  }

  async #commit(change: Change): Promise<SkillVersion> {
    const { name, dir } = change;
    await this.#settleAll(name);
    const steps = await stepsOf(change);
    const present = await presentTree(dir);
    const { files: tree } = present;
    // A skill that is brought in may have been known elsewhere: that it was not here is no removal.
    const isNew = present.tree === null && change.by === 'import';
    const version = isNew ? await this.#last(name) : await this.#record(name, present, 'hand');
    expectTree(dir, tree, steps);
    const edits = change.files.filter(({ path: file }) => steps.some((step) => step.path === file));
    if (version && edits.length === 0) return version;
    const intent = await this.#prepare(change, steps, tree, treeAfter(tree, edits));
    let begun = 0;
    try {
      await this.#log.append(name, intent);
      for (const [index, step] of steps.entries()) {
        begun = index + 1;
        await writeSide(dir, step.path, step.before, step.after, await this.#bytes(step.after));
      }
      await removeEmptied(dir, deleted(steps));
    } catch (error) {
      // What is found changed was not written by us, so there is nothing of ours to take back.
      await this.#rollBack(name, intent, steps.slice(0, error instanceof HashMismatchError ? begun - 1 : begun));
      throw error;
    }
    await this.#finish(name, intent);
    return await this.#latest(name);
  }

  /** Keeps all that is needed to carry a change out or to take it back, and describes it. */
  async #prepare(change: Change, steps: readonly Step[], tree: Tree, after: Tree): Promise<Intent> {
    const { dir, files, by, why, run, proposal } = change;
    for (const edit of files) if (edit.after) await this.#objects.put(edit.after.data);
    // Files that the tree leaves out are in no version yet.
    const strangers = steps.filter(({ path: file, before }) => before && !tree.some((one) => one.path === file));
    for (const { path: file } of strangers) await this.#objects.put(await readFile(fileIn(dir, file)));
    if (after.length > 0) await this.#objects.put(encodeTree(after));
    return {
      type: 'intent',
      id: randomBytes(8).toString('hex'),
      window: this.#window,
      dir,
      files: [...steps],
      tree: after.length > 0 ? treeHash(after) : null,
      hash: textHash(after),
      parent: tree.length > 0 ? treeHash(tree) : null,
      by,
      why,
      ...(run === undefined ? {} : { run }),
      ...(proposal === undefined ? {} : { proposal }),
      at: this.#now(),
    };
  }

  /** A change that cannot be recorded did not happen. */
  async #finish(name: string, intent: Intent): Promise<void> {
    try {
      await this.#append(name, intent, 'done');
    } catch (error) {
      const { records } = await this.#log.read(name);
      if (!openIntents(records).some(({ id }) => id === intent.id)) return;
      await this.#rollBack(name, intent, intent.files);
      throw error;
    }
  }

  /** Leaves the intent open when it cannot: then the next change or start settles it. */
  async #rollBack(name: string, { dir, ...intent }: Intent, steps: readonly Step[]): Promise<void> {
    try {
      for (const step of [...steps].reverse()) {
        const found = await sideOf(dir, step.path);
        if (isAt(found, step, 'before')) continue;
        if (!isAt(found, step, 'after')) return;
        await writeSide(dir, step.path, found, step.before, await this.#bytes(step.before));
      }
      await removeEmptied(dir, created(steps));
      await this.#append(name, { dir, ...intent }, 'aborted');
    } catch {
      // The error that led here is the one to tell.
    }
  }

  /** Brings the changes of a skill that somebody left half-way to one of their ends. */
  async #settleAll(name: string): Promise<Repair[]> {
    const repairs: Repair[] = [];
    for (const intent of openIntents((await this.#log.read(name)).records)) {
      if (intent.window !== this.#window && isCertainlyAlive(intent.window)) continue;
      repairs.push({ name, outcome: await this.#settle(name, intent).catch(() => 'unsettled' as const) });
    }
    return repairs;
  }

  async #settle(name: string, intent: Intent): Promise<Repair['outcome']> {
    const { dir, files, window } = intent;
    const paths = files.map(({ path: file }) => file);
    const writer = Number(window.split('-')[0]);
    if (window !== this.#window) await sweepFolders(dir, paths, Date.now() - tempAge, (pid) => pid === writer);
    const found: Side[] = [];
    for (const file of paths) found.push(await sideOf(dir, file));
    const at = (end: 'before' | 'after') => files.map((step, index) => isAt(found[index] ?? null, step, end));
    const [before, after] = [at('before'), at('after')];
    if (before.every(Boolean)) {
      await removeEmptied(dir, created(files));
      await this.#append(name, intent, 'aborted');
      return 'aborted';
    }
    if (!files.every((_, index) => [before[index], after[index]].includes(true))) {
      await this.#append(name, intent, 'conflict');
      return 'conflict';
    }
    for (const [index, step] of files.entries())
      if (!after[index])
        await writeSide(dir, step.path, found[index] ?? null, step.after, await this.#bytes(step.after));
    await removeEmptied(dir, deleted(files));
    await this.#append(name, intent, 'done');
    return 'done';
  }

  /** Records a folder, also one that is gone, when it is not the latest version. */
  async #record(name: string, present: Present, by: VersionAuthor): Promise<SkillVersion | undefined> {
    const { files, tree } = present;
    const last = await this.#last(name);
    if (tree === (last?.tree ?? null)) return last;
    await keepTree(present, this.#objects);
    const details = { tree, hash: textHash(files), parent: last?.tree ?? null, by, why: '', at: this.#now() };
    await this.#log.append(name, { type: 'version', ...details });
    return await this.#latest(name);
  }

  async #look(name: string): Promise<Look> {
    try {
      const { records } = await this.#log.read(name);
      const last = records.findLast((record) => record.type === 'intent');
      const paths = last?.files.map(({ path: file }) => file) ?? [];
      if (last) await sweepFolders(last.dir, paths, Date.now() - tempAge, () => false);
      return openIntents(records).length > 0 ? 'open' : 'settled';
    } catch (error) {
      if (error instanceof HumanError) return 'unreadable';
      throw error;
    }
  }

  async #bytes(side: Side): Promise<Uint8Array> {
    return side ? await this.#objects.get(side.hash) : new Uint8Array();
  }

  async #last(name: string): Promise<SkillVersion | undefined> {
    return (await this.versions(name)).at(-1);
  }

  async #latest(name: string): Promise<SkillVersion> {
    const version = await this.#last(name);
    if (!version) throw new Error(`the history of ${name} lost a version it has just written`);
    return version;
  }

  #append(name: string, { id }: Intent, type: Settlement['type']): Promise<void> {
    return this.#log.append(name, { type, id, at: this.#now() });
  }

  #now(): number {
    return this.#clock.now();
  }
}

type Look = 'settled' | 'open' | 'unreadable';

/**
 * Under the lock nobody is in the middle of a change, so what a living window left open it failed to take back: it will do so itself. Where a
 * process id alone would have to tell, it is settled.
 */
const isCertainlyAlive = (window: string): boolean => !/^\d*(-0-|$)/.test(window) && isAlive(window);
