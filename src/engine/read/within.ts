import { CancelledError, throwIfCancelled } from '../errors.js';

/**
 * What the work comes to if it does so in time, else `undefined`; the work itself goes on.
 * @throws what the work throws in time.
 * @throws {CancelledError} when the signal fires first.
 */
export async function within<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  // Whoever has stopped waiting does not hear of a later failure.
  work.catch(() => undefined);
  throwIfCancelled(signal);
  let stop: () => void = () => undefined;
  const ended = new Promise<undefined>((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    const cancel = (): void => reject(new CancelledError());
    signal.addEventListener('abort', cancel, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    };
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    stop();
  }
}
