import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { HumanError } from '../errors.js';
import type { Clock } from '../ports.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { parseSkill } from '../skills/format.js';
import type { Diagnostic } from '../skills/skill.js';
import { treeHash, treeOf, type Content, type FileContent, type Tree } from '../skills/tree.js';
import { sweepTemp, tempName } from '../store/atomic.js';
import { sha256 } from '../store/hash.js';
import { text } from '../text.js';
import { readRecord, recordText } from './quarantineRecord.js';

/** Where an imported skill comes from. */
export interface Origin {
  readonly kind: 'folder' | 'zip' | 'git';
  /** What the person gave: a path or an address, without credentials. */
  readonly source: string;
  /** Folder inside it; empty for its root. */
  readonly path: string;
  /** Branch, tag or commit that was asked for, for git. */
  readonly ref?: string;
  /** Commit, for git. */
  readonly commit?: string;
}

/** A skill as it was fetched, in memory. */
export interface Fetched {
  /** A name the library can keep it under. */
  readonly name: string;
  readonly origin: Origin;
  readonly content: Content;
  readonly diagnostics: readonly Diagnostic[];
  /** Files that were left out (links, submodules, devices), with their kind, for the person to read. */
  readonly skipped: readonly string[];
}

/** An imported skill that lies in the state folder until the person has looked at it. */
export interface Quarantined {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly origin: Origin;
  readonly files: Tree;
  readonly tree: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly skipped: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Imports that wait for a look, in the state folder: nothing of them is where a run or another program would find it. */
export interface Quarantine {
  /** Keeps skills, each as a whole or not at all. What waits already (same name, same files) is not kept twice. */
  add(fetched: readonly Fetched[]): Promise<readonly Quarantined[]>;
  /** Oldest first. A damaged entry is left out; importing it again replaces it. */
  list(): Promise<readonly Quarantined[]>;
  /** Ids of entries that cannot be read. */
  damaged(): Promise<readonly string[]>;
  /** @throws {HumanError} when there is no such import, or a file of it is damaged */
  content(id: string): Promise<Content>;
  /** A file as text; bytes that are no text are shown as a replacement character. @throws {HumanError} as {@link content} */
  text(id: string, path: string): Promise<string>;
  /** Removes an import; one that is not there is no mistake. */
  remove(id: string): Promise<void>;
}

export interface QuarantineOptions {
  /** `<state>/quarantine`; made when first needed, readable by its owner only. */
  readonly dir: string;
  readonly clock: Clock;
}

export const createQuarantine = (options: QuarantineOptions): Quarantine => new FileQuarantine(options);

/** Milliseconds: a younger temporary folder may be a living window's. */
const tempAge = 60 * 60 * 1000;
const attempts = 10;

/**
 * `<id>/import.json` and `<id>/files/<hash>`: no name from outside becomes a name on this disk, no file is executable, and every reading
 * compares the hash. The id comes from name and content, so the folder also tells whether it is what it says.
 */
class FileQuarantine implements Quarantine {
  constructor(private readonly options: QuarantineOptions) {}

  async add(fetched: readonly Fetched[]): Promise<readonly Quarantined[]> {
    const { dir } = this.options;
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await sweepTemp(dir, Date.now() - tempAge);
      const added = new Map<string, Quarantined>();
      for (const one of fetched) {
        const entry = await this.#add(one);
        added.set(entry.id, entry);
        await turn();
      }
      return [...added.values()];
    } catch (error) {
      throw fileProblem(error, dir);
    }
  }

