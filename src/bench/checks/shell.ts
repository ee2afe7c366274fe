import { realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { HumanError } from '../../engine/errors.js';
import { type Judged, runJudging } from '../../engine/feedback/command.js';
import type { Confinement } from '../../engine/replay/confine/confinement.js';
import { defaultCopyLimits } from '../../engine/replay/copyTree.js';
import { NotReplayable } from '../../engine/replay/notReplayable.js';
import { WorkspaceCopy } from '../../engine/replay/workspaceCopy.js';
import { explained } from '../../engine/safety/fileProblem.js';
import type { Check, Checked } from '../tasks/benchTask.js';
import { failed, passed } from './feedback.js';

/** Seconds, where the task does not say. */
const defaultTimeout = 60;

/** What a script judges. */
export interface Judging {
  readonly answer: string;
  /** The workspace as the agent left it; it is not changed. */
  readonly folder: string;
  /** Absent: the script may do what this process may. */
  readonly confinement?: Confinement;
}

/**
 * Runs the script in a copy of the workspace, with the answer in `$ANSWER` (its first 100 KB) and in `answer.txt`. All it starts ends with it.
 * @throws {HumanError} when the workspace cannot be copied or no shell be started
 * @throws {CancelledError} when the signal fires; nothing is left running, nor of the copy
 */
export async function checkShell(
  { script, timeout = defaultTimeout }: Extract<Check, { type: 'shell' }>,
  { answer, folder, confinement }: Judging,
  signal: AbortSignal,
): Promise<Checked> {
  const copy = await copied(folder, confinement, signal);
  try {
    const file = path.join(copy.folder, 'answer.txt');
    // What the agent has left there, a link perhaps, is no place to write through.
    await rm(file, { recursive: true, force: true });
    await writeFile(file, answer, { flag: 'wx' });
    const { run, confine, folder: workspace } = copy;
    const command = { command: script, workspace, run, confine, timeoutMs: timeout * 1000 };
    return outcome(await runJudging({ ...command, environment: { ANSWER: answer } }, signal), timeout);
  } finally {
    await copy.remove();
  }
}

async function copied(
  folder: string,
  confinement: Confinement | undefined,
  signal: AbortSignal,
): Promise<WorkspaceCopy> {
  try {
    const workspace = await explained(folder, () => realpath(folder));
    const where = { workspace, tempRoot: os.tmpdir(), limits: defaultCopyLimits };
    return await WorkspaceCopy.make({ ...where, confinement, again: false }, signal);
  } catch (error) {
    if (error instanceof NotReplayable) throw new HumanError(error.text, undefined, { cause: error });
    throw error;
  }
}

function outcome({ state, exitCode, tail }: Judged, seconds: number): Checked {
  switch (state) {
    case 'passed':
      return passed();
    case 'timeout':
      return failed([`The check did not end in ${seconds} s.`, ...lastLines(tail)]);
    case 'killed':
      return failed(['The check was killed.', ...lastLines(tail)]);
    // A program the script needs may be what the agent was to make: that it is not there is the agent's failure.
    case 'not-run':
    case 'failed':
      return failed(tail === '' ? [`The check failed with exit code ${exitCode ?? '?'}.`] : [tail]);
  }
}

/** Leaves room for a line of ours. */
const lastLines = (tail: string): string[] => tail.split('\n').slice(1 - 20);
