import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '../engine/errors.js';

/**
 * Waits.
 * @throws {CancelledError} when the signal fires first.
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new CancelledError();
  }
}
