import { act, type ActResult } from '../act/agent.js';
import { Approvals } from '../act/approvals.js';
import { Deadline } from '../act/deadline.js';
import { Toolbox } from '../act/toolbox.js';
import { runCheck } from '../feedback/check.js';
import { sameAnswer } from '../feedback/sameAnswer.js';
import type { ChatModel } from '../ports.js';
import type { Router } from '../read/router.js';
import type { SkillFacts } from '../read/skillFacts.js';
import type { Skill } from '../skills/skill.js';
import type { ObjectStore } from '../store/objects.js';
import { UsedSkill } from '../usedSkill.js';
import { ReplayApprover } from './approver.js';
import { writeLibrary } from './libraryFiles.js';
import { NotReplayable } from './notReplayable.js';
import type { PastRun } from './past.js';
import type { ReplayRequest } from './replayer.js';
import type { WorkspaceCopy } from './workspaceCopy.js';

/** What one replay works with. */
export interface AttemptContext {
  readonly workspace: string;
  readonly router: Pick<Router, 'route'>;
  readonly facts: (skills: readonly Skill[]) => Promise<ReadonlyMap<string, SkillFacts>>;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly commandTimeoutMs: number;
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
  const approver = new ReplayApprover(past.allowed, copy, context.workspace);
  const used = await choose(context, past, request, signal);
  const known = [...(used.current ? [used.current.skill.name] : []), ...used.slate.map(({ name }) => name)];
  await writeLibrary(
    request.skills.filter(({ name }) => known.includes(name)),
    copy.folder,
    context.objects,
    signal,
  );
  const result = await actAgain(context, past, copy, { used, approver, model, seed: request.seed }, signal);
  const passed = await judge(context, past, copy, { approver, result }, signal);
  // Commands that could not even be started say nothing about the skill.
  if (!passed) await copy.requireWalls(signal);
  return { passed, skill: used.current?.skill.name ?? null };
}

async function choose(
  { router, facts }: AttemptContext,
  { task }: PastRun,
  { skills, use }: ReplayRequest,
  signal: AbortSignal,
): Promise<UsedSkill> {
  const route = await router.route(
    { prompt: task.prompt, skills, facts: await facts(skills), ...(use === undefined ? {} : { forced: use }) },
    signal,
  );
  const nothing = { emit: () => undefined, pin: () => Promise.resolve(1) };
  return new UsedSkill(nothing, nothing, { skills }, route);
}

async function actAgain(
  { commandTimeoutMs }: AttemptContext,
  { task, limits }: PastRun,
  { folder, confine, run }: WorkspaceCopy,
  parts: {
    readonly used: UsedSkill;
    readonly approver: ReplayApprover;
    readonly model: ChatModel;
    readonly seed: number;
  },
  signal: AbortSignal,
): Promise<ActResult> {
  const { used, approver, model, seed } = parts;
  const { current, slate } = used;
  const deadline = new Deadline(limits.minutes * 60_000);
  const emit = (): void => undefined;
  const toolbox = new Toolbox({
    ...(slate.length ? { takeSkill: (name) => used.take(name) } : {}),
    ...{ id: run, workspace: folder, snapshot: approver.snapshot, deadline, commandTimeoutMs, emit, confine },
    approvals: new Approvals(run, approver, { asked: emit, answered: emit }),
    // The model is told what it would be told; nothing is proposed.
    propose: () => Promise.resolve('1'),
    changed: () => Promise.resolve(),
  });
  try {
    return await act(
      {
        ...{ task, model, toolbox, deadline, emit, seed, slate },
        skill: current?.skill,
        version: current?.version ?? null,
        maxSteps: limits.steps,
      },
      signal,
    );
  } finally {
    deadline.dispose();
  }
}

async function judge(
  { commandTimeoutMs }: AttemptContext,
  past: PastRun,
  { folder, confine, run, show }: WorkspaceCopy,
  done: { readonly approver: ReplayApprover; readonly result: ActResult },
  signal: AbortSignal,
): Promise<boolean> {
  const { approver, result } = done;
  if (past.judge.by === 'answer') return sameAnswer(past.judge.expected, result.answer);
  const { command } = past.judge;
  approver.check(command);
  await show();
  const check = await runCheck(
    { command, workspace: folder, answer: result.answer, run, timeoutMs: commandTimeoutMs, confine },
    signal,
  );
  // A check that decides nothing decides nothing about the change either.
  if (check.outcome === 'unknown') throw new NotReplayable(check.detail);
  return check.outcome === 'success';
}
