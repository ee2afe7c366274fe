import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { type Confine, runProcess } from '../act/process.js';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { isSensitive } from '../safety/sensitive.js';
import { text } from '../text.js';
import type { Confinement } from './confine/confinement.js';
import { unconfined } from './confine/unconfined.js';
import { type CopyLimits, copyTree } from './copyTree.js';
import { NotReplayable } from './notReplayable.js';
import { Restorable } from './restore.js';
import { makeTempFolder, removeTempFolder } from './tempFolders.js';

/** Milliseconds for a command that does nothing. */
const patience = 20_000;

/** A copy of the workspace in a temporary folder, with the walls around it. */
export class WorkspaceCopy {
  /** Every process that works in it carries this, so that none outlives it. */
  readonly run: string;
  readonly #temp: string;
  /** Sensitive files, relative. A place in the list is a name in the folder they are put away in. */
  readonly #sensitive: string[];
  #restorable: Restorable | undefined;
  #away: string[] = [];
  /** Folders that the walls need inside the commands' own folders. */
  #skeleton: readonly string[] = [];

  private constructor(
    temp: string,
    files: readonly string[],
    /** Real path of the copy. */
    readonly folder: string,
    readonly confine: Confine,
    /** Whether {@link confine} really keeps commands inside. */
    readonly confined: boolean,
  ) {
    this.#temp = temp;
    this.run = path.basename(temp);
    this.#sensitive = files.filter(isSensitive);
  }

  /**
   * @param from `again`: it can be made new again by {@link restore}, at the price of a second copy
   * @throws {NotReplayable} when the workspace is too large
   * @throws {CancelledError} when the signal fires; nothing is left then, nor after any other error
   */
  static async make(
    from: {
      readonly workspace: string;
      readonly tempRoot: string;
      readonly limits: CopyLimits;
      readonly confinement: Confinement | undefined;
      readonly again: boolean;
    },
    signal: AbortSignal,
  ): Promise<WorkspaceCopy> {
    const { workspace, limits, confinement, again } = from;
    const temp = await makeTempFolder(from.tempRoot);
    try {
      const [folder, base] = [path.join(temp, 'copy'), path.join(temp, 'base')];
      await mkdir(folder);
      if (again) await mkdir(base);
      const files = await copyTree(workspace, again ? base : folder, limits, signal);
      if (again) await copyTree(base, folder, limits, signal);
      const confine = confinement ? await confinement.around({ copy: folder, workspace, temp }) : unconfined;
      const copy = new WorkspaceCopy(temp, files, folder, confine, confinement !== undefined);
      await copy.requireWalls(signal);
      copy.#skeleton = (await Promise.all(own.map((name) => foldersIn(temp, name)))).flat();
      if (again) copy.#restorable = await Restorable.of(base, folder, signal);
      return copy;
    } catch (error) {
      await removeTempFolder(temp);
      throw error;
    }
  }

  /** Where commands work, and how. */
  get place(): { readonly folder: string; readonly run: string; readonly confine: Confine } {
    const { folder, run, confine } = this;
    return { folder, run, confine };
  }

  /** Files have been put into it besides those that were copied. */
  holds(files: readonly string[]): void {
    this.#sensitive.push(...files.filter((file) => isSensitive(file) && !this.#sensitive.includes(file)));
  }

  /**
   * Takes the sensitive files away from commands nobody has looked at, but for those that were allowed to be read.
   * @throws {NotReplayable} when one cannot be taken away: nothing may run beside it
   */
  async hide(allowed: ReadonlySet<string>): Promise<void> {
    if (this.#away.length) return;
    const away = path.join(this.#temp, 'away');
    await mkdir(away, { recursive: true });
    for (const [index, file] of this.#sensitive.entries()) {
      if (allowed.has(file)) continue;
      const moved = rename(path.join(this.folder, file), path.join(away, String(index))).then(() => true);
      if (await moved.catch(unless(isGone, false, file))) this.#away.push(file);
    }
  }

  /**
   * Puts them back for the check, which the person wrote and whose output no model reads.
   * @throws {NotReplayable} when one cannot be put back: the check would say something else
   */
  readonly show = async (): Promise<void> => {
    for (const file of this.#away.splice(0)) {
      const from = path.join(this.#temp, 'away', String(this.#sensitive.indexOf(file)));
      // Where the replay has made a folder of that name, or a file where its folder was, that holds.
      await mkdir(path.dirname(path.join(this.folder, file)), { recursive: true }).catch(
        unless(isTaken, undefined, file),
      );
      await rename(from, path.join(this.folder, file)).catch(unless(isTaken, undefined, file));
    }
  };

  /** Makes it again what it was, also the commands' own folders. @throws {Error} when it was not made for that */
  async restore(signal: AbortSignal): Promise<void> {
    if (!this.#restorable) throw new Error('this copy cannot be restored');
    this.#away = [];
    await this.#restorable.restore(signal);
    for (const name of [...own, 'away']) await removeTempFolder(path.join(this.#temp, name));
    for (const folder of this.#skeleton) await mkdir(path.join(this.#temp, folder), { recursive: true });
  }

  /**
   * Makes sure that commands can be started at all. What held at the trial may not hold here: another disk, a path the system minds, a command
   * that has damaged what the walls stand on.
   * @throws {NotReplayable} when they cannot
   */
  async requireWalls(signal: AbortSignal): Promise<void> {
    if (!this.confined) return;
    const { run, folder: cwd, confine } = this;
    const { exitCode } = await runProcess({ command: 'true', cwd, run, timeoutMs: patience, confine }, signal);
    if (exitCode !== 0) throw new NotReplayable(text('The commands of a replay cannot be confined in this folder.'));
  }

  /** Removes it with everything around it. */
  async remove(): Promise<void> {
    await removeTempFolder(this.#temp);
  }
}

/** The commands' own folders, beside the copy. */
const own = ['tmp', 'home'];

const isGone: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);
const isTaken: ReadonlySet<string> = new Set(['EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY']);

/** A value in place of what failed for one of these reasons; for any other of the file system the run is not replayable. */
const unless =
  <T>(codes: ReadonlySet<string>, otherwise: T, name: string) =>
  (error: unknown): T => {
    if (codes.has(codeOf(error) ?? '')) return otherwise;
    const problem = fileProblem(error, name);
    throw problem instanceof HumanError ? new NotReplayable(problem.text) : problem;
  };

/** The folders below one of a folder, itself included, relative to the outer one; none when it is not there. */
async function foldersIn(outer: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(outer, name), { withFileTypes: true }).catch(unless(isGone, undefined, name));
  const inner = entries?.filter((entry) => entry.isDirectory()) ?? [];
  const below = await Promise.all(inner.map((entry) => foldersIn(outer, path.join(name, entry.name))));
  return entries ? [name, ...below.flat()] : [];
}
