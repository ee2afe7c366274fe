import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../safety/fileProblem.js';
import { syncFolder, tempName } from '../store/atomic.js';
import { sha256 } from '../store/hash.js';
import { sweepState } from '../store/sweep.js';
import { text, type Text } from '../text.js';
import { generationFormat, parseInfo, type GenerationDraft, type StoredInfo } from './generationInfo.js';

/** A generation's folder as it was found. */
export interface FoundGeneration {
  readonly info: StoredInfo;
  /** Whether model.bin is there and is what info.json says. */
  readonly usable: boolean;
}

const name = /^[1-9]\d{0,8}$/;

/** The folders `<number>/` with `model.bin` and `info.json`. Each appears whole or not at all; one that is damaged is passed over and told once. */
export class GenerationFiles {
  /** What was found in a folder, as long as its model has the same stamp. */
  readonly #found = new Map<number, { readonly stamp: string; readonly found: FoundGeneration | undefined }>();
  readonly #told = new Set<string>();

  constructor(
    private readonly dir: string,
    private readonly onProblem: (problem: Text) => void,
  ) {}

  /** Newest first; empty when there is no folder. */
  async numbers(): Promise<number[]> {
    const names = await readdir(this.dir).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names
      .filter((one) => name.test(one))
      .map(Number)
      .sort((a, b) => b - a);
  }

  /** Changes with every change of the model; undefined when there is none. */
  async stamp(number: number): Promise<string | undefined> {
    try {
      const { ino, size, mtimeNs } = await lstat(this.#file(number, 'model.bin'), { bigint: true });
      return [ino, size, mtimeNs].join(':');
    } catch {
      return undefined;
    }
  }

  /** Undefined when the folder says nothing usable. */
  async find(number: number): Promise<FoundGeneration | undefined> {
    const stamp = (await this.stamp(number)) ?? 'none';
    const known = this.#found.get(number);
    if (known?.stamp === stamp) return known.found;
    let found: FoundGeneration | undefined;
    try {
      const info = parseInfo(await readFile(this.#file(number, 'info.json'), 'utf8'));
      if (info?.number === number) found = { info, usable: (await this.model(info)) !== undefined };
      else this.#tell(number);
    } catch {
      if ((await this.numbers().catch((): number[] => [])).includes(number)) this.#tell(number);
      // It may be readable again the next time.
      return undefined;
    }
    this.#found.set(number, { stamp, found });
    return found;
  }

  /** The bytes of model.bin; undefined when they are not there or are not what info.json says. */
  async model({ number, model }: StoredInfo): Promise<Uint8Array | undefined> {
    try {
      const bytes = await readFile(this.#file(number, 'model.bin'));
      if (sha256(bytes) === model) return bytes;
    } catch {
      // Told like wrong bytes.
    }
    this.#tell(number);
    return undefined;
  }

  /** Writes a new generation under the next free number. To be called under the lock. @throws what the disk refuses; nothing is left then. */
  async add(draft: GenerationDraft, bytes: Uint8Array): Promise<StoredInfo> {
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    await sweepState(this.dir);
    const number = ((await this.numbers())[0] ?? 0) + 1;
    const info: StoredInfo = { ...draft, format: generationFormat, number, model: sha256(bytes) };
    const temp = path.join(this.dir, tempName(String(number)));
    try {
      await mkdir(temp, { mode: 0o700 });
      await writeDurable(path.join(temp, 'model.bin'), bytes);
      await writeDurable(path.join(temp, 'info.json'), Buffer.from(`${JSON.stringify(info)}\n`));
      await syncFolder(temp);
      await rename(temp, path.join(this.dir, String(number)));
      await syncFolder(this.dir);
    } catch (error) {
      await rm(temp, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
    return info;
  }

  /** Takes the name away first: what is half removed is never seen. What cannot be removed stays. */
  async remove(number: number): Promise<void> {
    const temp = path.join(this.dir, tempName(String(number)));
    await rename(path.join(this.dir, String(number)), temp)
      .then(() => rm(temp, { recursive: true, force: true }))
      .catch(() => undefined);
  }

  /** Says that a generation cannot be used: once. */
  #tell(number: number): void {
    const folder = path.join(this.dir, String(number));
    if (this.#told.has(folder)) return;
    this.#told.add(folder);
    this.onProblem(text('Generation {0} of the router is damaged and is not used: {1}', number, folder));
  }

  #file(number: number, file: string): string {
    return path.join(this.dir, String(number), file);
  }
}

async function writeDurable(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    const { size } = await handle.stat();
    if (size !== bytes.length)
      throw Object.assign(new Error(`wrote ${size} of ${bytes.length} bytes`), { code: 'ENOSPC' });
    await handle.sync();
  } finally {
    await handle.close();
  }
}