  async list(): Promise<readonly Quarantined[]> {
    const entries = await Promise.all((await this.#ids()).map((id) => this.#read(id)));
    return entries.filter((entry) => entry !== undefined).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  async damaged(): Promise<readonly string[]> {
    const entries = await Promise.all((await this.#ids()).map(async (id) => ((await this.#read(id)) ? undefined : id)));
    return entries.filter((id) => id !== undefined);
  }

  async content(id: string): Promise<Content> {
    const content = new Map<string, FileContent>();
    for (const { path: file, hash, executable } of (await this.#entry(id)).files) {
      content.set(file, { data: await this.#bytes(id, file, hash), executable });
      await turn();
    }
    return content;
  }

  async text(id: string, file: string): Promise<string> {
    const found = (await this.#entry(id)).files.find((one) => one.path === file);
    if (!found) throw new HumanError(text('“{0}” does not exist.', file));
    return (await this.#bytes(id, file, found.hash)).toString('utf8');
  }

  async remove(id: string): Promise<void> {
    const folder = this.#folder(id);
    const aside = path.join(this.options.dir, tempName(id));
    try {
      // Out of the way in one step: a crash leaves all of it or none.
      await rename(folder, aside);
      await rm(aside, { recursive: true, force: true });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw fileProblem(error, folder);
    }
  }

  async #add({ name, origin, content, diagnostics, skipped }: Fetched): Promise<Quarantined> {
    const files = treeOf(content);
    const tree = treeHash(files);
    const id = idOf(name, tree);
    const waiting = await this.#whole(id);
    if (waiting) return waiting;
    const entry: Quarantined = {
      id,
      name,
      description: describe(content, name),
      origin,
      files,
      tree,
      diagnostics,
      skipped,
      at: this.options.clock.now(),
    };
    const temp = path.join(this.options.dir, tempName(id));
    try {
      // Nothing is forced to the disk: after a power cut the hashes tell what is missing, and it can be imported again.
      await mkdir(path.join(temp, 'files'), { recursive: true, mode: 0o700 });
      for (const { path: file, hash } of uniqueByHash(files))
        await writeFile(path.join(temp, 'files', hash), content.get(file)?.data ?? '', { flag: 'wx', mode: 0o600 });
      await writeFile(path.join(temp, 'import.json'), recordText(entry), { flag: 'wx', mode: 0o600 });
      return await this.#place(temp, entry);
    } finally {
      await rm(temp, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** Another window may be placing the same import; a damaged one makes room. */
  async #place(temp: string, entry: Quarantined): Promise<Quarantined> {
    for (let attempt = 1; ; attempt++) {
      try {
        await rename(temp, this.#folder(entry.id));
        return entry;
      } catch (error) {
        if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOTDIR'].includes(codeOf(error) ?? '') || attempt === attempts)
          throw error;
        const other = await this.#whole(entry.id);
        if (other) return other;
        await this.remove(entry.id);
      }
    }
  }

  async #ids(): Promise<readonly string[]> {
    try {
      return (await readdir(this.options.dir)).filter((name) => idPattern.test(name));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw fileProblem(error, this.options.dir);
    }
  }

  /** Undefined when there is none, or it is not what its id says. */
  async #read(id: string): Promise<Quarantined | undefined> {
    try {
      const entry = readRecord(await readFile(path.join(this.#folder(id), 'import.json'), 'utf8'), id);
      return entry && idOf(entry.name, entry.tree) === id ? entry : undefined;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return undefined;
      throw fileProblem(error, this.#folder(id));
    }
  }

  /** Undefined when there is none, or not all of it is as it was. */
  async #whole(id: string): Promise<Quarantined | undefined> {
    const entry = await this.#read(id);
    if (!entry) return undefined;
    try {
      for (const { path: file, hash } of entry.files) await this.#bytes(id, file, hash);
      return entry;
    } catch (error) {
      if (error instanceof HumanError) return undefined;
      throw error;
    }
  }

  async #entry(id: string): Promise<Quarantined> {
    const entry = await this.#read(id);
    if (!entry) throw new HumanError(text('There is no import “{0}”.', id));
    return entry;
  }

  async #bytes(id: string, file: string, hash: string): Promise<Buffer> {
    const at = path.join(this.#folder(id), 'files', hash);
    const data = await readFile(at).catch((error: unknown) => Promise.reject(fileProblem(error, file) as Error));
    if (sha256(data) !== hash)
      throw new HumanError(text('“{0}” was damaged after it was imported. Import it again.', file));
    return data;
  }

  #folder(id: string): string {
    if (!idPattern.test(id)) throw new HumanError(text('There is no import “{0}”.', id));
    return path.join(this.options.dir, id);
  }
}

const idPattern = /^[0-9a-f]{16}$/;

const idOf = (name: string, tree: string): string => sha256(`${name}\n${tree}`).slice(0, 16);

const uniqueByHash = (files: Tree): Tree => [...new Map(files.map((file) => [file.hash, file])).values()];

/** What the skill says of itself; empty when it cannot be read. */
function describe(content: Content, name: string): string {
  const parsed = parseSkill(Buffer.from(content.get('SKILL.md')?.data ?? '').toString('utf8'), name);
  return parsed.ok ? parsed.description : '';
}
