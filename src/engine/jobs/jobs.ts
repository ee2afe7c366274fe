import type { TrainInput, TrainItem } from '../read/trainJob.js';
import type { Cluster, ClusterInput } from '../skills/clusters.js';
import type { RunFile, RunFileIndex } from '../store/runIndex.js';

/**
 * Work that is too heavy for the thread that answers the person; inputs and outputs are plain data. Every output is a list, so that it can
 * cross from one thread to another item by item: a large answer in one piece would hold up the thread that receives it.
 */
export interface JobTable {
  /** Reads run log files from an offset on and sums up their runs; a file's answer comes in several items. */
  'runs.index': { input: readonly RunFile[]; output: readonly RunFileIndex[] };
  /** Groups skills by their words. */
  'skills.cluster': { input: ClusterInput; output: readonly Cluster[] };
  /** Trains the router: how far it is, and at last the model. */
  'router.train': { input: TrainInput; output: readonly TrainItem[] };
}

export type JobName = keyof JobTable;

/** One entry of a job's output. */
export type JobItem<N extends JobName> = JobTable[N]['output'][number];

/** Runs jobs, in a worker thread where there is one. */
export interface Jobs {
  /** @throws {CancelledError} when the signal fires; the work is ended then. */
  run<N extends JobName>(name: N, input: JobTable[N]['input'], signal: AbortSignal): Promise<readonly JobItem<N>[]>;
  /** As {@link run}, but hands over each item when it comes. */
  stream<N extends JobName>(
    name: N,
    input: JobTable[N]['input'],
    take: (item: JobItem<N>) => void,
    signal: AbortSignal,
  ): Promise<void>;
  dispose(): Promise<void>;
}
