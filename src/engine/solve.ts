import { act, type Stop } from './act/agent.js';
import { Approvals } from './act/approvals.js';
import { Deadline } from './act/deadline.js';
import { ChangeReport } from './act/changeReport.js';
import type { Execute } from './act/process.js';
import { createSnapshot } from './act/snapshot.js';
import { Toolbox } from './act/toolbox.js';
import type { EngineSettings, SolveOptions } from './engine.js';
import type { CheckRunner } from './feedback/check.js';
import { Evidence } from './feedback/evidence.js';
import type { Memory } from './memory.js';
import type { Diagnostics } from './ports.js';
import { masked } from './read/masked.js';
import type { Router } from './read/router.js';
import type { Retry } from './retry.js';
import type { Run } from './run.js';
import { provenanceOf } from './safety/taint.js';
import type { ObjectStore } from './store/objects.js';
import type { Task } from './task.js';
import { text } from './text.js';
import { UsedSkill } from './usedSkill.js';
import type { Learner } from './write/learner.js';
import type { Review } from './write/lesson.js';
import type { Proposals } from './write/proposals.js';
import { suggestSkill } from './write/suggest.js';

/** What a run works with. */
export interface SolveContext {
  /** See {@link Harness.execute}. */
  readonly execute?: Execute;
  readonly workspace: string;
  readonly settings: EngineSettings;
  readonly memory: Memory;
  readonly router: Router;
  readonly objects: ObjectStore;
  readonly proposals: Proposals;
  readonly learner: Learner;
  /** The editor's problems; absent where there is no editor. */
  readonly diagnostics?: Diagnostics;
  /** How a task's check is run; absent: as a shell command. */
  readonly check?: CheckRunner;
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
  const evidence = new Evidence(context, run, task);
  await evidence.before(signal);
  const { answer, stop } = await actOn(context, run, task, used, options, signal);

  // Feedback: what really happened decides, a judge as last resort; the person may overrule it at any time.
  const verdict = await evidence.judge(answer, stop, options.model, signal);
  const { current } = used;
  if (current) (await memory.learned(run, current.skill.name, current.version, verdict.outcome)).forEach(run.emit);

  // Write: what it teaches becomes a proposal, once replays have shown that it helps.
  await context.learner.fromRun(run, { model: options.model, review: reviewOf(options, context.settings) }, signal);
}

/** What becomes of what a run leads to. */
export const reviewOf = (options: Pick<SolveOptions, 'review'>, { review = 'review' }: EngineSettings): Review =>
  options.review ?? review;

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
      ...(settings.explore === false || reviewOf(options, settings) === 'shadow' ? {} : { seed: run.id }),
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
): Promise<{ readonly answer: string; readonly stop: Stop }> {
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
    ...(context.execute ? { execute: context.execute } : {}),
    propose: async (draft) => {
      const { taken } = await context.memory.look();
      const provenance = provenanceOf(run.events, run.id);
      const by = { run: run.id, model: options.model.info, provenance };
      const proposal = await suggestSkill(context.proposals, { draft, taken, ...by });
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
        ...(options.seed === undefined ? {} : { seed: options.seed }),
      },
      signal,
    );
    run.emit({ type: 'act.finished', answer: result.answer, stop: result.stop, ms: performance.now() - started });
    return { answer: result.answer, stop: result.stop };
  } finally {
    deadline.dispose();
    // Also after a cancel or an error: what was changed until then can be undone.
    await changes.report();
  }
}
