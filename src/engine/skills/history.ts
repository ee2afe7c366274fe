import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../ports.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { HashMismatchError, hashOf, sweepTemp, writeAtomic } from '../store/atomic.js';
import { sha256 } from '../store/hash.js';
import { LogWriter, readLog } from '../store/log.js';
import type { ObjectStore } from '../store/objects.js';
import { isRealFolder } from '../store/realFolder.js';
import { isHistoryRecord, openIntents, versionsOf, type HistoryRecord, type Intent } from './historyRecord.js';
import { isSkillName, requireSkillName } from './name.js';
import type { Skill, SkillVersion } from './skill.js';

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
}

export const createHistory = (options: HistoryOptions): History => new FileHistory(options);

const suffix = '.history.jsonl';
/** Milliseconds: a younger temporary file may be a living writer's. */
const tempAge = 60 * 60 * 1000;

class FileHistory implements History {
  readonly #options: HistoryOptions;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  async versions(name: string): Promise<readonly SkillVersion[]> {
    return versionsOf(await this.#records(name));
  }

  ensure(skill: Skill, by?: SkillVersion['by']): Promise<SkillVersion> {
    return this.#inTurn(skill.name, async () => {
      const last = (await this.versions(skill.name)).at(-1);
      if (last?.hash === skill.hash) return last;
      return await this.#add(skill.name, skill.text, by ?? (last || skill.source === 'own' ? 'hand' : 'template'));
    });
  }

  commit(change: Change): Promise<SkillVersion> {
    return this.#inTurn(change.name, () => this.#commit(change));
  }

  async repair(): Promise<readonly Repair[]> {
    const files = await readdir(this.#options.dir).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw fileProblem(error, this.#options.dir);
    });
    const names = files.filter((file) => file.endsWith(suffix)).map((file) => file.slice(0, -suffix.length));
    const repairs = names.filter(isSkillName).map((name) => this.#inTurn(name, () => this.#repair(name)));
    return (await Promise.all(repairs)).flat();
  }

  async #commit(change: Change): Promise<SkillVersion> {
    const { name, before, after, path: file } = change;
    const expected = before === null ? null : sha256(before);
    for (const folder of [
      path.dirname(path.dirname(path.dirname(file))),
      path.dirname(path.dirname(file)),
      path.dirname(file),
    ])
      await isRealFolder(folder);
    const actual = await hashOf(file);
    if (actual !== expected) throw new HashMismatchError(file, expected, actual);
    if (before !== null && (await this.versions(name)).at(-1)?.hash !== expected) await this.#add(name, before, 'hand');
    const intent = await this.#intend(change, expected, await this.#options.objects.put(after));
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeAtomic(file, after, { expectedHash: expected });
    } catch (error) {
      if (before === null) await rmdir(path.dirname(file)).catch(() => undefined);
      await this.#append(name, { type: 'aborted', id: intent.id, at: this.#now() }).catch(() => undefined);
      throw fileProblem(error, file);
    }
    await this.#append(name, { type: 'done', id: intent.id, at: this.#now() });
    return this.#last(name, intent.hash);
  }

  async #intend(change: Change, parent: string | null, hash: string): Promise<Intent> {
    const { name, path: file, why, by = 'memento', run, proposal } = change;
    const intent: Intent = {
      type: 'intent',
      id: randomBytes(8).toString('hex'),
      path: file,
      hash,
      parent,
      by,
      why,
      ...(run === undefined ? {} : { run }),
      ...(proposal === undefined ? {} : { proposal }),
      at: this.#now(),
    };
    await this.#append(name, intent);
    return intent;
  }

  async #repair(name: string): Promise<Repair[]> {
    const records = await this.#records(name);
    const last = records.findLast((record) => record.type === 'intent');
    if (last) await sweepTemp(path.dirname(last.path), Date.now() - tempAge);
    return await Promise.all(openIntents(records).map((intent) => this.#settle(name, intent)));
  }

  async #settle(name: string, { id, path: file, hash, parent }: Intent): Promise<Repair> {
    try {
      const actual = await hashOf(file);
      const outcome = actual === hash ? 'done' : actual === parent ? 'aborted' : 'conflict';
      await this.#append(name, { type: outcome === 'done' ? 'done' : 'aborted', id, at: this.#now() });
      return { name, outcome };
    } catch {
      return { name, outcome: 'unsettled' };
    }
  }

  /** Records a text that is in the library already. */
  async #add(name: string, content: string, by: SkillVersion['by']): Promise<SkillVersion> {
    const hash = await this.#options.objects.put(content);
    const parent = (await this.versions(name)).at(-1)?.hash ?? null;
    await this.#append(name, { type: 'version', hash, parent, by, why: '', at: this.#now() });
    return this.#last(name, hash);
  }

  async #last(name: string, hash: string): Promise<SkillVersion> {
    const version = (await this.versions(name)).findLast((one) => one.hash === hash);
    if (!version) throw new Error(`the history of ${name} lost a version it has just written`);
    return version;
  }

  async #records(name: string): Promise<readonly HistoryRecord[]> {
    return (await readLog(this.#file(name), isHistoryRecord)).records;
  }

  async #append(name: string, record: HistoryRecord): Promise<void> {
    const writer = new LogWriter(this.#file(name));
    try {
      await writer.append(record, true);
    } finally {
      await writer.close();
    }
  }

  #file(name: string): string {
    requireSkillName(name);
    return path.join(this.#options.dir, `${name}${suffix}`);
  }

  #now(): number {
    return this.#options.clock.now();
  }

  /** One change of a skill at a time. */
  #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(work, work);
    this.#turns.set(name, turn);
    return turn;
  }
}
