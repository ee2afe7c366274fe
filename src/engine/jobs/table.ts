import { trainJob } from '../read/trainJob.js';
import { clusterSkills } from '../skills/clusters.js';
import { indexFiles } from '../store/runIndex.js';
import type { JobItem, JobName, JobTable } from './jobs.js';

/** Gives the items of a job's output one by one, and `undefined` wherever it may be ended. */
export type Job<N extends JobName> = (
  input: JobTable[N]['input'],
) => Iterable<JobItem<N> | undefined> | AsyncIterable<JobItem<N> | undefined>;

/** The jobs by name. */
export const jobTable: { readonly [N in JobName]: Job<N> } = {
  'runs.index': indexFiles,
  'skills.cluster': clusterSkills,
  'router.train': trainJob,
};
