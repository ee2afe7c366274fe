import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ServeOptions } from './server.js';

/** A practice model served from a thread of its own. */
export interface PracticeThread {
  /** Address of the interface, with `/v1`. */
  readonly baseUrl: string;
  /** Ends the thread and every stream under way. */
  dispose(): void;
}

/**
 * Starts the practice model in a worker thread, so that its search for explanations never holds up the caller.
 * @param workerFile the bundled worker.ts
 * @throws {Error} when the thread ends before it serves
 */
export async function startPracticeServer(workerFile: string, options: ServeOptions = {}): Promise<PracticeThread> {
  const worker = new Worker(workerFile, { workerData: options });
  const ended = new AbortController();
  try {
    const [message] = (await Promise.race([
      once(worker, 'message', { signal: ended.signal }),
      once(worker, 'exit', { signal: ended.signal }).then(([code]) => {
        throw new Error(`the practice worker ended with code ${String(code)}`);
      }),
    ])) as [{ readonly baseUrl: string }];
    // A thread that dies later shows as a refused connection; it must not take the caller with it.
    worker.on('error', () => undefined);
    // A forgotten thread must not keep the command line from ending.
    worker.unref();
    return { baseUrl: message.baseUrl, dispose: () => void worker.terminate() };
  } catch (error) {
    await worker.terminate();
    throw error;
  } finally {
    ended.abort();
  }
}
