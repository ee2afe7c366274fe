import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Look, lookAround, type ProcessInfo } from './processes.js';

/** Marks every process of a run in its environment. */
export const runVariable = 'MEMENTO_RUN';

/** Processes that belong together: a group, everything that carries the run's mark, and all their children. */
export interface Family {
  /** The leader's pid, which is also the group's and the session's id; undefined when only the mark is known. */
  readonly leader: number | undefined;
  readonly run: string;
  /** `bootTicks` before the first of them was started: what is older cannot carry the mark. Absent: not known. */
  readonly since?: number;
}

/** Time a process has to clean up between TERM and KILL, in milliseconds (reliability.md 2f). */
const grace = 2000;
const lookEvery = 40;
/** A process that forks while it is being killed may need another round. */
const killRounds = 10;
/** Milliseconds until what was just changing is looked at again. */
const settleEvery = 5;
/** Looks after which nobody counts as left although something ends all the time: a family whose members each end before their child is seen is not waited for. */
const settleLooks = 4;

/**
 * Ends a family: TERM, 2 s, KILL. Linux finds members that left the group by the mark in `/proc/<pid>/environ` and by their parents; a
 * process that both cleared its environment and lost its parent is not found (only a PID namespace would hold it). Elsewhere only the group
 * (macOS) or the tree (Windows) is ended.
 *
 * @returns how many processes were asked to end, and how many are still there
 */
export async function endFamily(family: Family): Promise<{ readonly ended: number; readonly survivors: number }> {
  if (process.platform === 'win32') return endTree(family);
  const asked = new Set<number>();
  let members = await membersOf(family);
  for (const until = performance.now() + grace; members.length && performance.now() < until;) {
    const others = members.filter(({ pid }) => !asked.has(pid));
    signalAll(family, others, 'SIGTERM');
    for (const { pid } of others) asked.add(pid);
    await sleep(lookEvery);
    members = await membersOf(family);
  }
  for (let round = 0; members.length && round < killRounds; round++) {
    signalAll(family, members, 'SIGKILL');
    await sleep(lookEvery);
    members = await membersOf(family);
  }
  return { ended: asked.size, survivors: members.length };
}

/** Nobody is left only when a look finds nobody and nothing was just changing: one that becomes another program shows no mark for a moment. */
async function membersOf(family: Family): Promise<readonly ProcessInfo[]> {
  if (process.platform !== 'linux') return groupOnly(family);
  const mark = { variable: `${runVariable}=${family.run}`, since: family.since ?? 0 };
  const until = performance.now() + grace;
  let look: Look | undefined;
  for (let looks = 1; ; looks++) {
    look = await lookAround(mark, look);
    const members = familyOf(family, look.processes);
    const settled = !look.blank && (!look.ended || looks >= settleLooks);
    if (members.length || settled || performance.now() > until) return members;
    await sleep(settleEvery);
  }
}

/** The members among all processes: the group, what carries the mark, and all their children. */
function familyOf({ leader }: Family, all: readonly ProcessInfo[]): readonly ProcessInfo[] {
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
