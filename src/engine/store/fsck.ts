import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { CancelledError, HumanError, throwIfCancelled } from '../errors.js';
import { parsePublished } from '../exchange/publications.js';
import type { Quarantine } from '../exchange/quarantine.js';
import { parsePointer, pointerFile } from '../read/generationInfo.js';
import { syntheticFile } from '../read/synthetic/store.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import type { History } from '../skills/history.js';
import { parseLocked } from '../skills/locked.js';
import { decodeTree, type Tree } from '../skills/tree.js';
import { parseTrust } from '../skills/trust.js';
import { text, type Text } from '../text.js';
import { parseBudget } from '../write/budget.js';
import { checkpointFile } from '../write/record/checkpoints.js';
import { isTempName } from './atomic.js';
import { inspectFormat } from './format.js';
import { isHash } from './hash.js';
import { tempAge } from './sweep.js';
import { verifyLog } from './log.js';
import { verifyProposal } from './fsckProposal.js';
import { verifyGeneration } from './fsckRouter.js';

/** One thing that could not be verified. */
export interface FsckProblem {
  /** Relative to the state folder, with forward slashes. */
  readonly file: string;
  readonly problem: Text;
}

/** What `memento doctor --fsck` found. */
export interface FsckReport {
  /** How many of each were verified. */
  readonly checked: {
    readonly objects: number;
    readonly versions: number;
    readonly logLines: number;
    readonly proposals: number;
    readonly generations: number;
  };
  readonly problems: readonly FsckProblem[];
}

export interface FsckOptions {
  /** `<state>/workspaces/<id>` */
  readonly stateDir: string;
  /** `<state>/trust.json` */
  readonly trustFile: string;
  readonly history: History;
  readonly quarantine: Pick<Quarantine, 'damaged'>;
}

/**
 * Verifies everything that is stored for a workspace and changes nothing: contents against their names, checksums of every log line, every version
 * down to its files, proposals, decisions, generations of the router. A crash in the middle of an append leaves one damaged line, which is named too: nothing depends on it.
 * @throws {CancelledError} when the signal fires.
 */
export const fsck = (options: FsckOptions, signal: AbortSignal): Promise<FsckReport> =>
  new Verifier(options, signal).verify();

class Verifier {
  readonly #options: FsckOptions;
  readonly #signal: AbortSignal;
  readonly #problems: FsckProblem[] = [];
  /** Objects whose bytes are what their names say. */
  readonly #sound = new Set<string>();
  #versions = 0;
  #logLines = 0;
  #proposals = 0;
  #generations = 0;

