import { type Confine, runProcess } from '../act/process.js';
import { text } from '../text.js';
import type { Signal } from './signal.js';

/** Lines of the check's output that are kept: its last ones, where tools print their result (learning.md 3). */
const tailLines = 20;

/** Runs the task's check in the workspace with the agent's answer in `ANSWER`; exit 0 is success. */
export async function runCheck(
  input: {
    readonly command: string;
    readonly workspace: string;
    readonly answer: string;
    readonly run: string;
    readonly timeoutMs: number;
    readonly confine?: Confine;
  },
  signal: AbortSignal,
): Promise<Signal> {
  const { command, confine } = input;
  const result = await runProcess(
    {
      command,
      cwd: input.workspace,
      run: input.run,
      timeoutMs: input.timeoutMs,
      environment: { ANSWER: input.answer },
      ...(confine ? { confine } : {}),
    },
    signal,
  );
  const tail = result.output.trimEnd().split('\n').slice(-tailLines).join('\n');
  const evidence = { command, exitCode: result.exitCode, tail };
  if (result.timedOut)
    return {
      source: 'check',
      outcome: 'unknown',
      detail: text('The check did not end in {0} s.', Math.round(input.timeoutMs / 1000)),
      check: evidence,
    };
  if (result.exitCode === null)
    return { source: 'check', outcome: 'unknown', detail: text('The check was killed.'), check: evidence };
  // 126 and 127 are the shell's words for "cannot run this" (POSIX 2.8.2): they say nothing about the task.
  if (result.exitCode === 126 || result.exitCode === 127)
    return {
      source: 'check',
      outcome: 'unknown',
      detail: text('The check could not be run (exit {0}).', result.exitCode),
      check: evidence,
    };
  if (result.exitCode === 0)
    return { source: 'check', outcome: 'success', detail: text('The check passed.'), check: evidence };
  return {
    source: 'check',
    outcome: 'failure',
    detail: text('The check failed with exit code {0}.', result.exitCode),
    check: evidence,
  };
}
