import { throwIfCancelled } from '../errors.js';
import type { JobItem, JobName, Jobs, JobTable } from './jobs.js';
import { jobTable } from './table.js';

/**
 * Runs jobs on this thread. A job that reads files gives way with every piece it reads (some milliseconds of work); one that only computes holds
 * up everything else until it has given its first item.
 */
export const inlineJobs = (): Jobs => ({
  async run<N extends JobName>(name: N, input: JobTable[N]['input'], signal: AbortSignal) {
    throwIfCancelled(signal);
    const items: JobItem<N>[] = [];
    for await (const item of jobTable[name](input)) {
      if (item !== undefined) items.push(item);
      throwIfCancelled(signal);
    }
    return items;
  },
  dispose: () => Promise.resolve(),
});