  constructor(options: FsckOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  async verify(): Promise<FsckReport> {
    const { stateDir, trustFile } = this.#options;
    const format = await inspectFormat(stateDir);
    if (format) this.#report(path.join(stateDir, 'format.json'), format);
    await this.#decisions(trustFile, parseTrust);
    await this.#decisions(path.join(stateDir, 'locked.json'), parseLocked);
    await this.#decisions(path.join(stateDir, 'published.json'), parsePublished);
    await this.#decisions(path.join(stateDir, 'budget.json'), parseBudget);
    await this.#decisions(path.join(stateDir, 'router', pointerFile), parsePointer);
    for (const id of await this.#options.quarantine.damaged())
      this.#report(path.join(stateDir, 'quarantine', id), text('The import is damaged: import it again.'));
    for (const file of await this.#filesIn('')) await this.#file(file);
    await this.#history();
    return {
      checked: {
        objects: this.#sound.size,
        versions: this.#versions,
        logLines: this.#logLines,
        proposals: this.#proposals,
        generations: this.#generations,
      },
      problems: this.#problems,
    };
  }

  async #file(file: string): Promise<void> {
    throwIfCancelled(this.#signal);
    const [room = '', ...rest] = file.split('/');
    const absolute = path.join(this.#options.stateDir, file);
    try {
      if (isTempName(rest.at(-1) ?? room)) {
        if ((await lstat(absolute)).mtimeMs < Date.now() - tempAge)
          this.#report(absolute, text('Left over from a write that was cut off. It is removed at the next start.'));
      } else if (room === 'objects') await this.#object(absolute, rest);
      else if ((room === 'runs' || room === 'skills') && file.endsWith('.jsonl')) await this.#log(absolute);
      else if (file === `router/${syntheticFile}` || file === checkpointFile) await this.#log(absolute);
      else if (room === 'router' && rest.length === 2) await this.#generation(absolute);
      else if (room === 'proposals' && file.endsWith('.json')) await this.#proposal(absolute, rest.join('/'));
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      // What was removed since it was listed needs no verification.
      if (codeOf(error) === 'ENOENT') return;
      const problem = fileProblem(error, absolute);
      if (!(problem instanceof HumanError)) throw error;
      this.#report(absolute, problem.text);
    }
  }

  async #object(file: string, [folder, name = '', ...more]: readonly string[]): Promise<void> {
    if (!isHash(name) || folder !== name.slice(0, 2) || more.length > 0)
      this.#report(file, text('Not the name of a stored content.'));
    else if ((await hashOfStream(file, this.#signal)) === name) this.#sound.add(name);
    else this.#report(file, text('The content is damaged: it is not what its name says.'));
  }

  async #log(file: string): Promise<void> {
    const { lines, dropped } = await verifyLog(file, this.#signal);
    this.#logLines += lines;
    if (dropped > 0) this.#report(file, text('{0} lines are damaged or torn; they do not count.', dropped));
  }

  async #proposal(file: string, name: string): Promise<void> {
    const problem = verifyProposal(await readFile(file, 'utf8'), name.replace(/\.json$/, ''));
    if (problem) this.#report(file, problem);
    else this.#proposals++;
  }

  /** Each generation once: of a folder with a model alone that file is the one that says so. */
  async #generation(file: string): Promise<void> {
    const [dir, name] = [path.dirname(file), path.basename(file)];
    const isFirst = name === 'info.json' || (name === 'model.bin' && !(await exists(path.join(dir, 'info.json'))));
    if (!/^[1-9]\d*$/.test(path.basename(dir)) || !isFirst) return;
    const lacks = name === 'info.json' ? 'model.bin' : 'info.json';
    const problem = (await exists(path.join(dir, lacks)))
      ? await verifyGeneration(dir)
      : text('The generation is damaged: {0} is missing. It is not used.', lacks);
    if (problem) this.#report(dir, problem);
    else this.#generations++;
  }

  async #history(): Promise<void> {
    const { history, stateDir } = this.#options;
    try {
      for (const name of await history.names()) {
        await turn();
        for (const { version, tree } of await history.versions(name)) {
          throwIfCancelled(this.#signal);
          const missing = tree === null ? undefined : await this.#missing(tree);
          if (missing === undefined) this.#versions++;
          else
            this.#report(
              path.join(stateDir, 'skills'),
              text(
                'Version {0} of the skill “{1}” cannot be restored: {2} is missing or damaged.',
                version,
                name,
                missing,
              ),
            );
        }
      }
    } catch (error) {
      const problem = fileProblem(error, path.join(stateDir, 'skills'));
      if (!(problem instanceof HumanError)) throw error;
      this.#report(path.join(stateDir, 'skills'), problem.text);
    }
  }

  /** What a version lacks: its list of files, or the first of the files. */
  async #missing(tree: string): Promise<string | undefined> {
    if (!this.#sound.has(tree)) return tree.slice(0, 12);
    let files: Tree;
    try {
      const object = path.join(this.#options.stateDir, 'objects', tree.slice(0, 2), tree);
      files = decodeTree(await readFile(object, 'utf8'));
    } catch {
      return tree.slice(0, 12);
    }
    return files.find(({ hash }) => !this.#sound.has(hash))?.path;
  }

  async #decisions(file: string, parse: (value: object) => unknown): Promise<void> {
    try {
      const value: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && parse(value))
        return;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      const problem = fileProblem(error, file);
      if (problem instanceof HumanError) {
        this.#report(file, problem.text);
        return;
      }
    }
    this.#report(file, text('“{0}” is damaged; what it held does not count.', path.basename(file)));
  }

  /** Relative to the state folder, with forward slashes. */
  async #filesIn(folder: string): Promise<string[]> {
    const { stateDir } = this.#options;
    throwIfCancelled(this.#signal);
    try {
      const entries = await readdir(path.join(stateDir, folder), { withFileTypes: true });
      const files: string[] = [];
      for (const entry of entries) {
        const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) files.push(...(await this.#filesIn(file)));
        else files.push(file);
      }
      return files;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      const problem = fileProblem(error, path.join(stateDir, folder));
      if (!(problem instanceof HumanError)) throw error;
      this.#report(path.join(stateDir, folder), problem.text);
      return [];
    }
  }

  #report(file: string, problem: Text): void {
    const relative = path.relative(this.#options.stateDir, file).split(path.sep).join('/');
    this.#problems.push({ file: relative, problem });
  }
}

const exists = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

/** In pieces: an object may be large, and hashing must not hold up anything else. */
async function hashOfStream(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) {
    throwIfCancelled(signal);
    hash.update(piece as Buffer);
  }
  return hash.digest('hex');
}
