import type { RunSummary } from '../events.js';

/** A run log file to be read from an offset (bytes). */
export interface RunFile {
  readonly file: string;
  readonly from: number;
}

/** What a run log file holds, without keeping its events. */
export interface RunFileIndex {
  readonly file: string;
  /** Bytes read so far: the next reading begins here. */
  readonly end: number;
  readonly dropped: number;
  readonly summaries: readonly RunSummary[];
}
