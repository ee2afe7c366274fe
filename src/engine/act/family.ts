import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setImmediate as breath, setTimeout as sleep } from 'node:timers/promises';

/** Marks every process of a run in its environment. */
export const runVariable = 'MEMENTO_RUN';

/** Processes that belong together: a group, everything that carries the run's mark, and all their children. */
export interface Family {
  /** The leader's pid, which is also the group's and the session's id; undefined when only the mark is known. */
  readonly leader: number | undefined;
  readonly run: string;
  /** {@link bootTicks} before the first of them was started: what is older cannot carry the mark. Absent: not known. */
  readonly since?: number;
}

/** Clock ticks since the system's start, as `/proc/<pid>/stat` counts a process's start (proc(5): a hundredth of a second); 0 where there is no /proc. */
export const bootTicks = (): number => Math.floor(Number.parseFloat(readNow('/proc/uptime', 'latin1') || '0') * 100);

/** Time a process has to clean up between TERM and KILL, in milliseconds (reliability.md 2f). */
const grace = 2000;
const lookEvery = 40;
/** Processes looked at between two turns of the event loop; some milliseconds. */
const atOnce = 50;
/** A process that forks while it is being killed may need another round. */
const killRounds = 10;

/**
 * Ends a family: TERM, 2 s, KILL. Linux finds members that left the group by the mark in `/proc/<pid>/environ` and by their parents; a
 * process that both cleared its environment and lost its parent is not found (only a PID namespace would hold it). Elsewhere only the group
 * (macOS) or the tree (Windows) is ended.
 *
 * @returns how many processes were asked to end, and how many are still there
 */
export async function endFamily(family: Family): Promise<{ readonly ended: number; readonly survivors: number }> {
  if (process.platform === 'win32') return endTree(family);
  let members = await membersOf(family);
  const ended = members.length;
  if (!ended) return { ended, survivors: 0 };
  signalAll(family, members, 'SIGTERM');
  for (const until = performance.now() + grace; members.length && performance.now() < until;) {
    await sleep(lookEvery);
    members = await membersOf(family);
  }
  for (let round = 0; members.length && round < killRounds; round++) {
    signalAll(family, members, 'SIGKILL');
    await sleep(lookEvery);
    members = await membersOf(family);
  }
  return { ended, survivors: members.length };
}

/** Place of the start in `/proc/<pid>/stat`, counted from the state (proc(5): fields 22 and 3). */
const startField = 22 - 3;

interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly marked: boolean;
}

async function membersOf(family: Family): Promise<readonly ProcessInfo[]> {
  if (process.platform !== 'linux') return groupOnly(family);
  const all = await listProcesses(family);
  const { leader } = family;
  const found = new Set<ProcessInfo>();
  const isSeed = (one: ProcessInfo) =>
    one.marked || one.pid === leader || one.group === leader || one.session === leader;
  let next = all.filter(isSeed);
  while (next.length) {
    for (const one of next) found.add(one);
    const pids = new Set(next.map(({ pid }) => pid));
    next = all.filter((one) => pids.has(one.parent) && !found.has(one));
  }
  return [...found];
}

/** Every living process but this one; zombies are gone already and wait for their parent only. */
async function listProcesses({ run, since = 0 }: Family): Promise<ProcessInfo[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const mark = `${runVariable}=${run}`;
  const infos: ProcessInfo[] = [];
  for (const [index, name] of pids.entries()) {
    if (index % atOnce === atOnce - 1) await breath();
    const stat = readNow(`/proc/${name}/stat`, 'latin1');
    // The command name, in parentheses, may hold spaces and parentheses: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group, session] = fields;
    if (!stat || state === 'Z' || state === 'X') continue;
    // Reading another's environment is the dear part.
    const young = Number(fields[startField]) >= since;
    const marked = young && readNow(`/proc/${name}/environ`, 'utf8').split('\0').includes(mark);
    infos.push({ pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session), marked });
  }
  return infos;
}

/** No disk is behind `/proc`: a read takes some microseconds, less than handing it to a thread. Empty when the process is gone or not ours. */
function readNow(file: string, encoding: 'latin1' | 'utf8'): string {
  try {
    return readFileSync(file, encoding);
  } catch {
    return '';
  }
}

/** Without /proc one can only ask whether the group still has members. */
function groupOnly({ leader }: Family): ProcessInfo[] {
  if (leader === undefined || !send(-leader, 0)) return [];
  return [{ pid: leader, parent: 0, group: leader, session: leader, marked: false }];
}

function signalAll({ leader }: Family, members: readonly ProcessInfo[], signal: NodeJS.Signals): void {
  // The whole group at one blow, so that no member can fork in between.
  if (leader !== undefined && members.some(({ group }) => group === leader)) send(-leader, signal);
  for (const { pid, group } of members) if (group !== leader) send(pid, signal);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    // Gone meanwhile, or not ours to signal: the next look tells.
    return false;
  }
}

async function endTree({ leader }: Family): Promise<{ readonly ended: number; readonly survivors: number }> {
  if (leader === undefined || !send(leader, 0)) return { ended: 0, survivors: 0 };
  const killer = spawn('taskkill', ['/pid', String(leader), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
  await new Promise((resolve) => killer.once('exit', resolve).once('error', resolve));
  return { ended: 1, survivors: send(leader, 0) ? 1 : 0 };
}
