// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Set to a value of its own in the environment of each program started here; whatever that starts inherits it. */
export const markName = 'MEMENTO_INSTANCE';

/**
 * Processes that carry a mark, orphans included. Linux only: elsewhere none is found.
 * @param {string} mark
 * @returns {Promise<number[]>}
 */
export async function markedProcesses(mark) {
  const entries = await readdir('/proc').catch(() => []);
  const wanted = `${markName}=${mark}`;
  const carries = await Promise.all(
    entries.map(async (entry) => {
      if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return false;
      const environment = await readFile(`/proc/${entry}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(wanted);
    }),
  );
  return entries.filter((_, i) => carries[i]).map(Number);
}

/**
 * Waits for marked processes to end by themselves, then ends the rest by force.
 * @param {string} mark
 * @param {number} patience milliseconds
 */
export async function endMarked(mark, patience) {
  const deadline = Date.now() + patience;
  for (;;) {
    const left = await markedProcesses(mark);
    if (left.length === 0) return;
    if (Date.now() > deadline)
      for (const pid of left)
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Ended in between.
        }
    await sleep(50);
  }
}
