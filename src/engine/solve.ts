import { act, type Stop } from './act/agent.js';
import { Approvals } from './act/approvals.js';
import { Deadline } from './act/deadline.js';
import { ChangeReport } from './act/changeReport.js';
import { createSnapshot } from './act/snapshot.js';
import { Toolbox } from './act/toolbox.js';
import type { EngineSettings, SolveOptions } from './engine.js';
import { runCheck } from './feedback/check.js';
import type { Signal, Verdict } from './feedback/signal.js';
import { verdictOf } from './feedback/verdict.js';
import type { Memory } from './memory.js';
import { masked } from './read/masked.js';
import type { Router } from './read/router.js';
import type { Retry } from './retry.js';
import type { Run } from './run.js';
import type { ObjectStore } from './store/objects.js';
import type { Task } from './task.js';
import { type Text, text } from './text.js';
import { UsedSkill } from './usedSkill.js';
import type { Learner } from './write/learner.js';
import type { Proposals } from './write/proposals.js';
import { suggestSkill } from './write/suggest.js';

/** What a run works with. */
export interface SolveContext {
  readonly workspace: string;
  readonly settings: EngineSettings;
  readonly memory: Memory;
  readonly router: Router;
  readonly objects: ObjectStore;
  readonly proposals: Proposals;
  readonly learner: Learner;
}

/**
 * One run of the loop (paper, algorithm 1; DESIGN.md 4): read, act, feedback, and after a failure write.
 * @throws {HumanError} when the model or the disk fails
 * @throws {CancelledError} when the signal fires
 */
export async function solve(
  context: SolveContext,
  run: Run,
  task: Task,
  options: SolveOptions & { readonly retry?: Retry },
  signal: AbortSignal,
): Promise<void> {
  const { memory } = context;

  // Read: choose the skill that worked for tasks like this one, or none.
  const used = await choose(context, run, task, options, signal);

  // Act: solve the task with tools under the person's eye.
  const answer = await actOn(context, run, task, used, options, signal);

  // Feedback: the check, or a limit, decides; the person may overrule it at any time.
  const verdict = await judge(context, run, task, answer, signal);
  const { current } = used;
  if (current) (await memory.learned(run, current.skill.name, current.version, verdict.outcome)).forEach(run.emit);

  // Write: a failure that something real has decided becomes a proposal.
  if (verdict.outcome === 'failure' && verdict.decidedBy === 'check')
    await context.learner.fromFailure(run, { model: options.model, review: options.review ?? 'review' }, signal);
}

async function choose(
  { memory, router, settings }: SolveContext,
  run: Run,
  task: Task,
  options: SolveOptions & { readonly retry?: Retry },
  signal: AbortSignal,
): Promise<UsedSkill> {
  const started = performance.now();
  const known = await memory.look();
  const free = await router.route(
    {
      prompt: task.prompt,
      skills: known.skills,
      facts: known.facts,
      ...(options.skill === undefined ? {} : { forced: options.skill }),
      ...(options.retry ? { retry: options.retry } : {}),
      // A run that must leave no trace in the library makes no experiments either.
      ...(settings.explore === false || options.review === 'shadow' ? {} : { seed: run.id }),
    },
    signal,
  );
  const decided = options.mask === true ? masked(free) : free;
  const route = known.unreviewed > 0 ? { ...decided, unreviewed: known.unreviewed } : decided;
  run.emit({ type: 'route.decided', route, ms: performance.now() - started });
  if (route.by === 'router' && route.chosen === null && route.masked === undefined && route.considered > 0)
    run.emit({ type: 'notice', level: 'info', text: text('No skill fits this task; a new one may be worth it.') });
  const used = new UsedSkill(run, memory, known, route);
  if (used.current) await memory.pin(used.current.skill);
  return used;
}

async function actOn(
  context: SolveContext,
  run: Run,
  task: Task,
  used: UsedSkill,
  options: SolveOptions,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly limit: Signal | undefined }> {
  const { settings, workspace } = context;
  const started = performance.now();
  const snapshot = createSnapshot({ workspace, objects: context.objects });
  const changes = new ChangeReport(snapshot, run.emit);
  const deadline = new Deadline(settings.maxMinutes * 60_000);
  const { current, slate } = used;
  const toolbox = new Toolbox({
    ...(slate.length ? { takeSkill: (name) => used.take(name) } : {}),
    id: run.id,
    workspace,
    snapshot,
    deadline,
    approvals: new Approvals(run.id, options.approver, {
      asked: (call, request) => run.emit({ type: 'approval.asked', call, request }),
      answered: (call, { id }, choice) => run.emit({ type: 'approval.answered', call, id, choice }),
    }),
    commandTimeoutMs: settings.commandTimeoutSeconds * 1000,
    propose: async (draft) => {
      const { taken } = await context.memory.look();
      const proposal = await suggestSkill(context.proposals, { draft, run: run.id, model: options.model.info, taken });
      run.emit({ type: 'proposal', proposal, ms: 0 });
      return proposal.id;
    },
    emit: run.emit,
    changed: () => changes.report(),
  });
  try {
    const result = await act(
      {
        task,
        skill: current?.skill,
        version: current?.version ?? null,
        slate,
        model: options.model,
        toolbox,
        maxSteps: settings.maxSteps,
        deadline,
        emit: run.emit,
      },
      signal,
    );
    run.emit({ type: 'act.finished', answer: result.answer, stop: result.stop, ms: performance.now() - started });
    return { text: result.answer, limit: limitSignal(result.stop, settings) };
  } finally {
    deadline.dispose();
    // Also after a cancel or an error: what was changed until then can be undone.
    await changes.report();
  }
}

async function judge(
  context: SolveContext,
  run: Run,
  task: Task,
  answer: { text: string; limit: Signal | undefined },
  signal: AbortSignal,
): Promise<Verdict> {
  const signals: Signal[] = [];
  const note = (one: Signal, ms: number): void => {
    signals.push(one);
    run.emit({ type: 'signal', signal: one, ms });
  };
  if (answer.limit) note(answer.limit, 0);
  if (task.check) {
    run.emit({ type: 'check.started', command: task.check });
    const started = performance.now();
    const { workspace, settings } = context;
    const check = await runCheck(
      {
        command: task.check,
        workspace,
        answer: answer.text,
        run: run.id,
        timeoutMs: settings.commandTimeoutSeconds * 1000,
      },
      signal,
    );
    note(check, performance.now() - started);
  }
  const verdict = verdictOf(signals);
  run.emit({ type: 'verdict', verdict });
  return verdict;
}

function limitSignal(stop: Stop, settings: EngineSettings): Signal | undefined {
  const failed = (detail: Text): Signal => ({ source: 'limit', outcome: 'failure', detail });
  switch (stop) {
    case 'answered':
      return undefined;
    case 'steps':
      return failed(text('The run used all of its {0} steps.', settings.maxSteps));
    case 'time':
      return failed(text('The run used all of its {0} minutes.', settings.maxMinutes));
    case 'truncated':
      return failed(text('The reply of the model was cut off.'));
    case 'repeated':
      return failed(text('The agent repeated the same call.'));
  }
}
