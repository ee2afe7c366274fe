import { HumanError } from '../errors.js';
import { type Text } from '../text.js';
import type { EngineParts } from './parts.js';

/** What every desk of an engine shares: what may be begun, what goes on behind the person's back, and its end. */
export class Backstage {
  readonly #stopping = new AbortController();
  #libraryProblem: Promise<Text | undefined> | undefined;
  /** Ended before the engine is. */
  #background: Promise<unknown> = Promise.resolve();
  #learning: Promise<void> = Promise.resolve();
  /** Whether this is a window that stays, not a command that ends at once. */
  watches = false;

  constructor(
    private readonly parts: Pick<
      EngineParts,
      'readOnlyState' | 'libraryProblem' | 'changes' | 'logger' | 'routing' | 'trials'
    >,
  ) {}

  /** Fires when the engine ends. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Fires when the engine ends, or the one who asked has had enough. */
  either(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.signal]);
  }

  /** @throws {HumanError} in read-only mode: what cannot be recorded is not begun. */
  requireState(): void {
    if (this.parts.readOnlyState) throw new HumanError(this.parts.readOnlyState);
  }

  /** Before anything that takes long: what was tried for its own sake gives way. @throws {HumanError} in read-only mode */
  async begin(): Promise<void> {
    this.requireState();
    await this.parts.trials.giveWay();
  }

  /** Why the library cannot be written, if so. Tried by writing, so not each time somebody asks. */
  async libraryProblem(): Promise<Text | undefined> {
    return await (this.#libraryProblem ??= this.parts.libraryProblem());
  }

  /** Does what changes the library, and tells the surfaces. @throws {HumanError} in read-only mode */
  async change<T>(work: () => Promise<T>): Promise<T> {
    this.requireState();
    try {
      return await work();
    } finally {
      this.#libraryProblem = undefined;
      this.parts.changes.fire();
    }
  }

  /** Does something when what was put off before is done. */
  later(work: () => Promise<void>): void {
    this.#background = this.#background.then(() => this.quietly(work));
  }

  /** Trains the router when it is time; a command that ends at once leaves that to a window, or to its own command. */
  learn(): void {
    if (!this.watches) return;
    this.#learning = this.#learning.then(() => this.quietly(() => this.parts.routing.keepUp(this.signal)));
  }

  /** After a training that began by itself, and ended before the engine is. */
  async afterLearning(work: () => Promise<void>): Promise<void> {
    const turn = this.#learning.then(work);
    this.#learning = turn.catch(() => undefined);
    await turn;
  }

  /** Does something that nobody waits for: what fails is logged. */
  async quietly(work: () => Promise<void>): Promise<void> {
    if (this.signal.aborted || this.parts.readOnlyState) return;
    await work().catch((error: unknown) => {
      if (this.signal.aborted) return;
      // What a person or another window did meanwhile is no bug.
      if (error instanceof HumanError) this.parts.logger.warn(error.message);
      else this.parts.logger.error('work in the background failed', error);
    });
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Resolves when nothing goes on any more. */
  async idle(): Promise<void> {
    await this.#background;
    await this.#learning;
  }
}
