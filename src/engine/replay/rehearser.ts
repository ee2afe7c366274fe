import { randomUUID } from 'node:crypto';
import type { Execute } from '../act/process.js';
import type { Snapshot } from '../act/snapshot.js';
import type { EngineSettings } from '../engine.js';
import { type CheckRunner, runCheck } from '../feedback/check.js';
import type { Outcome } from '../feedback/signal.js';
import type { Memory } from '../memory.js';
import type { Approver, ChatModel } from '../ports.js';
import type { Task } from '../task.js';
import { Meter, type Spent } from '../write/spent.js';
import { rehearse, type RehearsalContext } from './rehearse.js';

export interface RehearsalOptions {
  /** Holds the files the task begins with; it is changed. */
  readonly folder: string;
  readonly model: ChatModel;
  /** Two seeds are two tries. */
  readonly seed: number;
  /** A name forces that skill, `null` forces none; absent: the router chooses. */
  readonly use?: string | null;
}

/** How a task came out that nothing is learned from. */
export interface RehearsalResult {
  readonly answer: string;
  /** The skill that was used in the end. */
  readonly skill: string | null;
  /** What the check said; `unknown` without one. */
  readonly outcome: Outcome;
  readonly spent: Spent;
}

/** Does tasks with the library as it is and keeps nothing of them. */
export class Rehearser {
  constructor(
    private readonly parts: {
      readonly memory: Memory;
      readonly router: RehearsalContext['router'];
      readonly objects: RehearsalContext['objects'];
      readonly settings: EngineSettings;
      readonly check?: CheckRunner;
      readonly execute?: Execute;
    },
  ) {}

  /** See {@link Engine.rehearse}. */
  async rehearse(task: Task, options: RehearsalOptions, signal: AbortSignal): Promise<RehearsalResult> {
    const { memory, settings, check = runCheck, ...context } = this.parts;
    const { folder, seed, use } = options;
    const { skills, facts } = await memory.look();
    const meter = new Meter(options.model);
    const started = performance.now();
    const commandTimeoutMs = settings.commandTimeoutSeconds * 1000;
    // Ending a command ends all that carry its run's id: two engines of one process, or of one house, may not share any.
    const run = `rehearsal-${randomUUID()}`;
    const limits = { steps: settings.maxSteps, minutes: settings.maxMinutes };
    const { answer, skill } = await rehearse(
      { ...context, commandTimeoutMs, facts: () => Promise.resolve(facts) },
      { ...{ task, limits, skills, seed }, ...(use === undefined ? {} : { use }) },
      { folder, run, approver: free },
      meter,
      signal,
    );
    const checked = task.check
      ? await check({ command: task.check, workspace: folder, answer, run, timeoutMs: commandTimeoutMs }, signal)
      : undefined;
    const outcome = checked?.outcome ?? 'unknown';
    return { answer, skill, outcome, spent: { ...meter.spent, ms: performance.now() - started } };
  }
}

const whole = { complete: true } as const;

/** Allows everything, and keeps nothing of what is changed: the folder is thrown away. */
const free: Approver & { readonly snapshot: Snapshot } = {
  everything: true,
  ask: () => Promise.resolve('once'),
  snapshot: {
    beforeWrite: () => Promise.resolve(),
    afterWrite: () => Promise.resolve(),
    beforeCommand: () => Promise.resolve(whole),
    afterCommand: () => Promise.resolve(whole),
    changes: () => Promise.resolve([]),
  },
};
