import type { Results } from '../report/results.js';
import type { BenchOptions, BenchProgress } from './bench.js';
import type { Failure } from './failure.js';

/** What a worker is given that does a whole benchmark. Plain data. */
export interface BenchWork {
  readonly options: BenchOptions;
  /** Folder with what draws a report. */
  readonly dist: string;
}

/** What it says; all but `progress` come last. */
export type BenchMessage =
  | { readonly type: 'progress'; readonly progress: BenchProgress }
  | { readonly type: 'finished'; readonly page: string; readonly results: Results; readonly complete: boolean }
  | Failure;
