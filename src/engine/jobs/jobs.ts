import type { RunFile, RunFileIndex } from '../store/runIndex.js';
import type { Cluster, ClusterInput } from '../skills/clusters.js';

/** Work that is too heavy for the thread that answers the person; inputs and outputs are plain data. */
export interface JobTable {
  /** Reads run log files whole and sums up their runs. */
  'runs.index': { input: readonly RunFile[]; output: readonly RunFileIndex[] };
  /** Groups skills by their words. */
  'skills.cluster': { input: ClusterInput; output: readonly Cluster[] };
}

export type JobName = keyof JobTable;

/** Runs jobs, in a worker thread where there is one. */
export interface Jobs {
  /** @throws {CancelledError} when the signal fires; the work is ended then. */
  run<N extends JobName>(name: N, input: JobTable[N]['input'], signal: AbortSignal): Promise<JobTable[N]['output']>;
  dispose(): Promise<void>;
}
