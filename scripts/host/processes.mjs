// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Set to a value of its own in the environment of each program started here; most of what that starts inherits it. */
export const markName = 'MEMENTO_INSTANCE';

/**
 * A process; `started` tells it from a later one with the same number.
 * @typedef {{ pid: number, parent: number, started: string, marked: boolean }} Process
 */

/**
 * @param {string} entry of /proc
 * @param {string} wanted
 * @returns {Promise<Process | undefined>}
 */
async function read(entry, wanted) {
  try {
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8');
    // After the name in parentheses, which may hold anything: state, parent, ... and as 22nd field of all the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const environment = await readFile(`/proc/${entry}/environ`, 'utf8').catch(() => '');
    const marked = environment.split('\0').includes(wanted);
    return { pid: Number(entry), parent: Number(fields[1]), started: fields[19] ?? '', marked };
  } catch {
    return undefined;
  }
}

/**
 * Processes that carry a mark, orphans included, and everything below them: a program may be started with a cleaned
 * environment. Linux only: elsewhere none is found.
 * @param {string} mark
 * @returns {Promise<Process[]>}
 */
export async function markedProcesses(mark) {
  const entries = (await readdir('/proc').catch(() => [])).filter((entry) => /^\d+$/.test(entry));
  const all = (await Promise.all(entries.map((entry) => read(entry, `${markName}=${mark}`)))).filter(
    (each) => each !== undefined,
  );
  const found = new Set(all.filter(({ marked, pid }) => marked && pid !== process.pid));
  const pids = new Set([...found].map(({ pid }) => pid));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const each of all)
      if (pids.has(each.parent)) {
        found.add(each);
        pids.add(each.pid);
      }
  }
  return [...found];
}

/**
 * Waits for the processes of a mark to end by themselves, then ends the rest by force.
 * @param {string} mark
 * @param {number} patience milliseconds
 * @param {readonly Process[]} [known] found earlier; those with a cleaned environment cannot be found once orphaned
 */
export async function endMarked(mark, patience, known = []) {
  const deadline = Date.now() + patience;
  for (;;) {
    const now = await markedProcesses(mark);
    const left = [...now, ...(await stillThere(known))];
    if (left.length === 0) return;
    if (Date.now() > deadline)
      for (const { pid } of left)
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Ended in between.
        }
    await sleep(50);
  }
}

/** @param {readonly Process[]} known */
async function stillThere(known) {
  const now = await Promise.all(known.map(({ pid }) => read(String(pid), '')));
  return known.filter(({ started }, i) => now[i]?.started === started);
}
