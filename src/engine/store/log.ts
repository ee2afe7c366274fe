import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { sha256 } from './hash.js';

/** What a log file holds. */
export interface LogContent<T> {
  readonly records: readonly T[];
  /** Lines that were torn, damaged or not of the expected shape. A killed writer leaves at most one. */
  readonly dropped: number;
}

/**
 * Appends records to a file of checksummed JSON lines: `<first 8 hex digits of the JSON's SHA-256> <JSON>\n`.
 * Each record is one write() to a file opened for appending, in the order of the calls. Opens on first use;
 * the file and missing folders are readable by their owner only.
 */
export class LogWriter {
  readonly #file: string;
  #handle: FileHandle | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #torn = false;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @param durable waits until the record would survive a power failure.
   * @throws {HumanError} for what the disk or permissions refuse; later appends are tried again.
   */
  append(record: object, durable = false): Promise<void> {
    const json = JSON.stringify(record);
    return this.#enqueue(() => this.#write(`${sha256(json).slice(0, 8)} ${json}\n`, durable));
  }

  /** Waits for what is under way and lets the file go; an append after it opens the file again. */
  close(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#handle?.close();
      this.#handle = undefined;
    });
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #write(line: string, durable: boolean): Promise<void> {
    try {
      const handle = (this.#handle ??= await this.#open());
      const bytes = Buffer.from(this.#torn ? `\n${line}` : line, 'utf8');
      this.#torn = true;
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten !== bytes.length)
        throw Object.assign(new Error(`wrote ${bytesWritten} of ${bytes.length} bytes`), { code: 'ENOSPC' });
      this.#torn = false;
      if (durable) await handle.datasync();
    } catch (error) {
      throw fileProblem(error, this.#file);
    }
  }

  async #open(): Promise<FileHandle> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const handle = await open(this.#file, 'a+', 0o600);
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    this.#torn = size > 0 && last.toString() !== '\n';
    return handle;
  }
}

/**
 * Reads a log, leaving out what cannot be trusted. A missing file is an empty log.
 * @param accepts tells the records of the expected shape from others.
 * @throws {HumanError} when the file exists and cannot be read.
 */
export async function readLog<T>(file: string, accepts: (value: unknown) => value is T): Promise<LogContent<T>> {
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { records: [], dropped: 0 };
    throw fileProblem(error, file);
  }
  const records: T[] = [];
  let dropped = 0;
  for (let start = 0; start < content.length;) {
    const newline = content.indexOf(10, start);
    const end = newline < 0 ? content.length : newline;
    if (end > start) {
      const value = decode(content.subarray(start, end));
      if (value !== undefined && accepts(value)) records.push(value);
      else dropped++;
    }
    start = end + 1;
  }
  return { records, dropped };
}

function decode(line: Buffer): unknown {
  const json = line.subarray(9);
  if (line[8] !== 32 || line.toString('latin1', 0, 8) !== sha256(json).slice(0, 8)) return undefined;
  try {
    return JSON.parse(json.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
