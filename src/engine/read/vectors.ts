import { generationFolder, sweepGenerations } from './vectorGenerations.js';
import { sha256 } from '../store/hash.js';
import type { StateLock } from '../store/lock.js';
import { Pace } from '../store/pace.js';
import { sweepState } from '../store/sweep.js';
import type { StoredVector, VectorModel } from './vectorFormat.js';
import { isUsable, unit, VectorMatrix } from './vectorMatrix.js';
import { vectorStorage } from './vectorStorage.js';
import type { VectorPlace } from './vectra.js';

/** What a text is to the router; a model may see the same text differently. */
export type VectorPurpose = 'skill' | 'task';

/** Under which a vector is kept: changes whenever the embedded text does. */
export const vectorKey = (purpose: VectorPurpose, text: string): string => `${purpose}:${sha256(text)}`;

export const purposeOf = (key: string): string => key.slice(0, key.indexOf(':'));

/** Rows of the vectors of some keys, for {@link VectorCache.cosines}. */
export interface VectorSelection {
  readonly rows: Uint32Array;
  /** Every one of the keys has a vector. */
  readonly complete: boolean;
  /** {@link VectorCache.version} it was made at. */
  readonly version: number;
}

export interface VectorCacheOptions {
  /** `<state>/index`; may be deleted at any time. */
  readonly dir: string;
  readonly model: VectorModel;
  /** One for all caches of the window: it knows what is left of its own after a failure. */
  readonly lock: StateLock;
}

/**
 * The vectors of one model: in memory for scoring, and behind it a file that spares asking for them again. The file is derived: missing, cut
 * short, changed or of another model or length it counts as empty, and whoever needs the vectors asks for them anew. Windows share it: each
 * adds its vectors to what it finds, under a lock.
 */
