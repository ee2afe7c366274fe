import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { HumanError } from '../errors.js';
import { text, type Text } from '../text.js';
import type { Anchor, RunFile, RunFileIndex } from './runIndex.js';

/** A log file as it is on disk. */
export interface FoundFile {
  readonly file: string;
  readonly size: number;
  readonly changed: number;
}

/** The log files of all months; what cannot be looked at is in `problems`, by path. */
export interface Listing {
  readonly found: readonly FoundFile[];
  readonly problems: ReadonlyMap<string, Text>;
}

/** Lists `<dir>/<month>/*.jsonl`. A file that vanishes meanwhile is left out. */
export async function listFiles(dir: string): Promise<Listing> {
  const found: FoundFile[] = [];
  const problems = new Map<string, Text>();
  const attempt = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      const explained = fileProblem(error, what);
      if (!(explained instanceof HumanError)) throw error;
      problems.set(what, explained.text);
      return undefined;
    }
  };
  for (const month of (await attempt(dir, () => readdir(dir))) ?? []) {
    const folder = path.join(dir, month);
    for (const name of (await attempt(folder, () => readdir(folder))) ?? []) {
      if (!name.endsWith('.jsonl')) continue;
      const file = path.join(folder, name);
      const info = await attempt(file, () => stat(file));
      if (info) found.push({ file, size: info.size, changed: info.mtimeMs });
    }
  }
  return { found, problems };
}

interface ReadFile {
  /** As listed when it was read; undefined: to be read again. */
  readonly listed: FoundFile | undefined;
  readonly end: number;
  readonly anchor?: Anchor;
  readonly dropped: number;
  readonly problem?: Text;
}

/** How far each log file has been read. */
export class RunFiles {
  readonly #read = new Map<string, ReadFile>();
  #hidden: ReadonlyMap<string, Text> = new Map();

  /** Compares what is on disk with what was read. Files below a folder that cannot be looked at count as still there. */
  compare({ found, problems }: Listing): {
    readonly gone: string[];
    readonly changed: RunFile[];
    readonly bytes: number;
  } {
    this.#hidden = problems;
    const there = new Set(found.map(({ file }) => file));
    const places = [...problems.keys()];
    const isHidden = (file: string): boolean =>
      places.some((place) => file === place || file.startsWith(place + path.sep));
    const gone = [...this.#read.keys()].filter((file) => !there.has(file) && !isHidden(file));
    const changed: RunFile[] = [];
    let bytes = 0;
    for (const { file, size, changed: at } of found) {
      const read = this.#read.get(file);
      if (read?.listed?.size === size && read.listed.changed === at) continue;
      const { end = 0, anchor } = read ?? {};
      changed.push({ file, from: end, ...(anchor ? { anchor } : {}) });
      bytes += end <= size ? size - end : size;
    }
    return { gone, changed, bytes };
  }

  /** Takes down what was read. A file with a problem is read again at the next look. */
  note({ file, end, anchor, dropped, restarted, problem }: RunFileIndex, listed: FoundFile | undefined): void {
    const before = restarted ? 0 : (this.#read.get(file)?.dropped ?? 0);
    this.#read.set(file, {
      listed: problem ? undefined : listed,
      end,
      ...(anchor ? { anchor } : {}),
      dropped: before + dropped,
      ...(problem ? { problem } : {}),
    });
  }

  forget(file: string): void {
    this.#read.delete(file);
  }

  /** What could not be read, and where lines are damaged. */
  get problems(): Text[] {
    const problems = [...this.#hidden.values()];
    for (const [file, { problem, dropped }] of this.#read) {
      if (problem) problems.push(problem);
      if (dropped > 0) problems.push(text('“{0}” has {1} damaged lines, which are left out.', file, dropped));
    }
    return problems;
  }
}
