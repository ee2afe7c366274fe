import type { RunEvent, RunSummary } from './events.js';
import type { Said } from './feedback/person.js';
import type { FeedbackSettings } from './feedback/settings.js';
import type { Approver, ChatModel, Clock, Diagnostics, Disposable, Embedder, Logger } from './ports.js';
import type { GenerationInfo, RouterReport } from './read/report.js';
import type { Route } from './read/route.js';
import type { SkillFacts } from './read/skillFacts.js';
import type { Harness } from './harness.js';
import type { Publication } from './exchange/publications.js';
import type { Quarantined } from './exchange/quarantine.js';
import type { Jobs } from './jobs/jobs.js';
import type { LibrarySnapshot, SkillVersion } from './skills/skill.js';
import type { ReadOnly, Standing } from './skills/standing.js';
import type { Content } from './skills/tree.js';
import type { FsckReport } from './store/fsck.js';
import type { RehearsalOptions, RehearsalResult } from './replay/rehearser.js';
import type { Task } from './task.js';
import type { Text } from './text.js';
import type { Correction } from './write/attribution/correction.js';
import type { AcceptOptions } from './write/acceptable.js';
import type { Review } from './write/lesson.js';
import type { Proposal } from './write/proposal.js';
import type { Checkpoint } from './write/record/checkpoints.js';
import type { RestoredRound } from './write/record/restoreRound.js';
import type { RoundEnd } from './write/record/rounds.js';
import type { LearningSettings } from './write/settings.js';

/** Everything a surface (panel, tree, command line) can ask of the learning agent, for one workspace folder. */
export interface Engine {
  readonly workspace: string;
  readonly stateDir: string;
  /** The single stream of what happens. Listeners must not throw. */
  onEvent(listener: (event: RunEvent) => void): Disposable;
  /** Library, proposals or statistics changed: read them again. */
  onDidChange(listener: () => void): Disposable;

  /**
   * Runs the loop once; a second task waits until the first has ended (`run.queued`). Resolves with the run's summary, also after a cancel; with
   * the setting `retry`, with that of the retry when there was one.
   * @throws {HumanError} when `retryOf` names a run that did not fail, was tried again already, or has no other skill on its slate
   */
  solve(task: Task, options: SolveOptions, signal: AbortSignal): Promise<RunSummary>;
  /**
   * The person's own verdict; it decides over the check, and a failure may lead to a proposal. It may come days later and overrule an earlier
   * one, as often as they like: everything derived from it follows.
   * @throws {HumanError} when the corrected answer is the one the run gave; nothing is kept then
   */
  feedback(
    run: string,
    outcome: 'good' | 'bad',
    said: Said,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<RunSummary>;

  /**
   * The person names the cause of a failure, which says as well that the run failed. It counts more than what was found, teaches the router, and with a
   * model learning goes on from it.
   * @throws {HumanError} when the skill is missing, unknown or cannot be meant; nothing is kept then
   */
  correct(run: string, correction: Correction, model: ChatModel | undefined, signal: AbortSignal): Promise<RunSummary>;

  /**
   * Does a task in a folder of its own with the library as it is, everything allowed, and keeps nothing of it: no run, no lesson. For a bench, whose
   * tests may teach nothing.
   * @throws {HumanError} when the model fails
   * @throws {CancelledError} when the signal fires
   */
  rehearse(task: Task, options: RehearsalOptions, signal: AbortSignal): Promise<RehearsalResult>;

  /** All that is listed of the folder. @param reading which of the library: a new one, or what is known already (see `Library.latest`) */
  overview(reading: 'new' | 'latest'): Promise<Overview>;
  skills(): Promise<LibrarySnapshot>;
  /** Version number and utility of every usable skill, by name. */
  facts(): Promise<ReadonlyMap<string, SkillFacts>>;
  /** What the person has decided about the skills, and what waits. */
  standing(): Promise<Standing>;
  /** What cannot be written and why; empty when all can. */
  readOnly(): Promise<ReadOnly>;
  initLibrary(): Promise<{ readonly copied: readonly string[]; readonly kept: readonly string[] }>;

  versions(skill: string): Promise<readonly SkillVersion[]>;
  /** The files of a version, by its tree. @throws {HumanError} when one is missing or damaged. */
  versionFiles(tree: string): Promise<Content>;
  /** A file of a version, by its hash, as text. */
  versionText(hash: string): Promise<string>;
  /** Makes the folder what it was in a version (counted from 1), as a new version. @throws {HumanError} `show-conflict` when it changed meanwhile. */
  restore(skill: string, version: number): Promise<SkillVersion>;
  /** Takes an accepted proposal back: the folder is what it was before, the proposal waits again. @throws {HumanError} when the skill has changed since. */
  undoAccept(proposal: string): Promise<Proposal>;
  /** Removes the skill's folder; its history stays and can be restored. @throws {HumanError} for a skill that is not own or not found. */
  archive(skill: string): Promise<void>;

  /**
   * The person has looked at these skills, or at these imports (by id or name): they may be used. Imports move into the library.
   * @param seen the trees they had when they were shown, by the same names; absent: as they are now
   * @throws {HumanError} when one is not there or is another than was shown; nothing is trusted then
   */
  trust(names: readonly string[], seen?: ReadonlyMap<string, string>): Promise<readonly string[]>;
  /** Keeps a skill from automatic rewriting, or no longer. */
  lock(skill: string, locked: boolean): Promise<void>;
  /** The person saved a file of the library in the editor with this text: what they wrote is trusted and becomes a version. */
  recordEdit(file: string, saved: string): Promise<void>;

  /** Copies a skill of another agent's folder into the library. @returns its path. */
  adopt(skill: string): Promise<string>;
  /** Copies an own skill into another agent's folder (default `.agents/skills`). @throws {HumanError} when a changed copy is in the way and `replace` is not set. */
  publish(skill: string, options?: { readonly target?: string; readonly replace?: boolean }): Promise<Publication>;
  /** Fetches skills from a folder, a zip file or a git address into quarantine. @throws {HumanError} when nothing usable is found. */
  importSkills(source: string, options: ImportOptions, signal: AbortSignal): Promise<readonly Quarantined[]>;
  /** Throws imports away (by id or name). */
  discard(imports: readonly string[]): Promise<void>;
  /** The files of an import. @throws {HumanError} when there is none or it is damaged. */
  quarantinedFiles(id: string): Promise<Content>;
  /** Text of a quarantined file. */
  quarantinedText(id: string, path: string): Promise<string>;
  /** The skill's folder as a zip file. */
  exportSkill(skill: string): Promise<Uint8Array>;
  /** Verifies everything that is stored. */
  fsck(signal: AbortSignal): Promise<FsckReport>;

  runs(): Promise<readonly RunSummary[]>;
  /** `id` may also be `#number`, the number alone or an unambiguous prefix. @throws {HumanError} when there is none. */
  run(id: string): Promise<{ readonly summary: RunSummary; readonly events: readonly RunEvent[] }>;
  /**
   * Looks whether the person has kept or reverted what a run changed, and lets its verdict follow; cheap, and nothing while a task goes on. For a surface
   * that shows the run.
   */
  revisit(run: string): Promise<void>;
  /** Puts back every file the run changed that is still as the run left it; the others are listed in `kept`. */
  undo(run: string): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }>;

