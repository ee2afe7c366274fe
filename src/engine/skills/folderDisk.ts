import {
  close,
  closeSync,
  constants,
  fstat,
  fstatSync,
  lstat,
  lstatSync,
  open,
  openSync,
  read,
  readdir,
  readdirSync,
  readSync,
  type BigIntStats,
  type Dirent,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { sha256 } from '../store/hash.js';

/** A file as it was when it was open. */
export interface OpenedFile {
  readonly info: BigIntStats;
  readonly data: Buffer;
  /** SHA-256 of {@link data}. */
  readonly hash: string;
}

/** What reading a folder asks of the file system. All throw what the file system throws. */
export interface Disk {
  /** Does not follow links. */
  look(file: string): BigIntStats | Promise<BigIntStats>;
  list(folder: string): Dirent[] | Promise<Dirent[]>;
  /** A whole regular file; undefined when it is none. */
  open(file: string, most: number): Opened | Promise<Opened>;
}

export type Opened = OpenedFile | 'too large' | undefined;

// A file may be swapped after it was looked at: a link fails to open then, and a pipe opens without waiting for its other end.
// (Windows knows neither flag; `|` takes them as 0 there.)
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Bytes read and hashed in one go: some milliseconds of work. */
const chunk = 1024 * 1024;

// Callbacks below promises: `fs/promises` costs 2.5 times as much for 10,000 small files.
const waiting = {
  look: promisify(lstat),
  list: promisify(readdir),
  open: promisify(open),
  lookAtOpen: promisify(fstat),
  read: promisify(read),
  close: promisify(close),
};

/** Holds nobody up, however slow the disk is. */
export const waitingDisk: Disk = {
  look: (file) => waiting.look(file, { bigint: true }),
  list: (folder) => waiting.list(folder, { withFileTypes: true }),
  async open(file, most) {
    const descriptor = await waiting.open(file, flags);
    try {
      const info = await waiting.lookAtOpen(descriptor, { bigint: true });
      if (!info.isFile()) return undefined;
      if (info.size > most) return 'too large';
      const bytes = Buffer.allocUnsafe(Number(info.size));
      const hash = createHash('sha256');
      let filled = 0;
      while (filled < bytes.length) {
        const length = Math.min(chunk, bytes.length - filled);
        const { bytesRead } = await waiting.read(descriptor, bytes, filled, length, filled);
        if (bytesRead === 0) break;
        hash.update(bytes.subarray(filled, filled + bytesRead));
        filled += bytesRead;
      }
      return { info, data: bytes.subarray(0, filled), hash: hash.digest('hex') };
    } finally {
      await waiting.close(descriptor);
    }
  },
};

/** Larger files are read by waiting, whatever the disk. */
const small = 128 * 1024;

/** Milliseconds a call takes on average from which on a disk is not asked directly any more; from memory it takes a hundredth. */
const slow = 1;
/** The average is that of about so many calls, and one call counts for no more than so many milliseconds: any machine halts now and then. */
const memory = 64;
const halt = 20;

/**
 * Asks directly: a tenth of the work, as long as answers come from memory or a fast disk. {@link isSlow} tells when they do not; whoever
 * uses it stops then, so that the event loop is held up by few slow calls at most.
 */
export class DirectDisk implements Disk {
  #average = 0;

  get isSlow(): boolean {
    return this.#average > slow;
  }

  look(file: string): BigIntStats {
    return this.#timed(() => lstatSync(file, { bigint: true }));
  }

  list(folder: string): Dirent[] {
    return this.#timed(() => readdirSync(folder, { withFileTypes: true }));
  }

  open(file: string, most: number): Opened | Promise<Opened> {
    const opened = this.#timed(() => readSmall(file));
    return opened === 'not small' ? waitingDisk.open(file, most) : opened;
  }

  #timed<T>(call: () => T): T {
    const began = performance.now();
    try {
      return call();
    } finally {
      this.#average += (Math.min(performance.now() - began, halt) - this.#average) / memory;
    }
  }
}

function readSmall(file: string): OpenedFile | 'not small' | undefined {
  const descriptor = openSync(file, flags);
  try {
    const info = fstatSync(descriptor, { bigint: true });
    if (!info.isFile()) return undefined;
    if (info.size > small) return 'not small';
    const bytes = Buffer.allocUnsafe(Number(info.size));
    const data = bytes.subarray(0, bytes.length > 0 ? readSync(descriptor, bytes, 0, bytes.length, 0) : 0);
    return { info, data, hash: sha256(data) };
  } finally {
    closeSync(descriptor);
  }
}
