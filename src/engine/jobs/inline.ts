import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfCancelled } from '../errors.js';
import type { JobItem, JobName, Jobs, JobTable } from './jobs.js';
import { jobTable } from './table.js';

/** Milliseconds of work between two turns of the event loop: with the longest step of a job it stays below 15. */
const sliceMs = 8;

/** Runs jobs on this thread, in slices, so that everything else gets its turn. */
export const inlineJobs = (): Jobs => ({
  async run<N extends JobName>(name: N, input: JobTable[N]['input'], signal: AbortSignal) {
    throwIfCancelled(signal);
    const items: JobItem<N>[] = [];
    let since = performance.now();
    for await (const item of jobTable[name](input)) {
      if (item !== undefined) items.push(item);
      if (performance.now() - since > sliceMs) {
        await nextTurn();
        since = performance.now();
      }
      throwIfCancelled(signal);
    }
    return items;
  },
  dispose: () => Promise.resolve(),
});
