import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../../engine/createEngine.js';
import type { Execute } from '../../engine/act/process.js';
import { defaultSettings, type Engine } from '../../engine/engine.js';
import { HumanError, throwIfCancelled } from '../../engine/errors.js';
import type { RunEvent, RunSummary } from '../../engine/events.js';
import type { Approver, ChatModel, Logger } from '../../engine/ports.js';
import { skillsDirOf } from '../../engine/skills/name.js';
import type { Task } from '../../engine/task.js';
import { isOpen, type Proposal } from '../../engine/write/proposal.js';
import { afterRuns } from '../../engine/write/record/rounds.js';
import type { Condition } from '../conditions.js';
import type { BenchTask } from '../tasks/benchTask.js';
import type { BenchWorld } from '../worlds/benchWorld.js';
import { Checker, checkOf } from './checker.js';
import { unreadCutOff } from './cutOff.js';
import { ifCode } from './ifCode.js';
import { PhaseMeter } from './phaseMeter.js';
import { layInto, TaskFolders } from './taskFolders.js';

export interface HouseOptions {
  /** Folder of its own; what is in it from an earlier time is gone on with. */
  readonly root: string;
  readonly condition: Condition;
  readonly world: BenchWorld;
  readonly model: ChatModel;
  /** Sees every request that is not part of a test. */
  readonly watch: (texts: readonly string[]) => void;
  /** Whether commands need walls: not those of the practice model, which are known. */
  readonly confine: boolean;
  /** How the model's commands are carried out; absent: as processes. */
  readonly execute?: Execute;
  readonly logger: Logger;
}

/** What came of a training task. */
export interface Trained {
  readonly run: RunSummary;
  /** Everything that happened, the second try included. */
  readonly events: readonly RunEvent[];
  readonly accepted: readonly Proposal[];
}

/** A library that is learned with, under one condition, in one world: an engine on folders of its own. */
export class House {
  readonly meter: PhaseMeter;
  readonly #events: RunEvent[] = [];

  private constructor(
    private readonly options: HouseOptions,
    readonly engine: Engine,
    readonly folders: TaskFolders,
    readonly checker: Checker,
    private readonly ends: Set<string>,
    meter: PhaseMeter,
  ) {
    this.meter = meter;
    engine.onEvent((event) => {
      meter.follow(event);
      this.#events.push(event);
    });
  }

  /** Opens the house, furnished with the world's library when it is new. */
  static async open(options: HouseOptions): Promise<House> {
    const { root, condition, world, confine } = options;
    const [workspace, templates] = [path.join(root, 'workspace'), path.join(root, 'templates')];
    const meter = new PhaseMeter(unreadCutOff(options.model, options.logger), options.watch);
    const folders = new TaskFolders(path.join(root, 'tasks'));
    const checker = new Checker(meter);
    for (const folder of [workspace, templates]) await mkdir(folder, { recursive: true });
    if (condition.library) await furnish(skillsDirOf(workspace), world.library);
    // Skills that have the name of a template are never rewritten.
    if (!condition.rewritesAll) await furnish(templates, world.library);
    const ends = new Set<string>();
    const engine = await createEngine({
      ...{ workspace, templates, logger: options.logger, watch: false },
      home: path.join(root, 'home'),
      shipped: Object.values(world.library),
      settings: {
        ...defaultSettings,
        ...{ explore: false, retry: condition.retry, learnRouting: condition.router, learning: condition.learning },
      },
      clock: { now: () => Date.now() },
      harness: {
        check: (input, signal) => checker.run(input, signal),
        filesOf: ({ check }) => (check === undefined ? undefined : folders.at(checker.taskOf(check).id)),
        confine,
        ...(options.execute ? { execute: options.execute } : {}),
      },
      roundEnd: afterRuns(ends),
    });
    // What was offered by a run that was ended in its middle: that task is done again.
    for (const { id } of (await engine.proposals()).filter(isOpen)) await engine.reject(id, 'Interrupted.');
    return new House(options, engine, folders, checker, ends, meter);
  }

  /**
   * Makes a task known, so that runs of it can be replayed.
   * @param end the run of it that ended a round, if one did
   */
  async know(task: BenchTask, end: string | undefined, signal: AbortSignal): Promise<void> {
    this.checker.add([task]);
    if (end !== undefined) this.ends.add(end);
    await this.folders.of(task, signal);
  }

  /**
   * Learns from a task.
   * @param last whether the round ends with it
   * @throws {HumanError} when the model fails: then the task says nothing about the library
   * @throws {CancelledError} when the signal fires
   */
  async train(task: BenchTask, round: number, last: boolean, signal: AbortSignal): Promise<Trained> {
    const { condition, world } = this.options;
    await this.know(task, undefined, signal);
    await layInto(this.engine.workspace, task, signal);
    this.#events.length = 0;
    this.checker.flippedIn = world.flipped(task, round) ? this.engine.workspace : undefined;
    const ending = this.engine.onEvent((event) => {
      if (event.type !== 'run.started' || !last) return;
      // Of two tries the second ends the round.
      for (const { run } of this.#events) this.ends.delete(run);
      this.ends.add(event.run);
    });
    try {
      const given = { model: this.meter, approver: everything, seed: round };
      const review = condition.accepts === 'passed' ? 'auto' : 'review';
      const run = await this.engine.solve(toTask(task), { ...given, review }, signal);
      throwIfCancelled(signal);
      if (run.error) throw new HumanError(run.error.text, run.error.remedy);
      const events = [...this.#events];
      return { run, events, accepted: await this.#review() };
    } finally {
      this.checker.flippedIn = undefined;
      ending.dispose();
    }
  }

  /** Plays the person: accepts what the condition says and turns down the rest, so that nothing waits. */
  async #review(): Promise<readonly Proposal[]> {
    const { accepts } = this.options.condition;
    const accepted: Proposal[] = [];
    for (const proposal of (await this.engine.proposals()).filter(isOpen)) {
      const wanted = accepts === 'all' || proposal.gate.state === 'passed' || proposal.operation === 'archive';
      const decided = wanted ? await this.#accept(proposal) : undefined;
      if (decided) accepted.push(decided);
      else if (isOpen(await this.engine.proposal(proposal.id)))
        await this.engine.reject(proposal.id, 'Nothing proves it.');
    }
    return accepted;
  }

  /** Of two proposals for the same lines the second is out of date once the first is accepted: a change, and the way back from the version before it. */
  async #accept({ id }: Proposal): Promise<Proposal | undefined> {
    try {
      const done = await this.engine.accept(id, undefined, { acknowledged: true });
      return done.state === 'applied' ? done : undefined;
    } catch (error) {
      if (error instanceof HumanError && error.remedy === 'show-conflict') return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.engine.dispose();
  }
}

export const toTask = (task: BenchTask): Task => ({ prompt: task.prompt, check: checkOf(task) });

const everything: Approver = { everything: true, ask: () => Promise.resolve('once') };

async function furnish(folder: string, library: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, source] of Object.entries(library)) {
    const file = path.join(folder, name, 'SKILL.md');
    await mkdir(path.dirname(file), { recursive: true });
    // What was learned in the meantime stays.
    await writeFile(file, source, { flag: 'wx' }).catch(ifCode('EEXIST', undefined));
  }
}
