import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ifCode } from '../house/ifCode.js';
import type { BenchTask } from '../tasks/benchTask.js';
import type { BenchWorld } from '../worlds/benchWorld.js';

/** Makes sure that tests teach nothing (learning.md 3): what it finds ends the bench, since its figures would be worth nothing. */
export class LeakGuard {
  readonly #tests: readonly string[];
  #leak: Error | undefined;

  /** @param rounds how many rounds there are */
  constructor(world: BenchWorld, rounds: number) {
    const prompts = (tasks: (round: number) => readonly BenchTask[]): Set<string> =>
      new Set(Array.from({ length: rounds + 1 }, (_, round) => tasks(round).map(({ prompt }) => prompt)).flat());
    const trained = prompts((round) => world.train(round));
    // A request that is trained on as well cannot tell.
    this.#tests = [...prompts((round) => world.test(round))].filter((prompt) => !trained.has(prompt));
  }

  /** Looks at what a model is asked while learning, and keeps it from being asked. @throws {Error} when a test's request is in it */
  readonly watch = (texts: readonly string[]): void => {
    for (const prompt of this.#tests)
      if (texts.some((one) => one.includes(prompt))) {
        this.#leak = new Error(`a test's request reached learning: ${prompt}`);
        throw this.#leak;
      }
  };

  /** For after a run, which only fails when something in it throws. @throws {Error} when a test's request was in what a model was to be asked */
  readonly verify = (): void => {
    if (this.#leak) throw this.#leak;
  };

  /** Does what must leave folders as they are, whether they are there or not. @throws {Error} when it does not, by the hash of all that lies in them */
  async untouched<T>(folders: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = await digest(folders);
    const result = await work();
    if ((await digest(folders)) !== before) throw new Error('a test has changed what is learned from');
    return result;
  }
}

/** SHA-256 of the paths and contents of all files below folders. */
async function digest(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const file of await filesBelow(folder)) {
      const content = await readFile(file);
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  return hash.digest('hex');
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifCode('ENOENT', []));
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}
