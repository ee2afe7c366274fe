import { type CheckRunner, runCheck } from '../feedback/check.js';
import { sameAnswer } from '../feedback/sameAnswer.js';
import type { ChatModel } from '../ports.js';
import { ReplayApprover } from './approver.js';
import { NotReplayable } from './notReplayable.js';
import type { PastRun } from './past.js';
import { rehearse, type RehearsalContext, type Rehearsed } from './rehearse.js';
import type { ReplayRequest } from './replayer.js';
import type { WorkspaceCopy } from './workspaceCopy.js';

/** What one replay works with. */
export interface AttemptContext extends RehearsalContext {
  readonly workspace: string;
  /** How the task's check is run; absent: as a shell command. */
  readonly check?: CheckRunner;
  /** See {@link ReplayApprover}. */
  readonly harmless: boolean;
}

/**
 * The loop of a run (`solve.ts`) once more, in a copy that holds the files it began with: read, act, feedback. Nothing of it is kept: no
 * event, no lesson, no proposal.
 *
 * @throws {NotReplayable} when it wants what the run was not allowed, or its check decides nothing
 * @throws {HumanError} when the model fails
 * @throws {CancelledError} when the signal fires
 */
export async function attempt(
  context: AttemptContext,
  past: PastRun,
  copy: WorkspaceCopy,
  request: ReplayRequest,
  model: ChatModel,
  signal: AbortSignal,
): Promise<{ readonly passed: boolean; readonly skill: string | null }> {
  const approver = new ReplayApprover(past.allowed, copy, context.workspace, context.harmless);
  const { task, limits } = past;
  const result = await rehearse(context, { ...request, task, limits }, { ...copy.place, approver }, model, signal);
  const passed = await judge(context, past, copy, { approver, result }, signal);
  // Commands that could not even be started say nothing about the skill.
  if (!passed) await copy.requireWalls(signal);
  return { passed, skill: result.skill };
}

async function judge(
  { commandTimeoutMs, check: run = runCheck }: AttemptContext,
  past: PastRun,
  { place, show }: WorkspaceCopy,
  done: { readonly approver: ReplayApprover; readonly result: Rehearsed },
  signal: AbortSignal,
): Promise<boolean> {
  const { approver, result } = done;
  if (past.judge.by === 'answer') return sameAnswer(past.judge.expected, result.answer);
  const { command } = past.judge;
  approver.check(command);
  await show();
  const { folder: workspace, ...inside } = place;
  const check = await run(
    { command, workspace, answer: result.answer, timeoutMs: commandTimeoutMs, ...inside },
    signal,
  );
  // A check that decides nothing decides nothing about the change either.
  if (check.outcome === 'unknown') throw new NotReplayable(check.detail);
  return check.outcome === 'success';
}
