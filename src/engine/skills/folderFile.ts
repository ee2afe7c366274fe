import { close, constants, fstat, open, read, type BigIntStats } from 'node:fs';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';

const openFile = promisify(open);
const look = promisify(fstat);
const readInto = promisify(read);
const closeFile = promisify(close);

/** A file as it was when it was open. */
export interface OpenedFile {
  readonly info: BigIntStats;
  readonly data: Buffer;
  /** SHA-256 of {@link data}. */
  readonly hash: string;
}

/** Bytes hashed in one go: some milliseconds of work. */
const chunk = 1024 * 1024;

// A file may be swapped after it was looked at: a link fails to open then, and a pipe opens without waiting for its other end.
// (Windows knows neither flag; `|` takes them as 0 there.)
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads and hashes a regular file. Undefined when it no longer is one.
 * @throws what the file system throws
 */
export async function readWhole(file: string, most: number): Promise<OpenedFile | 'too large' | undefined> {
  const descriptor = await openFile(file, flags);
  try {
    const info = await look(descriptor, { bigint: true });
    if (!info.isFile()) return undefined;
    if (info.size > most) return 'too large';
    const bytes = Buffer.allocUnsafe(Number(info.size));
    const hash = createHash('sha256');
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await readInto(descriptor, bytes, filled, Math.min(chunk, bytes.length - filled), filled);
      if (bytesRead === 0) break;
      hash.update(bytes.subarray(filled, filled + bytesRead));
      filled += bytesRead;
    }
    return { info, data: bytes.subarray(0, filled), hash: hash.digest('hex') };
  } finally {
    await closeFile(descriptor);
  }
}
