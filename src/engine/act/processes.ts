import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setImmediate as breath } from 'node:timers/promises';
import { codeOf } from '../safety/fileProblem.js';

/** A living process of Linux. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Its environment holds the mark that was looked for. */
  readonly marked: boolean;
}

/** What one look at the system's processes has found. */
export interface Look {
  readonly processes: readonly ProcessInfo[];
  /** Some have just ended: a child of theirs may be younger than the list. */
  readonly ended: boolean;
  /** Some showed no environment, as a process does for a moment while it becomes another program: they may carry the mark. */
  readonly blank: boolean;
  /** Pids of those that had ended and were still there, as their parent had not asked for them. */
  readonly zombies: ReadonlySet<string>;
}

/** What to look for. */
export interface Mark {
  /** `NAME=value` in the environment, in ASCII. */
  readonly variable: string;
  /** {@link bootTicks} before the first process with it was started: what is older cannot carry it. */
  readonly since: number;
}

/** Clock ticks since the system's start, as `/proc/<pid>/stat` counts a process's start (proc(5): a hundredth of a second); 0 where there is no /proc. */
export const bootTicks = (): number => Math.floor(Number.parseFloat(readNow('/proc/uptime') ?? '0') * 100);

/** Processes looked at between two turns of the event loop; some milliseconds. */
const atOnce = 50;
/** Places in `/proc/<pid>/stat`, counted from the state (proc(5): fields 9, 22, 26, 28, and 3). */
const flagsField = 9 - 3;
const startField = 22 - 3;
/** Where its code begins: 0 until a program has been laid out whole, environment included, and when its memory has been given back. */
const codeField = 26 - 3;
const stackField = 28 - 3;
/** Flag of a thread of the kernel, which has neither command line nor environment (PF_KTHREAD in the kernel's sched.h). */
const kernelThread = 0x00200000;

/**
 * Looks at every living process but this one; zombies are gone already and wait for their parent only. Linux only.
 * @param before the look before this one
 */
export async function lookAround({ variable, since }: Mark, before?: Look): Promise<Look> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const processes: ProcessInfo[] = [];
  const zombies = new Set<string>();
  let ended = false;
  let blank = false;
  for (const [index, pid] of pids.entries()) {
    if (index % atOnce === atOnce - 1) await breath();
    const fields = fieldsOf(pid);
    ended ||= fields === null;
    if (!fields) continue;
    const [state, parent, group, session] = fields;
    const young = Number(fields[startField]) >= since;
    if (state === 'Z' || state === 'X') {
      zombies.add(pid);
      ended ||= young && before?.zombies.has(pid) !== true;
      continue;
    }
    // Reading another's environment is the dear part.
    const environment = young ? readNow(`/proc/${pid}/environ`) : undefined;
    blank ||= (environment === null || environment === '') && !hasNone(pid, fields);
    const marked = environment?.split('\0').includes(variable) === true;
    processes.push({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      marked,
    });
  }
  return { processes, ended, blank, zombies };
}

/** Whether a process that showed no environment has none: when it had been laid out before, and was the same program behind. */
function hasNone(pid: string, before: readonly string[]): boolean {
  if (Number(before[flagsField]) & kernelThread) return true;
  const after = fieldsOf(pid);
  return before[codeField] !== '0' && [codeField, stackField].every((field) => after?.[field] === before[field]);
}

/** The fields of `/proc/<pid>/stat` from the state on. */
function fieldsOf(pid: string): readonly string[] | null | undefined {
  const stat = readNow(`/proc/${pid}/stat`);
  // The command name, in parentheses, may hold spaces and parentheses: count from behind it.
  return typeof stat === 'string' ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : stat;
}

/**
 * No disk is behind `/proc`: a read takes some microseconds, less than handing it to a thread. `null` when the process is gone, undefined when
 * it is not ours to read.
 */
function readNow(file: string): string | null | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    return codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM' ? undefined : null;
  }
}
