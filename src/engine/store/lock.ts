import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text } from '../text.js';
import { noLinks, sweepTemp, tempName } from './atomic.js';
import { isAlive } from './window.js';

/** Mutual exclusion between windows and processes on one state folder (reference/reliability.md 3.3 rule 5). */
export interface StateLock {
  /**
   * Runs `work` while nobody else holds the lock. A holder whose process is gone is passed over at once, one that cannot be asked after
   * 10 seconds without a sign of life. Not to be called from inside `work`.
   * @throws {HumanError} when another window keeps the lock longer than a change can take (30 seconds), or the folder cannot be written.
   */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

export interface StateLockOptions {
  /** `<state>/lock`; made when missing, for its owner only. */
  readonly dir: string;
  /** Who asks: the id of the window (`window.ts`). */
  readonly owner: string;
  /** Milliseconds to wait for another holder; 30,000 when absent. */
  readonly patience?: number;
  /** Milliseconds without a sign of life after which a holder that cannot be asked counts as gone; 10,000 when absent. */
  readonly silence?: number;
}

/**
 * A lock of generations: the file with the highest number decides. `<n>` is held by the owner it names, `<n>.free` was given back. Who wants
 * it makes `<n + 1>`, which only one can, so that a dead holder is passed over without ever removing a lock that might be alive.
 */
export const createStateLock = (options: StateLockOptions): StateLock => new GenerationLock(options);

/** Milliseconds between signs of life. */
const beat = 2000;
/** Lower generations that stay: whoever looks at the folder while they change still finds one. */
const kept = 8;
/** Milliseconds: a younger temporary file may be a living writer's. */
const tempAge = 60_000;
const generation = /^(\d{1,15})(\.free)?$/;

class GenerationLock implements StateLock {
  readonly #dir: string;
  readonly #patience: number;
  readonly #silence: number;
  readonly #holder: Holder;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ dir, owner, patience = 30_000, silence = 10_000 }: StateLockOptions) {
    this.#dir = dir;
    this.#patience = patience;
    this.#silence = silence;
    this.#holder = { owner, host: os.hostname(), token: randomBytes(8).toString('hex') };
  }

  hold<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#hold(work));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #hold<T>(work: () => Promise<T>): Promise<T> {
    const own = await this.#acquire().catch((error: unknown) => {
      throw fileProblem(error, this.#dir);
    });
    const timer = setInterval(() => {
      const now = new Date();
      utimes(own, now, now).catch(() => undefined);
    }, beat);
    timer.unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await release(own);
    }
  }

  /** @returns the file that stands for the lock. */
  async #acquire(): Promise<string> {
    const started = performance.now();
    const watch = new Watch(this.#silence);
    for (let pause = 2; ; pause = Math.min(pause * 1.5, 100)) {
      const highest = top(await this.#list());
      if (!highest || highest.free || (await this.#isGone(highest.name, watch))) {
        const own = await this.#take((highest?.number ?? 0) + 1);
        if (own) return own;
      } else if (performance.now() - started > this.#patience)
        throw new HumanError(
          text('Another window of Memento has been changing the data for a long time. Try again, or close it.'),
          'retry',
        );
      await sleep(pause * (0.5 + Math.random()));
    }
  }

  async #take(number: number): Promise<string | undefined> {
    const own = path.join(this.#dir, String(number));
    if (!(await this.#create(own))) return undefined;
    const names = await this.#list();
    // Who slept since it looked may have made a number that others have long passed: the highest decides.
    if (names.some((name) => name !== String(number) && numberOf(name) >= number)) {
      await rm(own, { force: true });
      return undefined;
    }
    const old = names.filter((name) => numberOf(name) < number - kept);
    await Promise.all(old.map((name) => rm(path.join(this.#dir, name), { force: true }).catch(() => undefined)));
    return own;
  }

  /** False when another one was faster. */
  async #create(own: string): Promise<boolean> {
    const temp = path.join(this.#dir, tempName('lock'));
    const content = JSON.stringify(this.#holder);
    try {
      await writeFile(temp, content, { flag: 'wx', mode: 0o600 });
      await link(temp, own);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (!noLinks.has(codeOf(error) ?? '')) throw error;
      // Some file systems (FAT, network drives) have no hard links.
      return await createWhole(own, content);
    } finally {
      await rm(temp, { force: true }).catch(() => undefined);
    }
  }

  /** Whether the holder's process has ended. Of another machine, and where a process id alone could mislead, the signs of life decide. */
  async #isGone(name: string, watch: Watch): Promise<boolean> {
    const file = path.join(this.#dir, name);
    try {
      const holder = parse(await readFile(file, 'utf8'));
      if (holder?.token === this.#holder.token) return true;
      if (holder?.host === this.#holder.host) {
        if (!isAlive(holder.owner)) return true;
        if (!holder.owner.includes('-0-')) return false;
      }
      return watch.silent(`${name} ${(await lstat(file)).mtimeMs}`);
    } catch (error) {
      // Given back, or passed over, since the folder was listed: look again.
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  async #list(): Promise<string[]> {
    for (;;)
      try {
        const names = await readdir(this.#dir);
        if (names.some((name) => name.endsWith('.tmp'))) await sweepTemp(this.#dir, Date.now() - tempAge);
        return names.filter((name) => generation.test(name));
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
        await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      }
  }
}

interface Holder {
  readonly owner: string;
  readonly host: string;
  /** Tells two locks of one window apart. */
  readonly token: string;
}

/** Tells how long something has looked the same, by our own steady clock: clocks of two machines differ, and any of them may be set. */
class Watch {
  #seen = '';
  #since = 0;

  constructor(private readonly limit: number) {}

  silent(sign: string): boolean {
    if (sign !== this.#seen) {
      this.#seen = sign;
      this.#since = performance.now();
    }
    return performance.now() - this.#since >= this.limit;
  }
}

/** Giving back must not undo what was done under the lock; what is left behind by a failure is known as ours by its token. */
async function release(own: string): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt++)
    try {
      await rename(own, `${own}.free`);
      return;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      await sleep(attempt * 10);
    }
}

async function createWhole(file: string, content: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

const numberOf = (name: string): number => Number(generation.exec(name)?.[1] ?? -1);

function top(names: readonly string[]): { number: number; name: string; free: boolean } | undefined {
  let best: { number: number; name: string; free: boolean } | undefined;
  for (const name of names) {
    const [number, free] = [numberOf(name), name.endsWith('.free')];
    // Of a held and a given back file with one number the held one decides, until its maker sees the other and steps back.
    if (!best || number > best.number || (number === best.number && best.free)) best = { number, name, free };
  }
  return best;
}

function parse(content: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value !== 'object' || value === null) return undefined;
    const { owner, host, token } = value as Partial<Record<keyof Holder, unknown>>;
    if (typeof owner !== 'string' || typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { owner, host, token };
  } catch {
    return undefined;
  }
}
