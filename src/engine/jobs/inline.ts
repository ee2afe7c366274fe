import { throwIfCancelled } from '../errors.js';
import { Pace } from '../store/pace.js';
import type { JobItem, JobName, Jobs, JobTable } from './jobs.js';
import { jobTable } from './table.js';

/** Runs jobs on this thread, in slices: between two pieces of a job everything else has its turn. */
export const inlineJobs = (): Jobs => ({
  async run<N extends JobName>(name: N, input: JobTable[N]['input'], signal: AbortSignal) {
    const items: JobItem<N>[] = [];
    await stream(name, input, (item) => items.push(item), signal);
    return items;
  },
  stream,
  dispose: () => Promise.resolve(),
});

async function stream<N extends JobName>(
  name: N,
  input: JobTable[N]['input'],
  take: (item: JobItem<N>) => void,
  signal: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  const pace = new Pace();
  for await (const item of jobTable[name](input)) {
    if (item !== undefined) take(item);
    if (pace.due) await pace.rest();
    throwIfCancelled(signal);
  }
}
