import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileProblem } from '../safety/fileProblem.js';
import { writeAtomic } from '../store/atomic.js';
import { Pace } from '../store/pace.js';
import { sealBytes } from './vectorFormat.js';
import type { VectorStorage } from './vectra.js';

/**
 * Files that are there whole or not at all: replaced by rename, and sealed with the SHA-256 of what follows the seal, so that a file cut short
 * or changed counts as missing.
 */
export const vectorStorage: VectorStorage = {
  async read(file) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    const whole = bytes.length > sealBytes && bytes.subarray(0, sealBytes).equals(await sealOf(bytes));
    return whole ? bytes : Buffer.alloc(0);
  },
  /** @throws {HumanError} for what the disk or permissions refuse. */
  async write(file, bytes) {
    (await sealOf(bytes)).copy(bytes);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw fileProblem(error, file);
    });
    await writeAtomic(file, bytes, { mode: 0o600 });
  },
};

/** Bytes hashed between two looks at the clock: a large index in one go would hold up the window. */
const piece = 256 * 1024;

async function sealOf(bytes: Buffer): Promise<Buffer> {
  const hash = createHash('sha256');
  const pace = new Pace();
  for (let at = sealBytes; at < bytes.length; at += piece) {
    hash.update(bytes.subarray(at, at + piece));
    if (pace.due) await pace.rest();
  }
  return hash.digest();
}
