import { type Confine, runProcess } from '../act/process.js';
import { redact } from '../safety/redact.js';

/** Lines of the output that are kept: the last ones, where tools print their result (learning.md 3). */
const tailLines = 20;

/** How a command that judges the workspace came out. */
export interface Judged {
  /** All but `passed` and `failed` say nothing about the task: it took too long, was killed, or could not be run. */
  readonly state: 'passed' | 'failed' | 'timeout' | 'killed' | 'not-run';
  /** `null` when it was killed or took too long. */
  readonly exitCode: number | null;
  /** End of its output, without secrets. */
  readonly tail: string;
}

export interface JudgingCommand {
  readonly command: string;
  /** Folder to run in. */
  readonly workspace: string;
  /** Id of the run: nothing the command starts outlives it. */
  readonly run: string;
  readonly timeoutMs: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Walls around it, for a replay. */
  readonly confine?: Confine;
}

/**
 * Runs a command whose exit code judges: 0 is success.
 * @throws {CancelledError} when the signal fires; nothing is left running
 * @throws {HumanError} when no shell can be started
 */
export async function runJudging(input: JudgingCommand, signal: AbortSignal): Promise<Judged> {
  const { workspace, ...rest } = input;
  const result = await runProcess({ ...rest, cwd: workspace }, signal);
  const { exitCode } = result;
  const tail = redact(result.output.trimEnd().split('\n').slice(-tailLines).join('\n'));
  if (result.timedOut) return { state: 'timeout', exitCode, tail };
  if (exitCode === null) return { state: 'killed', exitCode, tail };
  // 126 and 127 are the shell's words for "cannot run this" (POSIX 2.8.2).
  if (exitCode === 126 || exitCode === 127) return { state: 'not-run', exitCode, tail };
  return { state: exitCode === 0 ? 'passed' : 'failed', exitCode, tail };
}
