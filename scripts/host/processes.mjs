// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Set to a value of its own in the environment of each program started here; most of what that starts inherits it. */
export const markName = 'MEMENTO_INSTANCE';

/**
 * A process; `started` tells it from a later one with the same number.
 * @typedef {{ pid: number, parent: number, started: string, marked: boolean }} Process
 */

/** Places in `/proc/<pid>/stat`, counted from the state (proc(5): fields 4, 9, 22, 26, 28, and 3). */
const parentField = 4 - 3;
const flagsField = 9 - 3;
const startField = 22 - 3;
/** Where its code begins: 0 until a program has been laid out whole, environment included, and when its memory has been given back. */
const codeField = 26 - 3;
const stackField = 28 - 3;
/** Flag of a thread of the kernel (PF_KTHREAD in the kernel's sched.h). */
const kernelThread = 0x00200000;
/** How often a process that is just becoming another program is looked at, and after how many milliseconds. */
const looks = 400;
const lookEvery = 5;

/** A file of a process: `null` when it has ended, undefined when it is not ours to read. @param {string} file */
async function readOf(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    if (code === 'EACCES' || code === 'EPERM') return undefined;
    throw error;
  }
}

/** The fields of a process from its state on; undefined when it has ended. @param {string} entry of /proc */
async function fieldsOf(entry) {
  const stat = await readOf(`/proc/${entry}/stat`);
  // After the name in parentheses, which may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' || fields?.[0] === 'X' ? undefined : fields;
}

/**
 * A process that becomes another program shows no environment for a moment: it is looked at again.
 * @param {string} entry of /proc
 * @param {string} wanted
 * @returns {Promise<Process | undefined>}
 */
async function read(entry, wanted) {
  for (let look = 1; ; look++) {
    const fields = await fieldsOf(entry);
    if (!fields) return undefined;
    const environment = await readOf(`/proc/${entry}/environ`);
    const after = environment === '' || environment === null ? await fieldsOf(entry) : fields;
    const same = fields[codeField] === after?.[codeField] && fields[stackField] === after?.[stackField];
    const settled = fields[codeField] !== '0' && same;
    if (!settled && !(Number(fields[flagsField]) & kernelThread) && look < looks) {
      await sleep(lookEvery);
      continue;
    }
    const marked = environment?.split('\0').includes(wanted) === true;
    return { pid: Number(entry), parent: Number(fields[parentField]), started: fields[startField] ?? '', marked };
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
  // One that ended while it was looked at may have left a child that the look did not see yet.
  for (let empty = 0; empty < 2;) {
    const now = await markedProcesses(mark);
    const left = [...now, ...(await stillThere(known))];
    empty = left.length === 0 ? empty + 1 : 0;
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
