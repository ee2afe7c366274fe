import type { EngineSettings } from '../engine.js';
import type { Harness } from '../harness.js';
import { throwIfCancelled } from '../errors.js';
import type { ChatModel } from '../ports.js';
import type { SkillFacts } from '../read/skillFacts.js';
import type { Skill } from '../skills/skill.js';
import type { RunLog } from '../store/runs.js';
import { Meter, type Spent } from '../write/spent.js';
import { attempt, type AttemptContext } from './attempt.js';
import { type Confinement, findConfinement } from './confine/confinement.js';
import { type CopyLimits, defaultCopyLimits } from './copyTree.js';
import { NotReplayable } from './notReplayable.js';
import { pastRun } from './past.js';
import { putBack } from './putBack.js';
import type { Replay, Replayer, ReplayRequest } from './replayer.js';
import { WorkspaceCopy } from './workspaceCopy.js';

export interface WorkspaceReplayerOptions {
  /** Real path of the person's workspace. */
  readonly workspace: string;
  readonly log: Pick<RunLog, 'list' | 'events'>;
  readonly objects: AttemptContext['objects'];
  /** One of its own: the index of another library would take the place of the one that is in use. */
  readonly router: AttemptContext['router'];
  readonly memory: { facts(skills: readonly Skill[]): Promise<ReadonlyMap<string, SkillFacts>> };
  readonly settings: Pick<EngineSettings, 'commandTimeoutSeconds'>;
  /** Where copies are made, usually the system's folder for temporary files. */
  readonly tempRoot: string;
  readonly limits?: CopyLimits;
  /** How commands are confined; absent: the best way this machine has. */
  readonly confinement?: Promise<Confinement | undefined>;
  /** Tasks that bring their own files and checks. */
  readonly harness?: Harness;
}

/** Replays runs in copies of the workspace, one after the other. */
export class WorkspaceReplayer implements Replayer {
  readonly #options: WorkspaceReplayerOptions;
  /** Of a library that is the same array: facts are for the prompt only, and a gate replays many runs with one library. */
  readonly #facts = new WeakMap<readonly Skill[], Promise<ReadonlyMap<string, SkillFacts>>>();
  #confinement: Promise<Confinement | undefined> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #batches = 0;
  /** What serves a batch, and the folder it was copied from. */
  #kept: { readonly from: string; readonly copy: WorkspaceCopy } | undefined;

  constructor(options: WorkspaceReplayerOptions) {
    this.#options = options;
    this.#confinement = options.harness?.confine === false ? Promise.resolve(undefined) : options.confinement;
  }

  /**
   * Within a batch one copy serves all replays; it is made at the first one, is proven to be as it was before each of the others, and is gone when
   * the batch ends. What the person changes in the workspace meanwhile has no part in it.
   */
  async batch<T>(work: () => Promise<T>): Promise<T> {
    this.#batches++;
    try {
      return await work();
    } finally {
      if (--this.#batches === 0)
        await this.#inTurn(async () => {
          await this.#letGo();
        });
    }
  }

  /** See {@link Replayer}. `spent.ms` is the time of the whole replay, the making of the copy included. */
  async replay(request: ReplayRequest, model: ChatModel, signal: AbortSignal): Promise<Replay> {
    return await this.#inTurn(async () => {
      throwIfCancelled(signal);
      const started = performance.now();
      const meter = new Meter(model);
      const spent = (): Spent => ({ ...meter.spent, ms: performance.now() - started });
      try {
        const result = await this.#replay(request, meter, signal);
        return { state: 'judged', ...result, spent: spent() };
      } catch (error) {
        if (error instanceof NotReplayable) return { state: 'unreplayable', why: error.text, spent: spent() };
        throw error;
      }
    });
  }

  async #replay(
    request: ReplayRequest,
    model: ChatModel,
    signal: AbortSignal,
  ): Promise<{ readonly passed: boolean; readonly skill: string | null }> {
    const { workspace, log, objects, router, settings, harness } = this.#options;
    const past = await pastRun(log, request.run);
    const context: AttemptContext = {
      ...{ workspace, router, objects },
      facts: (skills) => this.#factsOf(skills),
      commandTimeoutMs: settings.commandTimeoutSeconds * 1000,
      ...(harness ? { check: harness.check } : {}),
      ...(harness?.execute ? { execute: harness.execute } : {}),
      harmless: harness?.confine === false,
    };
    const copy = await this.#copy(harness?.filesOf(past.task) ?? workspace, signal);
    try {
      copy.holds(await putBack(past, copy.folder, objects, signal));
      return await attempt(context, past, copy, request, model, signal);
    } finally {
      if (copy !== this.#kept?.copy) await copy.remove();
    }
  }

  async #letGo(): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    await kept?.copy.remove();
  }

  /** A copy of a folder as it is now; within a batch, as it was at its beginning. */
  async #copy(from: string, signal: AbortSignal): Promise<WorkspaceCopy> {
    const { tempRoot, limits = defaultCopyLimits } = this.#options;
    if (this.#kept?.from === from) {
      await this.#kept.copy.restore(signal);
      return this.#kept.copy;
    }
    await this.#letGo();
    this.#confinement ??= findConfinement(tempRoot, signal).catch((error: unknown) => {
      this.#confinement = undefined;
      throw error;
    });
    const confinement = await this.#confinement;
    // Without walls nothing proves that a command has left the base alone.
    const again = this.#batches > 0 && confinement !== undefined;
    const copy = await WorkspaceCopy.make({ workspace: from, tempRoot, limits, confinement, again }, signal);
    if (again) this.#kept = { from, copy };
    return copy;
  }

  #factsOf(skills: readonly Skill[]): Promise<ReadonlyMap<string, SkillFacts>> {
    const known = this.#facts.get(skills);
    if (known) return known;
    const facts = this.#options.memory.facts(skills);
    this.#facts.set(skills, facts);
    facts.catch(() => this.#facts.delete(skills));
    return facts;
  }

  /** One at a time: they share the copy, and the machine. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
