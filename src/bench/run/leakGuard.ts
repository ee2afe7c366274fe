import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchTask } from '../tasks/benchTask.js';
import type { BenchWorld } from '../worlds/benchWorld.js';

/** Makes sure that tests teach nothing (learning.md 3): what it finds ends the bench, since its figures would be worth nothing. */
export class LeakGuard {
  readonly #tests: readonly string[];

  /** @param rounds how many rounds there are */
  constructor(world: BenchWorld, rounds: number) {
    const prompts = (tasks: (round: number) => readonly BenchTask[]): Set<string> =>
      new Set(Array.from({ length: rounds + 1 }, (_, round) => tasks(round).map(({ prompt }) => prompt)).flat());
    const trained = prompts((round) => world.train(round));
    // A request that is trained on as well cannot tell.
    this.#tests = [...prompts((round) => world.test(round))].filter((prompt) => !trained.has(prompt));
  }

  /** Looks at what a model is asked while learning. @throws {Error} when a test's request is in it */
  readonly watch = (texts: readonly string[]): void => {
    for (const prompt of this.#tests)
      if (texts.some((one) => one.includes(prompt))) throw new Error(`a test's request reached learning: ${prompt}`);
  };

  /** Does what must leave a folder as it is. @throws {Error} when it does not, by the hash of all that lies in it */
  async untouched<T>(folder: string, work: () => Promise<T>): Promise<T> {
    const before = await digest(folder);
    const result = await work();
    if ((await digest(folder)) !== before) throw new Error('a test has changed what is learned from');
    return result;
  }
}

/** SHA-256 of the names and contents of all files below a folder. */
async function digest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`${path.relative(folder, file)}\0`).update(await readFile(file));
  return hash.digest('hex');
}
