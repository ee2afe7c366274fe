import type { Confine } from '../act/process.js';
import { text, type Text } from '../text.js';
import { runJudging, type Judged } from './command.js';
import type { Signal } from './signal.js';
import { strengths } from './strength.js';

/** How a check is run. */
export type CheckRunner = typeof runCheck;

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
  const { answer, ...command } = input;
  const judged = await runJudging({ ...command, environment: { ANSWER: answer } }, signal);
  const outcome = judged.state === 'passed' ? 'success' : judged.state === 'failed' ? 'failure' : 'unknown';
  return {
    source: 'check',
    outcome,
    strength: outcome === 'unknown' ? strengths.nothing : strengths.check,
    detail: detailOf(judged, input.timeoutMs),
    check: { command: input.command, exitCode: judged.exitCode, tail: judged.tail },
  };
}

function detailOf({ state, exitCode }: Judged, timeoutMs: number): Text {
  switch (state) {
    case 'passed':
      return text('The check passed.');
    case 'failed':
      return text('The check failed with exit code {0}.', exitCode ?? '?');
    case 'timeout':
      return text('The check did not end in {0} s.', Math.round(timeoutMs / 1000));
    case 'killed':
      return text('The check was killed.');
    case 'not-run':
      return text('The check could not be run (exit {0}).', exitCode ?? '?');
  }
}
