import { lstat, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { syncFolder } from '../store/atomic.js';
import { LogWriter, readLog } from '../store/log.js';
import type { ObjectStore } from '../store/objects.js';
import { text } from '../text.js';
import { isLegacyRecord, upgrade, type LegacyRecord } from './historyLegacy.js';
import { isHistoryRecord, versionsOf, type HistoryRecord } from './historyRecord.js';
import { fileNameOf, isSkillName, isUsableName } from './name.js';
import type { SkillVersion } from './skill.js';

/** What the history file of one skill says. */
export interface Recorded {
  readonly records: readonly HistoryRecord[];
  readonly versions: readonly SkillVersion[];
  /** Lines that are no records. */
  readonly dropped: number;
}

const suffix = '.history.jsonl';
const nothing: Recorded = { records: [], versions: [], dropped: 0 };

/** The history files of all skills. A file is read again only when it has grown. */
export class HistoryLog {
  readonly #dir: string;
  readonly #objects: ObjectStore;
  readonly #cache = new Map<string, { readonly stamp: string; readonly recorded: Recorded }>();

  constructor(dir: string, objects: ObjectStore) {
    this.#dir = dir;
    this.#objects = objects;
  }

  /** @throws {HumanError} for an invalid name and for a file that cannot be read. */
  async read(name: string): Promise<Recorded> {
    const file = this.#file(name);
    const stamp = await stampOf(file);
    if (stamp === undefined) return nothing;
    const known = this.#cache.get(name);
    if (known?.stamp === stamp) return known.recorded;
    const { records: found, dropped } = await readLog(file, isAnyRecord);
    const records: HistoryRecord[] = [];
    for (const record of found) records.push(isHistoryRecord(record) ? record : await upgrade(record, this.#objects));
    const recorded = { records, versions: versionsOf(records), dropped };
    this.#cache.set(name, { stamp, recorded });
    return recorded;
  }

  /** Adds records in one go; they would survive a power failure once it resolves. */
  async append(name: string, record: HistoryRecord): Promise<void> {
    const file = this.#file(name);
    const isNew = (await stampOf(file)) === undefined;
    if (isNew) await this.#makeFolder();
    const writer = new LogWriter(file);
    try {
      await writer.append('tree' in record && fileNameOf(name) !== name ? { ...record, name } : record, true);
      if (isNew) await syncFolder(this.#dir);
    } catch (error) {
      throw fileProblem(error, file);
    } finally {
      await writer.close();
    }
  }

  /** Skills that have a file, sorted. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(this.#dir).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw fileProblem(error, this.#dir);
    });
    const stems = files.filter((file) => file.endsWith(suffix)).map((file) => file.slice(0, -suffix.length));
    const others = await Promise.all(stems.filter((stem) => !isSkillName(stem)).map((stem) => this.#nameIn(stem)));
    return [...stems.filter(isSkillName), ...others.filter((name) => name !== undefined)].sort();
  }

  /** Of a skill whose name is no file name: its records say it. */
  async #nameIn(stem: string): Promise<string | undefined> {
    const { records } = await readLog(path.join(this.#dir, stem + suffix), isHistoryRecord).catch(() => nothing);
    const name = records.map((record) => ('name' in record ? record.name : undefined)).find((one) => one !== undefined);
    return name !== undefined && isUsableName(name) && stem === fileNameOf(name) ? name : undefined;
  }

  async #makeFolder(): Promise<void> {
    try {
      const made = await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      if (made !== undefined) await syncFolder(path.dirname(this.#dir));
    } catch (error) {
      throw fileProblem(error, this.#dir);
    }
  }

  #file(name: string): string {
    if (!isUsableName(name)) throw new HumanError(text('“{0}” is not a valid skill name.', name));
    return path.join(this.#dir, `${fileNameOf(name)}${suffix}`);
  }
}

const isAnyRecord = (value: unknown): value is HistoryRecord | LegacyRecord =>
  isHistoryRecord(value) || isLegacyRecord(value);

/** A log only grows, so its size alone would do; the rest tells a file that was replaced. */
async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await lstat(file, { bigint: true });
    return [ino, size, mtimeNs].join(':');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileProblem(error, file);
  }
}
