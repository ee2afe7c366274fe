import path from 'node:path';
import type { RunEvent } from '../events.js';
import { LogWriter } from './log.js';

/** A file that has passed this size (bytes) is not written to again (reference/reliability.md 3.3). */
export const rotateAt = 16 * 1024 * 1024;

/** Writes a window's events to `<dir>/<month>/<window>-<n>.jsonl`, in order. */
export class RunWriter {
  readonly #files = new Map<string, { n: number; writer: LogWriter }>();
  #pending: Promise<void> = Promise.resolve();

  constructor(
    private readonly dir: string,
    private readonly window: string,
    private readonly limit: number,
  ) {}

  /** Resolves when the event is written; a failure (disk full) rejects. */
  append(event: RunEvent): Promise<void> {
    const written = this.#pending.then(() => this.#write(event));
    this.#pending = written.catch(() => undefined);
    return written;
  }

  /** Resolves when everything appended so far is written or has failed. */
  idle(): Promise<void> {
    return this.#pending;
  }

  async close(): Promise<void> {
    await this.#pending;
    for (const { writer } of this.#files.values()) await writer.close();
  }

  async #write(event: RunEvent): Promise<void> {
    const month = new Date(event.at).toISOString().slice(0, 7);
    const current = this.#files.get(month) ?? this.#open(month, 1);
    await current.writer.append(event);
    if (current.writer.size < this.limit) return;
    // Not awaited before the next file is in use: the event is written, whatever closing says.
    this.#open(month, current.n + 1);
    await current.writer.close().catch(() => undefined);
  }

  #open(month: string, n: number): { n: number; writer: LogWriter } {
    const opened = { n, writer: new LogWriter(path.join(this.dir, month, `${this.window}-${n}.jsonl`)) };
    this.#files.set(month, opened);
    return opened;
  }
}
