import { act, type ActResult } from '../act/agent.js';
import { Approvals } from '../act/approvals.js';
import { Deadline } from '../act/deadline.js';
import type { Confine, Execute } from '../act/process.js';
import type { Snapshot } from '../act/snapshot.js';
import { Toolbox } from '../act/toolbox.js';
import type { Approver, ChatModel } from '../ports.js';
import type { Router } from '../read/router.js';
import type { SkillFacts } from '../read/skillFacts.js';
import type { Skill } from '../skills/skill.js';
import type { ObjectStore } from '../store/objects.js';
import type { Task } from '../task.js';
import { UsedSkill } from '../usedSkill.js';
import { writeLibrary } from './libraryFiles.js';

/** What a rehearsal works with. */
export interface RehearsalContext {
  readonly router: Pick<Router, 'route'>;
  readonly facts: (skills: readonly Skill[]) => Promise<ReadonlyMap<string, SkillFacts>>;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly commandTimeoutMs: number;
  /** See {@link Harness.execute}. */
  readonly execute?: Execute;
}

/** A task to be done with some library. */
export interface Rehearsal {
  readonly task: Task;
  readonly limits: { readonly steps: number; readonly minutes: number };
  readonly skills: readonly Skill[];
  /** A name forces that skill, `null` forces none; absent: the router chooses. */
  readonly use?: string | null;
  /** Passed to the model: two seeds are two tries. */
  readonly seed: number;
}

/** Where it is done. */
export interface Stage {
  /** Real path of a folder that holds the files the task begins with; it is changed. */
  readonly folder: string;
  /** Every process that works in it carries this. */
  readonly run: string;
  readonly confine?: Confine;
  readonly approver: Approver & { readonly snapshot: Snapshot };
}

export interface Rehearsed extends ActResult {
  /** The skill that was used in the end. */
  readonly skill: string | null;
}

/**
 * The first half of the loop (`solve.ts`: read, act) in a folder of its own. Nothing of it is kept: no event, no lesson, no proposal.
 * @throws {NotReplayable} when a file of a skill is not kept, or the approver ends it
 * @throws {HumanError} when the model fails
 * @throws {CancelledError} when the signal fires
 */
export async function rehearse(
  context: RehearsalContext,
  rehearsal: Rehearsal,
  stage: Stage,
  model: ChatModel,
  signal: AbortSignal,
): Promise<Rehearsed> {
  const used = await choose(context, rehearsal, signal);
  const known = [...(used.current ? [used.current.skill.name] : []), ...used.slate.map(({ name }) => name)];
  const told = rehearsal.skills.filter(({ name }) => known.includes(name));
  await writeLibrary(told, stage.folder, context.objects, signal);
  const result = await actOn(context, rehearsal, stage, used, model, signal);
  return { ...result, skill: used.current?.skill.name ?? null };
}

async function choose(
  { router, facts }: RehearsalContext,
  { task, skills, use }: Rehearsal,
  signal: AbortSignal,
): Promise<UsedSkill> {
  const route = await router.route(
    { prompt: task.prompt, skills, facts: await facts(skills), ...(use === undefined ? {} : { forced: use }) },
    signal,
  );
  const nothing = { emit: () => undefined, pin: () => Promise.resolve(1) };
  return new UsedSkill(nothing, nothing, { skills }, route);
}

async function actOn(
  { commandTimeoutMs, execute }: RehearsalContext,
  { task, limits, seed }: Rehearsal,
  { folder, run, confine, approver }: Stage,
  used: UsedSkill,
  model: ChatModel,
  signal: AbortSignal,
): Promise<ActResult> {
  const { current, slate } = used;
  const deadline = new Deadline(limits.minutes * 60_000);
  const emit = (): void => undefined;
  const toolbox = new Toolbox({
    ...(slate.length ? { takeSkill: (name) => used.take(name) } : {}),
    ...{ id: run, workspace: folder, snapshot: approver.snapshot, deadline, commandTimeoutMs, emit },
    ...(confine ? { confine } : {}),
    ...(execute ? { execute } : {}),
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
