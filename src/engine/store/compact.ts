import { lstat, open, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { HashMismatchError, removeAtomic, sweepTemp, writeAtomic } from './atomic.js';
import { isCompacted, needsEnd, slicesOf, type Compacted } from './compacted.js';
import { sha256 } from './hash.js';
import type { StateLock } from './lock.js';
import { decodeLine, encodeLine, linesOf, piecesOf } from './logLines.js';
import { windowOf } from './window.js';

export interface CompactOptions {
  /** The folder of the log, `<state>/runs`. */
  readonly dir: string;
  /** Milliseconds since the epoch: months before this one are put in order. */
  readonly now: number;
  /** Whether the window with this id can no longer write. */
  readonly isOver: (window: string) => boolean;
  readonly lock: StateLock;
}

/** Files that are larger (bytes) stay as they are: putting them together would win nothing. */
const smallBelow = 8 * 1024 * 1024;

/** Bytes put together at once: little enough that the lock is held for a moment only. */
const atOnce = 16 * 1024 * 1024;

/** Milliseconds: a younger temporary file may be a living writer's. */
const tempAge = 60 * 60 * 1000;

/**
 * Puts the small log files of earlier months that windows left behind together in `<month>/compact-<n>.jsonl`, byte by byte, damaged lines
 * included. A crash leaves the old files, or the old ones beside the new: the new one says by name and hash which it holds, so the next
 * time only the deleting is left to do, and readers count the same event once.
 * @returns how many files were put together.
 * @throws {HumanError} what the disk or permissions refuse. @throws {CancelledError} when the signal fires.
 */
export async function compact({ dir, now, isOver, lock }: CompactOptions, signal: AbortSignal): Promise<number> {
  const current = new Date(now).toISOString().slice(0, 7);
  let count = 0;
  try {
    for (const month of await months(dir)) {
      if (month >= current) break;
      const folder = path.join(dir, month);
      // Looked at before asking for the lock: most months are in order already.
      while ((await leftBehind(folder, isOver)).length > 1) {
        throwIfCancelled(signal);
        const done = await lock.hold(() => compactSome(folder, isOver));
        if (done === 0) break;
        count += done;
      }
      await sweepTemp(folder, now - tempAge);
    }
  } catch (error) {
    throw fileProblem(error, dir);
  }
  return count;
}

async function months(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /^\d{4}-\d{2}$/.test(name)).sort();
}

const numberOf = (name: string): number => Number(/^compact-(\d{1,9})\.jsonl$/.exec(name)?.[1] ?? 0);

/** Small log files of a month that nobody writes any more, by name. */
async function leftBehind(folder: string, isOver: CompactOptions['isOver']): Promise<string[]> {
  const names: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const window = windowOf(name);
    if (numberOf(name) === 0 && (window === undefined || !isOver(window))) continue;
    const info = await lstat(path.join(folder, name)).catch(() => undefined);
    if (info?.isFile() && info.size < smallBelow) names.push(name);
  }
  return names;
}

/** Puts some files of a month together. @returns how many. */
async function compactSome(folder: string, isOver: CompactOptions['isOver']): Promise<number> {
  const unfinished = await finish(folder);
  const sources: Source[] = [];
  let size = 0;
  for (const name of await leftBehind(folder, isOver)) {
    if (unfinished.has(name)) continue;
    const source = await readSource(folder, name);
    if (!source) continue;
    if (size + source.bytes.length > atOnce) break;
    sources.push(source);
    size += source.bytes.length;
  }
  if (sources.length < 2) return 0;
  const header: Compacted = {
    type: 'log.compacted',
    sources: sources.map(({ name, bytes }) => ({ name, bytes: bytes.length, hash: sha256(bytes) })),
  };
  const parts = sources.flatMap(({ bytes }) => (needsEnd(bytes) ? [bytes, Buffer.from('\n')] : [bytes]));
  const highest = Math.max(...(await readdir(folder)).map(numberOf));
  try {
    await writeAtomic(
      path.join(folder, `compact-${highest + 1}.jsonl`),
      Buffer.concat([Buffer.from(encodeLine(header)), ...parts]),
      { expectedHash: null, mode: 0o600 },
    );
  } catch (error) {
    // Another window holds that it has the lock, too (this one has slept): what it leaves is for the next time.
    if (error instanceof HashMismatchError) return 0;
    throw error;
  }
  for (const { name, hash } of header.sources) await removed(path.join(folder, name), hash);
  return sources.length;
}

/** A file as it was read. */
interface Source {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Undefined when it cannot be read: then it stays where it is. */
async function readSource(folder: string, name: string): Promise<Source | undefined> {
  const bytes = await readFile(path.join(folder, name)).catch(() => undefined);
  return bytes && { name, bytes };
}

/**
 * Deletes what was put together earlier and not deleted, once it is sure that its bytes are in the other file.
 * @returns the names of files that have to stay as they are because that did not work.
 */
async function finish(folder: string): Promise<ReadonlySet<string>> {
  const names = new Set(await readdir(folder));
  const unfinished = new Set<string>();
  for (const name of names) {
    const header = numberOf(name) > 0 && (await headerOf(path.join(folder, name)).catch(() => undefined));
    if (!header || !header.sources.some((source) => names.has(source.name))) continue;
    for (const { name: left, hash, bytes } of slicesOf(header, await readFile(path.join(folder, name)))) {
      if (!names.has(left) || sha256(bytes) !== hash || (await removed(path.join(folder, left), hash))) continue;
      unfinished.add(left).add(name);
    }
  }
  return unfinished;
}

/** @returns false when it is still there: it has changed, or cannot be deleted now. Readers see through what is in the log twice. */
const removed = (file: string, hash: string): Promise<boolean> =>
  removeAtomic(file, hash).then(
    () => true,
    () => false,
  );

/** The first line of a file that was put together. */
async function headerOf(file: string): Promise<Compacted | undefined> {
  const handle = await open(file, 'r');
  try {
    for await (const { bytes } of piecesOf(handle, 0))
      for (const { start, end } of linesOf(bytes)) {
        const value = decodeLine(bytes.subarray(start, end));
        return isCompacted(value) ? value : undefined;
      }
    return undefined;
  } finally {
    await handle.close().catch(() => undefined);
  }
}
