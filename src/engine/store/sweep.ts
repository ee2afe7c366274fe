import { sweepTemp } from './atomic.js';
import { isAlive } from './window.js';

/** Milliseconds: a younger temporary file may be a living writer's. */
export const tempAge = 60 * 60 * 1000;

/** Removes what writers of this machine that are gone left in a folder of the state, and everything temporary that is older than an hour. */
export const sweepState = (folder: string): Promise<void> =>
  sweepTemp(folder, Date.now() - tempAge, (pid) => !isAlive(String(pid)));
