import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, HumanError, throwIfCancelled } from '../../errors.js';
import { text } from '../../text.js';

/** Figures of one fetch; tests use smaller ones. */
export interface GitLimits {
  /** Milliseconds for everything. */
  readonly time: number;
  /** Bytes git may put on the disk. */
  readonly disk: number;
}

export const gitLimits: GitLimits = { time: 5 * 60 * 1000, disk: 1024 * 1024 * 1024 };

/** How often the size on the disk is looked at, in milliseconds. */
const lookEvery = 250;

/**
 * Ends the work when it takes too long or too much of the disk, and remembers why. The size is that of the packs; what a plain web server
 * gives file by file is bounded by the time alone.
 */
export class Guard {
  readonly #own = new AbortController();
  readonly #timers: readonly NodeJS.Timeout[];
  #why: HumanError | undefined;

  constructor(
    private readonly dir: string,
    private readonly limits: GitLimits,
    private readonly outer: AbortSignal,
  ) {
    outer.addEventListener('abort', this.#cancel);
    if (outer.aborted) this.#cancel();
    const minutes = limits.time / 60_000;
    this.#timers = [
      setTimeout(
        () =>
          this.#stop(new HumanError(text('The fetch took longer than {0} minutes and was ended.', minutes), 'retry')),
        limits.time,
      ),
      setInterval(() => void this.#look(), lookEvery),
    ];
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  /** What the person is told when the work ended because of us. */
  explain(error: unknown): unknown {
    return error instanceof CancelledError && !this.outer.aborted ? (this.#why ?? error) : error;
  }

  dispose(): void {
    this.outer.removeEventListener('abort', this.#cancel);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  readonly #cancel = (): void => this.#own.abort();

  #stop(why: HumanError): void {
    this.#why ??= why;
    this.#own.abort();
  }

  /** Looks at the size once more. @throws {CancelledError} when it is too large */
  async check(): Promise<void> {
    await this.#look();
    throwIfCancelled(this.signal);
  }

  async #look(): Promise<void> {
    const packs = path.join(this.dir, 'objects', 'pack');
    const names = await readdir(packs).catch(() => []);
    const sizes = await Promise.all(
      names.map((name) =>
        stat(path.join(packs, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    if (sizes.reduce((sum, size) => sum + size, 0) <= this.limits.disk) return;
    const megabytes = Math.floor(this.limits.disk / 1024 / 1024);
    this.#stop(
      new HumanError(
        text(
          'The repository is larger than {0} MB: too large to import. Download the folder and import it.',
          megabytes,
        ),
      ),
    );
  }
}
