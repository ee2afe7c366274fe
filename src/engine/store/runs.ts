import path from 'node:path';
import { HumanError } from '../errors.js';
import { isTransient, type RunEvent, type RunEventBody, type RunSummary } from '../events.js';
import { inlineJobs } from '../jobs/inline.js';
import type { Jobs } from '../jobs/jobs.js';
import type { Clock, Logger } from '../ports.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text, type Text } from '../text.js';
import { compact } from './compact.js';
import type { StateLock } from './lock.js';
import { readEvents } from './runEvents.js';
import { RunReader } from './runReader.js';
import type { RunRecord } from './runRecord.js';
import { RunTable } from './runTable.js';
import { rotateAt, RunWriter } from './runWriter.js';
import { isAlive, windowOf } from './window.js';

export interface RunLogOptions {
  /** The folder of the log, `<state>/runs`. */
  readonly dir: string;
  /** The id of this window; see window.ts. */
  readonly window: string;
  readonly clock: Clock;
  /** Where large logs are read; on this thread, in slices, when absent. */
  readonly jobs?: Jobs;
  /** Size (bytes) a file is left at for the next one. */
  readonly rotateAt?: number;
  readonly logger?: Logger;
}

/**
 * The run log: every window appends to files of its own and reads all of them (DESIGN.md 5). Of the events it keeps what a list of runs
 * shows and where they lie.
 */
export class RunLog {
  readonly #options: RunLogOptions;
  readonly #writer: RunWriter;
  readonly #table: RunTable;
  readonly #reader: RunReader;
  readonly #sequences = new Map<string, number>();
  /** Windows that are known to have ended: a later process may get the same number. */
  readonly #dead = new Set<string>();
  #listing: Promise<unknown> = Promise.resolve();

  constructor(options: RunLogOptions) {
    const { dir, window, jobs = inlineJobs(), rotateAt: limit = rotateAt, logger } = options;
    this.#options = options;
    this.#writer = new RunWriter(dir, window, limit);
    this.#table = new RunTable((file) => this.#isOver(windowOf(path.basename(file))));
    this.#reader = new RunReader(dir, this.#table, jobs, logger);
  }

  /** Stamps an event; logged events reach the disk in order. */
  stamp(run: string, body: RunEventBody): RunEvent {
    const seq = (this.#sequences.get(run) ?? 0) + 1;
    this.#sequences.set(run, seq);
    return { ...body, run, seq, at: this.#options.clock.now() };
  }

  /** Appends an event. Resolves when it is written; a failure (disk full) rejects. */
  append(event: RunEvent): Promise<void> {
    return isTransient(event) ? Promise.resolve() : this.#writer.append(event);
  }

  /** Continues the numbering of a run that another process started. */
  async adopt(run: string): Promise<void> {
    await this.#refresh();
    this.#sequences.set(run, Math.max(this.#table.lastSeq(run), this.#sequences.get(run) ?? 0));
  }

  /** All runs, newest first: the same array until something changes. */
  list(): Promise<readonly RunSummary[]> {
    return this.#ask(() => this.#table.list());
  }

  /** What the router can learn from: all runs, oldest first. The same array until something changes. */
  records(): Promise<readonly RunRecord[]> {
    return this.#ask(() => this.#table.records());
  }

  /**
   * All logged events of a run in order.
   * @throws {HumanError} when a file that holds some of them cannot be read.
   */
  async events(run: string): Promise<readonly RunEvent[]> {
    for (let attempt = 1; ; attempt++) {
      await this.#refresh();
      try {
        return await readEvents(run, this.#table.places(run));
      } catch (error) {
        // Another window puts logs together: the lines are in another file now.
        if (codeOf(error) !== 'ENOENT' || attempt === 3) throw fileProblem(error, this.#options.dir);
      }
    }
  }

  /**
   * The run meant by an id, a number with or without `#`, or an unambiguous beginning of an id.
   * @throws {HumanError} when there is none
   */
  async find(reference: string): Promise<RunSummary> {
    const runs = await this.list();
    const number = Number(/^#?(\d{1,7})$/.exec(reference)?.[1] ?? NaN);
    const found = runs.filter((run) => run.id === reference || run.number === number);
    const matches = found.length ? found : runs.filter((run) => run.id.startsWith(reference));
    if (matches.length === 1 && matches[0]) return matches[0];
    throw new HumanError(
      matches.length
        ? text('“{0}” means several runs; give more of the id.', reference)
        : text('There is no run “{0}”.', reference),
    );
  }

  /** What of the log could not be read, and where it is damaged; as of the last look. */
  problems(): readonly Text[] {
    return this.#reader.problems;
  }

  async dispose(): Promise<void> {
    this.#reader.stop();
    await this.#writer.close();
  }

  /** One after the other: the table is brought up to date in slices. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    await this.#refresh();
    const asking = this.#listing.then(question);
    this.#listing = asking.catch(() => undefined);
    return await asking;
  }

  /** Looks at the files, after what this window has appended is in them. */
  async #refresh(): Promise<void> {
    await this.#writer.idle();
    await this.#reader.refresh();
  }

  /**
   * Puts the log files of earlier months together that windows left behind.
   * @throws {HumanError} for what the disk or permissions refuse; nothing is lost. @throws {CancelledError} when the signal fires.
   */
  async compact(lock: StateLock, signal: AbortSignal): Promise<void> {
    const { dir, clock } = this.#options;
    await compact({ dir, now: clock.now(), isOver: (window) => this.#isOver(window), lock }, signal);
  }

  /** Whether a window has ended and is not this one. What no window writes (logs put together) has ended. */
  #isOver(window: string | undefined): boolean {
    if (window === undefined) return true;
    if (window === this.#options.window) return false;
    if (!this.#dead.has(window) && !isAlive(window)) this.#dead.add(window);
    return this.#dead.has(window);
  }
}
