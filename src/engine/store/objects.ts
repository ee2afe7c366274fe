import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { text } from '../text.js';
import { syncFolder, writeAtomic } from './atomic.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { isHash, sha256 } from './hash.js';
import { sweepState } from './sweep.js';

/** Immutable contents, found by their SHA-256: versions of skills, files before a run changed them. */
export interface ObjectStore {
  /** Keeps the bytes (a string as UTF-8) and returns their hash. The same bytes again change nothing, a damaged copy is mended. */
  put(data: string | Uint8Array): Promise<string>;
  /** @throws {HumanError} when the content is missing or no longer has the hash. */
  get(hash: string): Promise<Buffer>;
  /** Removes what killed writers left. */
  sweep(): Promise<void>;
}

/** A store in `dir` (`<state>/objects`); folders are made when first needed, readable by their owner only. */
export function createObjectStore(dir: string): ObjectStore {
  const fileOf = (hash: string): string => path.join(dir, hash.slice(0, 2), hash);
  const read = async (hash: string): Promise<Buffer | undefined> => {
    try {
      return await readFile(fileOf(hash));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw fileProblem(error, fileOf(hash));
    }
  };
  return {
    async put(data) {
      const hash = sha256(data);
      const kept = await read(hash);
      if (kept && sha256(kept) === hash) return hash;
      const file = fileOf(hash);
      try {
        const made = await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        if (made !== undefined) await syncFolder(dir);
      } catch (error) {
        throw fileProblem(error, path.dirname(file));
      }
      await writeAtomic(file, data, { mode: 0o600 });
      return hash;
    },
    async get(hash) {
      if (!isHash(hash)) throw new HumanError(text('“{0}” is not the name of a stored content.', hash));
      const kept = await read(hash);
      if (!kept) throw new HumanError(text('The stored content {0} is missing.', hash.slice(0, 12)), 'show-log');
      if (sha256(kept) !== hash)
        throw new HumanError(text('The stored content {0} is damaged; it is not used.', hash.slice(0, 12)), 'show-log');
      return kept;
    },
    async sweep() {
      for (const folder of await readdir(dir).catch(() => [])) await sweepState(path.join(dir, folder));
    },
  };
}
