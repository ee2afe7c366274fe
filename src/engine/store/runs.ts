import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { isTransient, type RunEvent, type RunEventBody, type RunSummary } from '../events.js';
import type { Clock } from '../ports.js';
import { text } from '../text.js';
import { LogWriter, readLog } from './log.js';
import { summarise } from './summary.js';
import { isAlive } from './window.js';

interface LoadedFile {
  readonly size: number;
  readonly window: string;
  readonly events: readonly RunEvent[];
}

/** The run log: every window appends to files of its own and reads all of them (DESIGN.md 5). */
export class RunLog {
  private readonly files = new Map<string, LoadedFile>();
  private readonly sequences = new Map<string, number>();
  private readonly writers = new Map<string, LogWriter>();
  private pending: Promise<void> = Promise.resolve();

  constructor(
    private readonly dir: string,
    private readonly window: string,
    private readonly clock: Clock,
  ) {}

  /** Stamps an event; logged events reach the disk in order. */
  stamp(run: string, body: RunEventBody): RunEvent {
    const seq = (this.sequences.get(run) ?? 0) + 1;
    this.sequences.set(run, seq);
    return { ...body, run, seq, at: this.clock.now() };
  }

  /** Appends an event. Resolves when it is written; a failure (disk full) rejects. */
  append(event: RunEvent): Promise<void> {
    if (isTransient(event)) return Promise.resolve();
    const written = this.pending.then(() => this.writer(event.at).append(event));
    this.pending = written.catch(() => undefined);
    return written;
  }

  /** Continues the numbering of a run that another process started. */
  async adopt(run: string): Promise<void> {
    const last = (await this.events(run)).at(-1)?.seq ?? 0;
    this.sequences.set(run, Math.max(last, this.sequences.get(run) ?? 0));
  }

  private writer(at: number): LogWriter {
    const month = new Date(at).toISOString().slice(0, 7);
    let writer = this.writers.get(month);
    if (!writer) {
      writer = new LogWriter(path.join(this.dir, month, `${this.window}.jsonl`));
      this.writers.set(month, writer);
    }
    return writer;
  }

  /** All runs, newest first. */
  async list(): Promise<RunSummary[]> {
    const summaries: RunSummary[] = [];
    for (const [run, { events, window }] of await this.byRun()) {
      const summary = summarise(events);
      if (!summary) continue;
      const dead = summary.status === 'running' && window !== this.window && !isAlive(window);
      summaries.push(dead ? { ...summary, id: run, status: 'interrupted' } : summary);
    }
    return summaries.sort((a, b) => b.number - a.number || b.startedAt - a.startedAt);
  }

  /** All logged events of a run in order. */
  async events(run: string): Promise<readonly RunEvent[]> {
    return (await this.byRun()).get(run)?.events ?? [];
  }

  /**
   * The run meant by an id, a number with or without `#`, or an unambiguous beginning of an id.
   * @throws {HumanError} when there is none
   */
  async find(reference: string): Promise<RunSummary> {
    const runs = await this.list();
    const number = /^#?(\d{1,7})$/.exec(reference)?.[1];
    const found = runs.filter((run) => run.id === reference || String(run.number) === number);
    const matches = found.length ? found : runs.filter((run) => run.id.startsWith(reference));
    if (matches.length === 1 && matches[0]) return matches[0];
    throw new HumanError(
      matches.length
        ? text('“{0}” means several runs; give more of the id.', reference)
        : text('There is no run “{0}”.', reference),
    );
  }

  private async byRun(): Promise<Map<string, { window: string; events: RunEvent[] }>> {
    await this.pending;
    await this.refresh();
    const runs = new Map<string, { window: string; events: RunEvent[] }>();
    for (const { window, events } of this.files.values())
      for (const event of events) {
        const entry = runs.get(event.run) ?? { window, events: [] };
        if (event.type === 'run.started') entry.window = window;
        entry.events.push(event);
        runs.set(event.run, entry);
      }
    for (const { events } of runs.values()) events.sort((a, b) => a.seq - b.seq || a.at - b.at);
    return runs;
  }

  /** Reads the files that have grown since the last look. */
  private async refresh(): Promise<void> {
    for (const month of await names(this.dir))
      for (const name of await names(path.join(this.dir, month))) {
        if (!name.endsWith('.jsonl')) continue;
        const file = path.join(this.dir, month, name);
        const { size } = await stat(file);
        if (this.files.get(file)?.size === size) continue;
        const { records } = await readLog<RunEvent>(file, isRunEvent);
        this.files.set(file, { size, window: name.slice(0, -'.jsonl'.length), events: records });
      }
  }

  async dispose(): Promise<void> {
    await this.pending;
    for (const writer of this.writers.values()) await writer.close();
  }
}

const isRunEvent = (value: unknown): value is RunEvent =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  'run' in value &&
  'seq' in value &&
  typeof value.seq === 'number';

const names = async (dir: string): Promise<string[]> => {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR')
      return [];
    throw error;
  }
};
