import { CancelledError } from '../errors.js';
import { inlineJobs } from '../jobs/inline.js';
import type { Jobs } from '../jobs/jobs.js';
import type { Logger } from '../ports.js';
import type { Text } from '../text.js';
import { Pace } from './pace.js';
import { listFiles, RunFiles, type FoundFile } from './runFiles.js';
import type { RunFile, RunFileIndex } from './runIndex.js';
import type { RunTable } from './runTable.js';

/** From this many bytes on reading is left to another thread. */
const heavy = 2 * 1024 * 1024;

/** Looks at the folder at most this often when files vanish while they are read (another window puts logs together). */
const looks = 5;

/** Keeps a table of runs in step with the log files: reads what is new in those that have grown. */
export class RunReader {
  readonly #files = new RunFiles();
  readonly #inline = inlineJobs();
  readonly #stopping = new AbortController();
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(
    private readonly dir: string,
    private readonly table: RunTable,
    private readonly jobs: Jobs,
    private readonly logger: Logger | undefined,
  ) {}

  /**
   * Resolves when everything that was on disk at the time of the call has been read.
   * @throws {CancelledError} when the reader stops while a large log is being read.
   */
  refresh(): Promise<void> {
    // One look at a time; all who ask while one goes on share the next.
    this.#next ??= this.#last.then(() => {
      this.#next = undefined;
      this.#last = this.#look();
      const look = this.#last;
      this.#last = look.catch(() => undefined);
      return look;
    });
    return this.#next;
  }

  get problems(): readonly Text[] {
    return this.#files.problems;
  }

  /** Ends the reading of a large log. */
  stop(): void {
    this.#stopping.abort();
  }

  async #look(): Promise<void> {
    for (let again = true, look = 1; again && look <= looks; look++) {
      const listing = await listFiles(this.dir);
      const { gone, changed, bytes } = this.#files.compare(listing);
      for (const file of gone) this.#forget(file);
      again = changed.length > 0 && (await this.#read(changed, bytes, listing.found));
    }
  }

  /** @returns whether a file vanished meanwhile: its lines may be in a new one. */
  async #read(files: readonly RunFile[], bytes: number, found: readonly FoundFile[]): Promise<boolean> {
    const listed = new Map(found.map((one) => [one.file, one]));
    let vanished = false;
    const items = await this.#index(files, bytes);
    const pace = new Pace();
    for (const item of items) {
      if (item.restarted || item.gone) this.table.drop(item.file);
      if (item.gone) {
        this.#files.forget(item.file);
        vanished = true;
        continue;
      }
      await this.table.add(item.file, item.runs, pace);
      this.#files.note(item, listed.get(item.file));
    }
    return vanished;
  }

  async #index(files: readonly RunFile[], bytes: number): Promise<readonly RunFileIndex[]> {
    if (bytes >= heavy)
      try {
        return await this.jobs.run('runs.index', files, this.#stopping.signal);
      } catch (error) {
        if (error instanceof CancelledError) throw error;
        this.logger?.error('run logs are read without the worker', error);
      }
    return await this.#inline.run('runs.index', files, new AbortController().signal);
  }

  #forget(file: string): void {
    this.table.drop(file);
    this.#files.forget(file);
  }
}
