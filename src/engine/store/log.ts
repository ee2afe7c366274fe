import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { HumanError, throwIfCancelled } from '../errors.js';
import { codeOf, explained, fileProblem } from '../safety/fileProblem.js';
import { text } from '../text.js';
import { syncFolder } from './atomic.js';
import { decodeLine, encodeLine, linesOf, maxLine, piecesOf } from './logLines.js';

/** What a log file holds. */
export interface LogContent<T> {
  readonly records: readonly T[];
  /** Lines that were torn, damaged or not of the expected shape. A killed writer leaves at most one. */
  readonly dropped: number;
}

/** How often a record is written anew when the system takes only a part of it or the file is taken away meanwhile. */
const attempts = 3;

/**
 * Appends records to a file of checksummed JSON lines. Each record is one write() to a file opened for appending, in the order of the
 * calls. Opens on first use; the file and missing folders are readable by their owner only.
 */
export class LogWriter {
  readonly #file: string;
  #handle: FileHandle | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #torn = false;
  #size = 0;
  /** Whether the folder is known to hold the file's name after a power failure. */
  #named = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** Bytes of the file as far as this writer knows; 0 before its first record. */
  get size(): number {
    return this.#size;
  }

  /**
   * @param durable waits until the record would survive a power failure.
   * @throws {HumanError} for what the disk or permissions refuse; later appends are tried again.
   */
  append(record: object, durable = false): Promise<void> {
    const line = encodeLine(record);
    return this.#enqueue(() => this.#write(line, durable));
  }

  /**
   * Waits for what is under way and lets the file go; an append after it opens the file again.
   * @throws {HumanError} when the disk refuses even that.
   */
  close(): Promise<void> {
    return this.#enqueue(() => explained(this.#file, () => this.#letGo()));
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #write(line: string, durable: boolean): Promise<void> {
    if (Buffer.byteLength(line) > maxLine)
      throw new HumanError(text('A record is too large for the log “{0}”.', this.#file));
    try {
      for (let attempt = 1; ; attempt++) {
        const failed = await this.#attempt(line, durable);
        if (failed === undefined) return;
        if (attempt === attempts)
          throw Object.assign(new Error(`not written in ${attempts} attempts`), { code: failed });
      }
    } catch (error) {
      // What state the file is in shows when it is opened again.
      await this.#letGo().catch(() => undefined);
      throw fileProblem(error, this.#file);
    }
  }

  /** @returns why the record is not, or not wholly, in the file of that name; undefined when it is. */
  async #attempt(line: string, durable: boolean): Promise<'ENOSPC' | 'ENOENT' | undefined> {
    const handle = (this.#handle ??= await this.#open());
    const bytes = Buffer.from(this.#torn ? `\n${line}` : line, 'utf8');
    this.#torn = true;
    const { bytesWritten } = await handle.write(bytes);
    this.#size += bytesWritten;
    if (bytesWritten !== bytes.length) return 'ENOSPC';
    this.#torn = false;
    if (durable) await handle.datasync();
    if (!(await this.#isInPlace(handle))) {
      await this.#letGo();
      return 'ENOENT';
    }
    // The first time the name of the file may be as new as the record.
    if (durable && !this.#named) await syncFolder(path.dirname(this.#file));
    this.#named ||= durable;
    return undefined;
  }

  /** Whether the open file is still the one of that name: what is written into a deleted file is lost. */
  async #isInPlace(handle: FileHandle): Promise<boolean> {
    const [mine, named] = await Promise.all([
      handle.stat({ bigint: true }),
      stat(this.#file, { bigint: true }).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }),
    ]);
    return named?.ino === mine.ino && named.dev === mine.dev;
  }

  async #open(): Promise<FileHandle> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const handle = await open(this.#file, 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      this.#torn = size > 0 && last.toString() !== '\n';
      this.#size = size;
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async #letGo(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#named = false;
    await handle?.close();
  }
}

/**
 * Reads a log piece by piece, leaving out what cannot be trusted. A missing file is an empty log.
 * @param accepts tells the records of the expected shape from others.
 * @throws {HumanError} when the file exists and cannot be read.
 */
export async function readLog<T>(file: string, accepts: (value: unknown) => value is T): Promise<LogContent<T>> {
  const records: T[] = [];
  let dropped = 0;
  try {
    for await (const value of valuesOf(file))
      if (value !== undefined && accepts(value)) records.push(value);
      else dropped++;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { records: [], dropped: 0 };
    throw fileProblem(error, file);
  }
  return { records, dropped };
}

/**
 * Verifies a log line by line.
 * @returns how many lines are sound and how many are not.
 * @throws {HumanError} when the file cannot be read. @throws {CancelledError} when the signal fires.
 */
export async function verifyLog(
  file: string,
  signal: AbortSignal,
): Promise<{ readonly lines: number; readonly dropped: number }> {
  let lines = 0;
  let dropped = 0;
  try {
    for await (const value of valuesOf(file)) {
      throwIfCancelled(signal);
      if (value !== undefined) lines++;
      else dropped++;
    }
  } catch (error) {
    throw fileProblem(error, file);
  }
  return { lines, dropped };
}

/** The records of a file; undefined for each damaged line. */
async function* valuesOf(file: string): AsyncGenerator<unknown, void> {
  const handle = await open(file, 'r');
  try {
    for await (const { bytes } of piecesOf(handle, 0))
      for (const { start, end } of linesOf(bytes)) yield decodeLine(bytes.subarray(start, end));
  } finally {
    await handle.close().catch(() => undefined);
  }
}