export class VectorCache {
  readonly #options: VectorCacheOptions;
  readonly #folder: string;
  readonly #rows = new Map<string, number>();
  /** Taken out since the last save. */
  readonly #forgotten = new Set<string>();
  #matrix: VectorMatrix | undefined;
  #version = 0;
  #changed = false;
  #loading: Promise<void> | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: VectorCacheOptions) {
    this.#options = options;
    this.#folder = generationFolder(options.dir, options.model);
  }

  /** Numbers in each vector; 0 as long as there is none. */
  get dims(): number {
    return this.#matrix?.dims ?? 0;
  }

  /** Changes whenever rows do, so that a selection made before no longer holds. */
  get version(): number {
    return this.#version;
  }

  /** Keys in the order their vectors came. */
  keys(): readonly string[] {
    return [...this.#rows.keys()];
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  /** A copy of a vector, of length 1. */
  get(key: string): Float32Array | undefined {
    const row = this.#rows.get(key);
    return row === undefined ? undefined : this.#matrix?.row(row).slice();
  }

  /** Reads the file, once. What cannot be read is not there. Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    const found = await import('./vectra.js').then(({ readIndex }) => readIndex(this.#place())).catch(() => []);
    await this.#take(found);
  }

  /** Takes what another window or an earlier session has stored and this one does not have. */
  async #take(found: readonly StoredVector[]): Promise<void> {
    const pace = new Pace();
    for (const { id, vector } of found) {
      if (pace.due) await pace.rest();
      if (this.#rows.has(id) || this.#forgotten.has(id) || !isUsable(vector)) continue;
      if (this.#matrix === undefined || this.#matrix.dims === vector.length) this.#put(id, vector);
    }
  }

  /**
   * Adds vectors. When they have another length than those before, the model has changed behind its name: all those before are dropped.
   * @throws {RangeError} for a number that is not finite; nothing is added.
   */
  add(entries: readonly (readonly [key: string, vector: Float32Array])[]): void {
    const units = entries.map(([key, vector]) => [key, unit(vector)] as const);
    for (const [key, vector] of units) {
      if (vector.length !== this.dims && this.dims > 0) this.#clear();
      if (this.#rows.has(key)) continue;
      this.#put(key, vector);
      this.#forgotten.delete(key);
      this.#changed = true;
    }
  }

  /** Takes vectors out; their texts are no longer of use. */
  forget(keys: Iterable<string>): void {
    const gone = new Set([...keys].filter((key) => this.#rows.has(key)));
    if (gone.size === 0) return;
    const left = this.#entries().filter(({ id }) => !gone.has(id));
    this.#clear();
    for (const { id, vector } of left) this.#put(id, vector);
    for (const key of gone) this.#forgotten.add(key);
    this.#changed = true;
  }

  select(keys: readonly string[]): VectorSelection {
    const rows = Uint32Array.from(keys, (key) => this.#rows.get(key) ?? 0);
    return { rows, complete: keys.every((key) => this.#rows.has(key)), version: this.#version };
  }

  /**
   * Cosines of the query with the selected vectors, in the order of the keys: -1 to 1 up to rounding, 0 where either is all zeros.
   * @throws {RangeError} for a selection that is incomplete or no longer holds, and for a query of another length or with numbers that are not
   * finite.
   */
  cosines(query: Float32Array, { rows, complete, version }: VectorSelection): Float32Array {
    if (!complete || version !== this.#version) throw new RangeError('the selection does not hold');
    if (rows.length === 0) return new Float32Array(0);
    if (query.length !== this.dims) throw new RangeError(`a query of ${query.length} numbers, not ${this.dims}`);
    return this.#matrix?.cosines(query, rows) ?? new Float32Array(0);
  }

  /**
   * Writes what has changed since the last time, together with what other windows have stored meanwhile; one after the other.
   * @throws {HumanError} for what the disk or permissions refuse; the vectors stay in memory and a later save tries again.
   */
  save(): Promise<void> {
    const turn = this.#saving.then(() => this.#save());
    this.#saving = turn.catch(() => undefined);
    return turn;
  }

  async #save(): Promise<void> {
    await this.load();
    if (!this.#changed) return;
    const { updateIndex } = await import('./vectra.js');
    await this.#options.lock.hold(async () => {
      this.#changed = false;
      const forgotten = [...this.#forgotten];
      let others: readonly StoredVector[] = [];
      try {
        await updateIndex(this.#place(), async (stored) => {
          // Vectors of another length may come while it looks through them.
          for (let seen = -1; seen !== this.#version;) {
            seen = this.#version;
            others = await this.#sift(stored);
          }
          const ids = new Set(others.map(({ id }) => id));
          const remove = stored.flatMap(({ id }) => (ids.has(id) ? [] : [id]));
          return { remove, add: this.#entries().filter(({ id }) => !ids.has(id)) };
        });
      } catch (error) {
        this.#changed = true;
        throw error;
      }
      for (const key of forgotten) this.#forgotten.delete(key);
      await this.#take(others);
      await sweepState(this.#folder);
      await sweepGenerations(this.#options.dir);
    });
  }

  /** What may stay in the file. */
  async #sift(stored: readonly StoredVector[]): Promise<readonly StoredVector[]> {
    const pace = new Pace();
    const good: StoredVector[] = [];
    for (const each of stored) {
      if (pace.due) await pace.rest();
      const fits = this.#matrix === undefined || each.vector.length === this.dims;
      if (fits && !this.#forgotten.has(each.id) && isUsable(each.vector)) good.push(each);
    }
    return good;
  }

  /** All vectors, as views. */
  #entries(): StoredVector[] {
    const matrix = this.#matrix;
    return matrix ? [...this.#rows].map(([id, row]) => ({ id, vector: matrix.row(row) })) : [];
  }

  #put(key: string, vector: Float32Array): void {
    this.#matrix ??= new VectorMatrix(vector.length);
    this.#rows.set(key, this.#matrix.push(vector));
  }

  #clear(): void {
    this.#rows.clear();
    this.#matrix = undefined;
    this.#version++;
  }

  #place(): VectorPlace {
    return { folder: this.#folder, model: this.#options.model, storage: vectorStorage };
  }
}
