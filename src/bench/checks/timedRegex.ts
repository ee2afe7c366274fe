import { Worker } from 'node:worker_threads';
import { CancelledError, throwIfCancelled } from '../../engine/errors.js';

/** What a pattern did: `fault` is why it could not be used at all. */
export type Matching =
  { readonly state: 'match' | 'none' | 'timeout' } | { readonly state: 'fault'; readonly why: string };

/** Runs in a thread of its own: a pattern that tracks back for years can be stopped only from outside, and would hold the editor up meanwhile. */
const program = `
const { parentPort, workerData: { pattern, flags, text } } = require('node:worker_threads');
let said;
try { said = { state: new RegExp(pattern, flags).test(text) ? 'match' : 'none' }; }
catch (error) { said = { state: 'fault', why: String(error.message) }; }
parentPort.postMessage(said);
`;

/** Megabytes the thread may use. */
const memory = 64;

/**
 * Whether a pattern matches somewhere in a text.
 * @param timeoutMs for the thread to start and match
 * @throws {CancelledError} when the signal fires
 */
export async function matches(
  pattern: string,
  flags: string,
  text: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Matching> {
  throwIfCancelled(signal);
  const worker = new Worker(program, {
    eval: true,
    env: {},
    workerData: { pattern, flags, text },
    resourceLimits: { maxOldGenerationSizeMb: memory },
    // The flags of this process, such as loaders, are not meant for it.
    execArgv: [],
  });
  let timer: NodeJS.Timeout | undefined;
  let cancel: (() => void) | undefined;
  try {
    return await new Promise<Matching>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => resolve({ state: 'fault', why: error.message }));
      timer = setTimeout(() => resolve({ state: 'timeout' }), timeoutMs);
      cancel = () => reject(new CancelledError());
      signal.addEventListener('abort', cancel);
    });
  } finally {
    clearTimeout(timer);
    if (cancel) signal.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}
