import { lstat, mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text, type Text } from '../text.js';
import { writeAtomic } from './atomic.js';
import type { StateLock } from './lock.js';
import { sweepState } from './sweep.js';

export interface JsonStateOptions<T> {
  readonly file: string;
  readonly lock: StateLock;
  /** What a missing or unreadable file counts as. */
  readonly empty: T;
  /** `undefined` for a value that is not one. The `version` is checked before. */
  readonly parse: (value: object) => T | undefined;
  /** The members of the file, without `version`. */
  readonly encode: (value: T) => object;
  /** Told once for each state of the file that cannot be used. */
  readonly onProblem?: ((problem: Text) => void) | undefined;
}

/** What a state file turned out to be: usable, damaged (it may be set aside), or not ours to touch. */
type Found<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'damaged' | 'closed'; readonly problem: Text; readonly cause?: unknown };

/** The version of these files that this code reads and writes. */
const version = 1;

/** A small file of decisions, `{"version":1,...}`, that several windows read and change. */
export class JsonState<T extends object> {
  readonly #options: JsonStateOptions<T>;
  #cached: { readonly stamp: string; readonly found: Found<T> } | undefined;
  #told: string | undefined;

  constructor(options: JsonStateOptions<T>) {
    this.#options = options;
  }

  /** Never rejects for what the file holds: then it is `empty`, and the problem is told. */
  async read(): Promise<T> {
    const found = await this.#find();
    return found.kind === 'value' ? found.value : this.#options.empty;
  }

  /** What keeps the file from being used; for a check of everything that is stored. */
  async problem(): Promise<Text | undefined> {
    const found = await this.#find();
    return found.kind === 'value' ? undefined : found.problem;
  }

  /**
   * Replaces the value, with no other window in between. A damaged file is kept beside the new one as `<name>.damaged`.
   * @param change gives the same object when nothing is to be written.
   * @throws {HumanError} when the file cannot be read or written, or belongs to a newer version.
   */
  async update(change: (value: T) => T): Promise<void> {
    const { file, lock, empty, encode } = this.#options;
    await lock.hold(async () => {
      this.#cached = undefined;
      const found = await this.#find();
      if (found.kind === 'closed') throw new HumanError(found.problem, undefined, { cause: found.cause });
      const before = found.kind === 'value' ? found.value : empty;
      const after = change(before);
      if (after === before) return;
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await sweepState(path.dirname(file));
        if (found.kind === 'damaged') await rename(file, `${file}.damaged`);
        await writeAtomic(file, `${JSON.stringify({ version, ...encode(after) })}\n`, { mode: 0o600 });
      } catch (error) {
        throw fileProblem(error, file);
      }
    });
    this.#cached = undefined;
  }

  async #find(): Promise<Found<T>> {
    const { file, empty } = this.#options;
    let found: Found<T>;
    try {
      const before = await stampOf(file);
      if (before === undefined) return { kind: 'value', value: empty };
      if (this.#cached?.stamp === before) return this.#cached.found;
      found = this.#parse(await readFile(file, 'utf8'));
      // What was replaced while it was read is read again next time.
      this.#cached = (await stampOf(file)) === before ? { stamp: before, found } : undefined;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return { kind: 'value', value: empty };
      const problem = fileProblem(error, file);
      if (!(problem instanceof HumanError)) throw error;
      found = { kind: 'closed', problem: problem.text, cause: error };
    }
    this.#tell(found);
    return found;
  }

  #parse(json: string): Found<T> {
    const { file } = this.#options;
    try {
      const value: unknown = JSON.parse(json);
      if (typeof value === 'object' && value !== null && 'version' in value) {
        if (typeof value.version === 'number' && value.version > version)
          return { kind: 'closed', problem: text('“{0}” was written by a newer version of Memento.', file) };
        const parsed = value.version === version ? this.#options.parse(value) : undefined;
        if (parsed) return { kind: 'value', value: parsed };
      }
    } catch {
      // Told like a wrong value, below.
    }
    return { kind: 'damaged', problem: text('“{0}” is damaged; what it held does not count.', file) };
  }

  #tell(found: Found<T>): void {
    const sign = found.kind === 'value' ? undefined : JSON.stringify(found.problem);
    if (found.kind !== 'value' && sign !== this.#told) this.#options.onProblem?.(found.problem);
    this.#told = sign;
  }
}

/** Every write makes a new file, so a change shows in the inode even where clocks are coarse. */
async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await lstat(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
