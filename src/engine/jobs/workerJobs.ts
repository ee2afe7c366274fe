import { Worker } from 'node:worker_threads';
import { CancelledError, throwIfCancelled } from '../errors.js';
import type { Logger } from '../ports.js';
import { Queue } from '../queue.js';
import type { JobItem, JobName, Jobs, JobTable } from './jobs.js';
import type { FromWorker, ToWorker } from './messages.js';

/** A thread costs some ten megabytes: it is not kept longer than this without work (milliseconds). */
const idleMs = 30_000;

/**
 * Runs jobs in a worker thread that starts with the first job and ends when there has been none for a while; one job at a time, in order.
 * A signal that fires ends the thread with the job. An idle thread does not keep the process from ending.
 * @param file the bundled worker.ts
 */
export const workerJobs = (file: string, logger?: Logger, idle = idleMs): Jobs => new WorkerJobs(file, logger, idle);

class WorkerJobs implements Jobs {
  readonly #queue = new Queue();
  readonly #stopping = new AbortController();
  #worker: Worker | undefined;
  #rest: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: string,
    private readonly logger: Logger | undefined,
    private readonly idle: number,
  ) {}

  async run<N extends JobName>(name: N, input: JobTable[N]['input'], signal: AbortSignal) {
    const items: JobItem<N>[] = [];
    await this.stream(name, input, (item) => items.push(item), signal);
    return items;
  }

  async stream<N extends JobName>(
    name: N,
    input: JobTable[N]['input'],
    take: (item: JobItem<N>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const either = AbortSignal.any([signal, this.#stopping.signal]);
    throwIfCancelled(either);
    // The worker does the job of the table with this name.
    const taken = (item: JobItem<JobName>): void => take(item);
    await this.#queue.add(name, () => this.#carryOut(name, { type: 'run', name, input }, taken, either), either);
  }

  async dispose(): Promise<void> {
    this.#stopping.abort();
    await this.#queue.idle();
    await this.#end();
  }

  async #carryOut(
    name: JobName,
    message: ToWorker,
    take: (item: JobItem<JobName>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    throwIfCancelled(signal);
    const worker = this.#awake();
    try {
      await done(worker, message, take, signal);
    } catch (error) {
      if (!(error instanceof FailedJob)) {
        // The thread is in the middle of the job, or gone: the next one gets a new thread.
        await this.#end();
        if (!(error instanceof CancelledError)) this.logger?.error(`the worker ended in the job ${name}`, error);
      }
      throw error;
    } finally {
      this.#sleep();
    }
  }

  #awake(): Worker {
    clearTimeout(this.#rest);
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    return worker;
  }

  #start(): Worker {
    const worker = new Worker(this.file, { execArgv: [], name: 'memento' });
    // An error while no job waits for the thread must not take the process with it.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }

  #sleep(): void {
    if (!this.#worker) return;
    this.#worker.unref();
    this.#rest = setTimeout(() => void this.#end(), this.idle).unref();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#rest);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/** An error the job itself threw: the thread goes on. */
class FailedJob extends Error {
  override readonly name = 'FailedJob';
}

function done(
  worker: Worker,
  message: ToWorker,
  take: (item: JobItem<JobName>) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const listeners = {
      message: (answer: FromWorker): void => {
        switch (answer.type) {
          case 'item':
            take(answer.item);
            // Only after a turn of the event loop: otherwise items would be taken one after the other for as long as they come.
            setImmediate(() => worker.postMessage({ type: 'taken' } satisfies ToWorker));
            return;
          case 'done':
            return end(resolve);
          case 'failed': {
            const failure = new FailedJob(answer.message);
            if (answer.stack !== undefined) failure.stack = answer.stack;
            return end(() => reject(failure));
          }
        }
      },
      error: (error: Error): void => end(() => reject(error)),
      messageerror: (error: Error): void => end(() => reject(error)),
      exit: (code: number): void => end(() => reject(new Error(`the worker ended with code ${code}`))),
    };
    const cancel = (): void => end(() => reject(new CancelledError()));
    const end = (settle: () => void): void => {
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
      signal.removeEventListener('abort', cancel);
      settle();
    };
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
    signal.addEventListener('abort', cancel, { once: true });
    worker.postMessage(message);
  });
}
