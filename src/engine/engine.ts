import type { RunEvent, RunSummary } from './events.js';
import type { Approver, ChatModel, Clock, Disposable, Logger } from './ports.js';
import type { SkillFacts } from './read/router.js';
import type { LibrarySnapshot, SkillVersion } from './skills/skill.js';
import type { Task } from './task.js';
import type { Proposal } from './write/proposal.js';

/** Everything a surface (panel, tree, command line) can ask of the learning agent, for one workspace folder. */
export interface Engine {
  readonly workspace: string;
  readonly stateDir: string;
  /** The single stream of what happens. Listeners must not throw. */
  onEvent(listener: (event: RunEvent) => void): Disposable;
  /** Library, proposals or statistics changed: read them again. */
  onDidChange(listener: () => void): Disposable;

  /** Runs the loop once; a second task waits until the first has ended (`run.queued`). Resolves with the run's summary, also after a cancel. */
  solve(task: Task, options: SolveOptions, signal: AbortSignal): Promise<RunSummary>;
  /** The person's own verdict; it decides over the check, and a failure may lead to a proposal. */
  feedback(
    run: string,
    outcome: 'good' | 'bad',
    reason: string | undefined,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary>;

  skills(): Promise<LibrarySnapshot>;
  /** Version number and utility of every usable skill, by name. */
  facts(): Promise<ReadonlyMap<string, SkillFacts>>;
  initLibrary(): Promise<{ readonly copied: readonly string[]; readonly kept: readonly string[] }>;
  versions(skill: string): Promise<readonly SkillVersion[]>;
  /** SKILL.md of a version, by its hash. */
  versionText(hash: string): Promise<string>;

  runs(): Promise<readonly RunSummary[]>;
  /** `id` may also be `#number`, the number alone or an unambiguous prefix. @throws {HumanError} when there is none. */
  run(id: string): Promise<{ readonly summary: RunSummary; readonly events: readonly RunEvent[] }>;
  /** Puts back every file the run changed that is still as the run left it; the others are listed in `kept`. */
  undo(run: string): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }>;

  proposals(): Promise<readonly Proposal[]>;
  /** @throws {HumanError} when there is none. */
  proposal(id: string): Promise<Proposal>;
  /** Writes the accepted hunks (all when absent; counted from 0) as one new version. A changed SKILL.md makes it `stale`; nothing is overwritten. */
  accept(id: string, hunks?: readonly number[]): Promise<Proposal>;
  /** As {@link accept}, with a text the person edited in the diff editor. */
  acceptText(id: string, after: string): Promise<Proposal>;
  reject(id: string, reason: string | undefined): Promise<Proposal>;

  /** Cancels what runs and resolves when nothing is left running. */
  dispose(): Promise<void>;
}

export interface SolveOptions {
  readonly model: ChatModel;
  readonly approver: Approver;
  /** `null` forces "no skill"; a name forces that skill; absent lets the router choose. */
  readonly skill?: string | null;
  /** `review` (default) proposes, `shadow` proposes nothing. */
  readonly review?: 'review' | 'shadow';
}

/** Limits of a run; DESIGN.md 4, reference figures of reliability.md 3.2. */
export interface EngineSettings {
  readonly maxSteps: number;
  readonly maxMinutes: number;
  readonly commandTimeoutSeconds: number;
}

/** Where an engine works and what it is given by its surface. */
export interface EngineOptions {
  /** The folder the tasks are about. */
  readonly workspace: string;
  /** The person's state folder shared by editor and command line (DESIGN.md 5). */
  readonly home: string;
  /** The folder `skills-template` with the elementary skills. */
  readonly templates: string;
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Watch the library for changes from outside; a command that ends at once does without. */
  readonly watch: boolean;
}

export const defaultSettings: EngineSettings = { maxSteps: 30, maxMinutes: 10, commandTimeoutSeconds: 120 };
