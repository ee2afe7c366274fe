import type { JobItem, JobName, JobTable } from './jobs.js';

/** How many items the worker may send before the other side says that it has taken them: a few keep both threads busy. */
export const itemsUnderWay = 4;

/** From the thread that wants a job done. */
export type ToWorker =
  | { readonly type: 'run'; readonly name: JobName; readonly input: JobTable[JobName]['input'] }
  /** One item has been taken. */
  | { readonly type: 'taken' };

/** From the worker. */
export type FromWorker =
  | { readonly type: 'item'; readonly item: JobItem<JobName> }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string; readonly stack: string | undefined };
