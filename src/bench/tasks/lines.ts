import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { HumanError, throwIfCancelled } from '../../engine/errors.js';
import { fileProblem } from '../../engine/safety/fileProblem.js';
import { Pace } from '../../engine/store/pace.js';
import { text } from '../../engine/text.js';

const megabyte = 1024 * 1024;

/** Bytes of a file of tasks, and of one of its lines; sets of tasks have some thousands of lines of some kilobytes. */
export const largestFile = 64 * megabyte;
export const longestLine = 4 * megabyte;

/** Where a line stands, for messages. */
export interface Place {
  /** As the person named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One line of a file, without its line end. */
export interface Line extends Place {
  readonly content: string;
}

/** Bytes read at one go. */
const slice = megabyte;
const newline = 0x0a;

/**
 * The lines of a file that are not blank, one after another; no more than one of them is held in memory. A byte order mark is taken off.
 * @throws {HumanError} when it cannot be read, is larger than {@link largestFile}, or has a line longer than {@link longestLine} or one that is not UTF-8
 * @throws {CancelledError}
 */
export async function* linesOf(file: string, signal: AbortSignal): AsyncGenerator<Line> {
  const handle = await openRegular(file);
  try {
    const pace = new Pace();
    let number = 0;
    for await (const bytes of pieces(handle, file, signal)) {
      number++;
      const content = decode(bytes, { file, line: number });
      if (content.trim() !== '') yield { file, line: number, content };
      if (!pace.due) continue;
      throwIfCancelled(signal);
      await pace.rest();
    }
  } finally {
    await handle.close();
  }
}

/**
 * A whole file of at most {@link largestFile} as text, without its byte order mark.
 * @throws {HumanError} when it cannot be read, is larger, or is not UTF-8
 * @throws {CancelledError}
 */
export async function textOf(file: string, signal: AbortSignal): Promise<string> {
  const handle = await openRegular(file);
  try {
    const parts: Buffer[] = [];
    for await (const chunk of chunks(handle, file, signal)) parts.push(chunk);
    return decoded(Buffer.concat(parts));
  } catch (error) {
    if (error instanceof TypeError) throw new HumanError(text('{0} is not text in UTF-8.', file));
    throw error;
  } finally {
    await handle.close();
  }
}

/** Not waiting for the other end of a pipe. (Windows does not know the flag; `|` takes it as 0 there.) */
async function openRegular(file: string): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = await handle.stat();
    if (!info.isFile()) throw new HumanError(text('“{0}” is not a file.', file));
    if (info.size > largestFile) throw tooLarge(file);
    return handle;
  } catch (error) {
    await handle?.close();
    throw fileProblem(error, file);
  }
}

const tooLarge = (file: string): HumanError =>
  new HumanError(text('{0} is larger than {1} MB.', file, largestFile / megabyte));

async function* chunks(handle: FileHandle, file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  // It may grow while it is read: what counts is what was really read.
  for (let total = 0; ;) {
    throwIfCancelled(signal);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(slice), 0, slice, null);
    if (bytesRead === 0) return;
    total += bytesRead;
    if (total > largestFile) throw tooLarge(file);
    yield buffer.subarray(0, bytesRead);
  }
}

/** The lines as bytes, cut before they are decoded so that no character is split. */
async function* pieces(handle: FileHandle, file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  let open: Buffer[] = [];
  let length = 0;
  let number = 1;
  const add = (part: Buffer): void => {
    open.push(part);
    length += part.length;
    if (length <= longestLine) return;
    throw new HumanError(text('{0}, line {1}: the line is longer than {2} MB.', file, number, longestLine / megabyte));
  };
  for await (const chunk of chunks(handle, file, signal)) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, end));
      yield Buffer.concat(open);
      [open, length, from] = [[], 0, end + 1];
      number++;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0) yield Buffer.concat(open);
}

/** @throws {TypeError} when it is not UTF-8 */
const decoded = (bytes: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function decode(bytes: Buffer, { file, line }: Place): string {
  try {
    return decoded(bytes);
  } catch {
    throw new HumanError(text('{0}, line {1}: this is not text in UTF-8.', file, line));
  }
}