  proposals(): Promise<readonly Proposal[]>;
  /** @throws {HumanError} when there is none. */
  proposal(id: string): Promise<Proposal>;
  /**
   * Writes the accepted hunks (all when absent; counted from 0) as one new version, and what changes with it: all or nothing. A SKILL.md that has
   * changed in the same lines makes it `stale`; nothing is overwritten.
   * @throws {HumanError} also for a quarantined proposal whose sources were not acknowledged, and for what only a person may accept
   */
  accept(id: string, hunks?: readonly number[], options?: AcceptOptions): Promise<Proposal>;
  /** As {@link accept}, with a text the person edited in the diff editor. */
  acceptText(id: string, after: string, options?: AcceptOptions): Promise<Proposal>;
  reject(id: string, reason: string | undefined): Promise<Proposal>;
  /**
   * Replays the runs a proposal was made from, and old successes, with the proposed text or another one, in copies of the workspace.
   * @param after SKILL.md as the person would accept it; absent: as it was proposed
   * @returns the proposal with the new report; `report.examined` says which text it is about
   * @throws {HumanError} when it was decided, or its skill has changed since
   * @throws {CancelledError} when the signal fires; the report says so
   */
  gate(id: string, after: string | undefined, model: ChatModel, signal: AbortSignal): Promise<Proposal>;

  /** The library at the end of each recorded round, oldest first. */
  rounds(): Promise<readonly Checkpoint[]>;
  /**
   * Makes the library's own skills what they were at the end of a round (counted from 1), each as a new version; what a person has changed since stays.
   * @throws {HumanError} when the round was not recorded, or a skill is changed meanwhile; then none is changed
   */
  restoreRound(round: number): Promise<RestoredRound>;

  /** From now on these folders of other agents are left out; see {@link EngineOptions.disabledSources}. */
  useSources(disabled: readonly string[]): Promise<void>;

