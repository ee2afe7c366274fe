import type { RunSummary } from '../events.js';
import { Pace } from './pace.js';
import { join, noFacts, type RunFacts } from './runFacts.js';
import type { RunPart } from './runIndex.js';
import { addLines } from './runLines.js';
import { RunOrder } from './runOrder.js';
import { recordOf, type RunRecord } from './runRecord.js';
import { summaryOf } from './summary.js';

/** What a file says about a run. */
interface FilePart extends RunPart {
  readonly file: string;
}

interface Entry {
  readonly parts: FilePart[];
  summary?: RunSummary;
  record?: RunRecord;
}

/** Where events of a run lie. */
export interface RunPlace {
  readonly file: string;
  /** Pairs of beginning and end (bytes). */
  readonly lines: readonly number[];
}

/** The runs of all log files, without their events. */
export class RunTable {
  readonly #entries = new Map<string, Entry>();
  readonly #order = new RunOrder();
  /** Runs whose summary no longer shows what is known. */
  readonly #stale = new Set<string>();
  /** Runs that were going on when their log was read, with the file that says so. */
  readonly #running = new Map<string, string>();
  #records: { readonly of: readonly RunSummary[]; readonly all: readonly RunRecord[] } | undefined;

  /** @param isOver whether the writer of this file can no longer go on with a run. */
  constructor(private readonly isOver: (file: string) => boolean) {}

  /** Takes what a file says, in addition to what it has said before. */
  async add(file: string, parts: readonly RunPart[], pace: Pace): Promise<void> {
    for (const part of parts) {
      this.#addPart({ ...part, file });
      if (pace.due) await pace.rest();
    }
  }

  #addPart(part: FilePart): void {
    const entry = this.#entries.get(part.run);
    const before = entry?.parts.find(({ file }) => file === part.file);
    if (!entry) this.#entries.set(part.run, { parts: [part] });
    else if (!before) entry.parts.push(part);
    else {
      join(before.facts, part.facts);
      for (let index = 0; index < part.lines.length; index += 2)
        addLines(before.lines, part.lines[index] ?? 0, part.lines[index + 1] ?? 0);
    }
    this.#stale.add(part.run);
  }

  /** Forgets what a file said. */
  drop(file: string): void {
    for (const [run, { parts }] of this.#entries) {
      const at = parts.findIndex((part) => part.file === file);
      if (at < 0) continue;
      parts.splice(at, 1);
      this.#stale.add(run);
    }
  }

  /** All runs, newest first: the same array until something changes. */
  async list(): Promise<readonly RunSummary[]> {
    for (const [run, file] of this.#running) if (this.isOver(file)) this.#stale.add(run);
    const gone = new Set<RunSummary>();
    const added: RunSummary[] = [];
    const pace = new Pace();
    for (const run of this.#stale) {
      const before = this.#entries.get(run)?.summary;
      const now = this.#renew(run);
      if (before) gone.add(before);
      if (now) added.push(now);
      if (pace.due) await pace.rest();
    }
    this.#stale.clear();
    await this.#order.change(gone, added);
    return this.#order.runs;
  }

  /** What the router can learn from: all runs, oldest first. The same array until something changes. */
  async records(): Promise<readonly RunRecord[]> {
    const runs = await this.list();
    if (this.#records?.of === runs) return this.#records.all;
    const all: RunRecord[] = [];
    const pace = new Pace();
    for (let index = runs.length - 1; index >= 0; index--) {
      const record = this.#entries.get(runs[index]?.id ?? '')?.record;
      if (record) all.push(record);
      if (pace.due) await pace.rest();
    }
    this.#records = { of: runs, all };
    return all;
  }

  #renew(run: string): RunSummary | undefined {
    const entry = this.#entries.get(run);
    this.#running.delete(run);
    if (!entry) return undefined;
    const facts = factsOf(entry.parts);
    let now = summaryOf(run, facts);
    const file = beginning(entry.parts)?.file;
    if (now?.status === 'running' && file !== undefined) {
      if (this.isOver(file)) now = { ...now, status: 'interrupted' };
      else this.#running.set(run, file);
    }
    delete entry.summary;
    delete entry.record;
    if (now) {
      entry.summary = now;
      entry.record = recordOf(now, facts);
    }
    if (entry.parts.length === 0) this.#entries.delete(run);
    return now;
  }

  /** As of the last {@link list}. */
  get(run: string): RunSummary | undefined {
    return this.#entries.get(run)?.summary;
  }

  /** The highest number that an event of the run has, 0 when there is none. */
  lastSeq(run: string): number {
    return Math.max(0, ...(this.#entries.get(run)?.parts.map(({ facts }) => facts.lastSeq) ?? []));
  }

  places(run: string): readonly RunPlace[] {
    return this.#entries.get(run)?.parts ?? [];
  }
}

function factsOf(parts: readonly FilePart[]): RunFacts {
  const [only] = parts;
  if (only && parts.length === 1) return only.facts;
  const facts = noFacts();
  for (const part of parts) join(facts, part.facts);
  return facts;
}

/** The part that says how the run began. */
const beginning = (parts: readonly FilePart[]): FilePart | undefined => parts.find(({ facts }) => facts.started);
