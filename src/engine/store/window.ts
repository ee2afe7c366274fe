import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * Identifies the process that writes a log: `<pid>-<start time>-<random>`. The start time tells it from a later process that got the same
 * pid; it is 0 where the platform does not say (then only the pid is compared).
 */
export const createWindowId = (): string =>
  `${process.pid}-${startTime(process.pid) ?? 0}-${randomBytes(3).toString('hex')}`;

const logFile = /^(\d+-\d+-[0-9a-f]{6})(?:-\d+)?\.jsonl$/;

/** The window that writes a log file, from the file's name: `<window>-<n>.jsonl`, in old logs `<window>.jsonl`; undefined for other names. */
export const windowOf = (fileName: string): string | undefined => logFile.exec(fileName)?.[1];

/** Whether the process behind a window id is still running. */
export function isAlive(windowId: string): boolean {
  const [pid, started] = windowId.split('-').map(Number);
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startTime(pid);
  return !started || now === undefined || now === started;
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot; undefined off Linux. */
function startTime(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name, in parentheses, may hold spaces: count from behind it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return undefined;
  }
}