  /** What the router would do with a task, and why; nothing is run or recorded. */
  explain(prompt: string): Promise<Route>;
  /** What the router has learned and how right it was; derived from the run log. */
  routerReport(): Promise<RouterReport>;
  /**
   * Trains the router on everything that is known. The new generation is used only when it is better than the one in use (`state` and `result`
   * say so).
   * @param model makes up example queries for skills that lack them, before the training; absent: none are made
   * @throws {HumanError} when there is nothing to learn from, or a training goes on already
   * @throws {CancelledError} when the signal fires
   */
  trainRouter(
    model: ChatModel | undefined,
    progress: (done: number, of: number, what: Text) => void,
    signal: AbortSignal,
  ): Promise<GenerationInfo>;
  /**
   * Has the model make up example tasks for a skill whose text has none yet: what the router knows of it before anything was done with it. Shown
   * and cancelled like a training.
   * @throws {HumanError} when the model gives nothing usable, or a training goes on: it makes them up as well
   * @throws {CancelledError} when the signal fires or it is cancelled
   */
  makeQueries(skill: string, model: ChatModel, signal: AbortSignal): Promise<void>;
  /** Ends the training that goes on, whoever began it. @returns whether one went on */
  cancelTraining(): boolean;
  /** Puts an earlier (or refused) generation in use. @throws {HumanError} when it is not there or damaged */
  revertRouter(generation: number): Promise<GenerationInfo>;

  /** Cancels what runs and resolves when nothing is left running. */
  dispose(): Promise<void>;
}

/** What a surface lists of a folder. */
export interface Overview {
  readonly library: LibrarySnapshot;
  readonly facts: ReadonlyMap<string, SkillFacts>;
  readonly standing: Standing;
  readonly readOnly: ReadOnly;
  readonly proposals: readonly Proposal[];
  readonly runs: readonly RunSummary[];
}

export interface ImportOptions {
  /** Folder inside the source; absent: all skills found in it. */
  readonly path?: string;
  /** Branch, tag or commit of a git address. */
  readonly ref?: string;
}

export interface SolveOptions {
  readonly model: ChatModel;
  readonly approver: Approver;
  /** `null` forces "no skill"; a name forces that skill; absent lets the router choose. */
  readonly skill?: string | null;
  /** Passed to the model where it takes one: two seeds are two tries. */
  readonly seed?: number;
  /** The skill that is chosen is withheld, to see what the task comes to without it: for a bench. */
  readonly mask?: boolean;
  /** A failed run (as `run` of {@link Engine.run}) whose next skill is tried; see {@link Engine.solve}. */
  readonly retryOf?: string;
  /** Absent: as the settings say. */
  readonly review?: Review;
}

/** Limits of a run; DESIGN.md 4, reference figures of reliability.md 3.2. */
export interface EngineSettings {
  readonly maxSteps: number;
  readonly maxMinutes: number;
  readonly commandTimeoutSeconds: number;
  /** Whether the router may try the second best where it is nearly as good, to learn from it; absent: yes. */
  readonly explore?: boolean;
  /** Whether a task whose check failed is tried once more with the next skill of the slate; absent: only when the person asks. */
  readonly retry?: boolean;
  /** Whether what has worked teaches the router; absent: yes. Without, it goes by the words of the skills alone. */
  readonly learnRouting?: boolean;
  /** How a task without a check is judged; absent: without tests and without a judge. */
  readonly feedback?: FeedbackSettings;
  /**
   * What becomes of a change that is written, also when the verdict comes days later: `review` (default) proposes; `auto` also accepts what its gate
   * has passed; `shadow` does the same work and keeps nothing of it but a record in the run.
   */
  readonly review?: Review;
  /** Thresholds of the write step; absent: the defaults. */
  readonly learning?: LearningSettings;
}

/** Where an engine works and what it is given by its surface. */
export interface EngineOptions {
  /** The folder the tasks are about. */
  readonly workspace: string;
  /** The person's state folder shared by editor and command line (DESIGN.md 5). */
  readonly home: string;
  /** The folder `skills-template` with the elementary skills. */
  readonly templates: string;
  /** The person's home folder, where other agents keep skills; absent: only the workspace is looked at. */
  readonly userHome?: string;
  /** Folders of other agents that are not looked at, as sources are written. */
  readonly disabledSources?: readonly string[];
  /** Texts of SKILL.md files that Memento itself brings besides the templates: trusted like those. */
  readonly shipped?: readonly string[];
  /** Worker for heavy work; absent: done in slices on this thread. */
  readonly jobs?: Jobs;
  /** The embedding model that is set, asked anew each time; absent: tasks are routed by words and by what has worked. */
  readonly embedder?: () => Embedder | undefined;
  /** What the editor finds wrong in the folder's files; absent where there is no editor. */
  readonly diagnostics?: Diagnostics;
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tasks that bring their own files and checks; absent where a person works. */
  readonly harness?: Harness;
  /** Where rounds end; absent: after so many judged runs as the settings say. Asked anew for all runs whenever one is added or judged. */
  readonly roundEnd?: RoundEnd;
  /** Told now and then how many folders of the first reading of the library are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Watch the library for changes from outside; a command that ends at once does without. */
  readonly watch: boolean;
}

export const defaultSettings: EngineSettings = { maxSteps: 30, maxMinutes: 10, commandTimeoutSeconds: 120 };
