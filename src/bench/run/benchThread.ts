import { Worker } from 'node:worker_threads';
import type { Results } from '../report/results.js';
import type { BenchProgress } from './bench.js';
import type { BenchMessage, BenchWork } from './benchWork.js';
import { errorOf } from './failure.js';

/** What came of a benchmark. */
export interface Finished {
  /** Path of `report.html`. */
  readonly page: string;
  readonly results: Results;
  /** Everything was done; else the budget did not suffice. */
  readonly complete: boolean;
}

/**
 * Does a benchmark in a thread of its own and writes its report, so that the caller's thread stays free.
 * @throws {HumanError} @throws {CancelledError} as `runBench`; nothing is left running
 */
export async function benchInThread(
  work: BenchWork,
  progress: (now: BenchProgress) => void,
  signal: AbortSignal,
): Promise<Finished> {
  const worker = new Worker(work.options.workerFile, { workerData: work });
  const cancel = (): void => worker.postMessage('cancel');
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    return await new Promise((resolve, reject) => {
      let end: Exclude<BenchMessage, { type: 'progress' }> | undefined;
      worker.on('message', (message: BenchMessage) => {
        if (message.type === 'progress') progress(message.progress);
        else end = message;
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        if (end?.type === 'finished') resolve(end);
        else reject(end ? errorOf(end) : new Error(`the benchmark ended with code ${code}`));
      });
    });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
