import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunSummary } from '../events.js';

/** Runs sorted at once, some milliseconds of work. */
const sortedAtOnce = 2048;

/** Steps of a merge between two turns of the event loop. */
const mergedAtOnce = 50_000;

/** So few changes are put in their places one by one. */
const placedOneByOne = 32;

/** Newest first: by number, which counts the runs of a workspace, then by time (two windows may give the same number), then by id. */
const compare = (a: RunSummary, b: RunSummary): number =>
  b.number - a.number || b.startedAt - a.startedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** All runs in the order in which they are listed. */
export class RunOrder {
  #runs: readonly RunSummary[] = [];

  /** The same array until something changes. */
  get runs(): readonly RunSummary[] {
    return this.#runs;
  }

  /** Takes runs out and puts runs in; a summary that changed is both. Many at once are sorted in slices. */
  async change(gone: ReadonlySet<RunSummary>, added: readonly RunSummary[]): Promise<void> {
    if (gone.size + added.length === 0) return;
    if (gone.size + added.length <= placedOneByOne) {
      const runs = [...this.#runs];
      for (const run of gone) runs.splice(placeOf(run, runs), 1);
      for (const run of added) runs.splice(placeOf(run, runs), 0, run);
      this.#runs = runs;
      return;
    }
    const kept = gone.size > 0 ? this.#runs.filter((run) => !gone.has(run)) : this.#runs;
    this.#runs = await merge(kept, await sorted(added));
  }
}

/** Where a run stands, or would stand, in a list that is in order. */
function placeOf(run: RunSummary, runs: readonly RunSummary[]): number {
  let [from, to] = [0, runs.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = runs[middle];
    if (other && compare(other, run) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

async function sorted(runs: readonly RunSummary[]): Promise<readonly RunSummary[]> {
  let parts: (readonly RunSummary[])[] = [];
  for (let start = 0; start < runs.length; start += sortedAtOnce) {
    parts.push(runs.slice(start, start + sortedAtOnce).sort(compare));
    await nextTurn();
  }
  while (parts.length > 1) {
    const merged: (readonly RunSummary[])[] = [];
    for (let index = 0; index < parts.length; index += 2)
      merged.push(await merge(parts[index] ?? [], parts[index + 1] ?? []));
    parts = merged;
  }
  return parts[0] ?? [];
}

async function merge(a: readonly RunSummary[], b: readonly RunSummary[]): Promise<readonly RunSummary[]> {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result: RunSummary[] = [];
  for (let fromA = 0, fromB = 0; ;) {
    const [one, other] = [a[fromA], b[fromB]];
    if (one && (!other || compare(one, other) <= 0)) {
      result.push(one);
      fromA++;
    } else if (other) {
      result.push(other);
      fromB++;
    } else return result;
    if (result.length % mergedAtOnce === 0) await nextTurn();
  }
}
