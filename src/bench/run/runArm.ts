import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../../engine/errors.js';
import type { ChatModel, Logger } from '../../engine/ports.js';
import { skillsDirOf } from '../../engine/skills/name.js';
import type { Condition } from '../conditions.js';
import { Exam, type Examined } from '../house/exam.js';
import { House } from '../house/house.js';
import { KnownCommands } from '../house/knownCommands.js';
import { noTokens, type Phase, type Tokens } from '../house/phaseMeter.js';
import type { BenchTask } from '../tasks/benchTask.js';
import type { BenchWorld } from '../worlds/benchWorld.js';
import { LeakGuard } from './leakGuard.js';
import type { Arm, EpisodeRecord, LibraryRecord, Sink, WriteRecord } from './records.js';
import { writesOf } from './writes.js';

export interface ArmOptions {
  readonly condition: Condition;
  readonly world: BenchWorld;
  readonly rounds: number;
  readonly model: ChatModel;
  /** The model is a function of what it is asked. */
  readonly pure: boolean;
  /** Folder of its own, which is gone on with when it is not empty. */
  readonly root: string;
  /** Folder of what is known of commands ({@link KnownCommands}); only for a model whose programs are known. Absent: every command is run. */
  readonly commands?: string;
  /** The same model without slips: the library is tested with it before and after each accepted edit, to see which edits hurt. */
  readonly steady?: ChatModel;
  readonly sink: Sink;
  /** What was recorded of this arm before. */
  readonly done: readonly EpisodeRecord[];
  readonly written: readonly WriteRecord[];
  readonly roundsDone: ReadonlySet<number>;
  readonly logger: Logger;
}

/**
 * Learns with one condition in one world, round by round, with a test after each.
 * @throws {HumanError} when the model fails
 * @throws {CancelledError} when the signal fires; what was recorded is not done again the next time
 */
export async function runArm(options: ArmOptions, signal: AbortSignal): Promise<void> {
  const { condition, world, model, root, logger, pure } = options;
  const guard = new LeakGuard(world, options.rounds);
  const temp = path.join(root, 'temp');
  await mkdir(temp, { recursive: true });
  const execute = options.commands === undefined ? {} : { execute: new KnownCommands(options.commands).execute };
  const given = { root, condition, world, model, logger, ...execute };
  const house = await House.open({ ...given, watch: guard.watch, confine: !pure });
  try {
    const audit = options.steady && condition.learns ? new Exam(house, temp, pure, options.steady) : undefined;
    await new ArmRun(options, house, new Exam(house, temp, pure), audit, guard).all(signal);
  } finally {
    await house.close();
  }
}

class ArmRun {
  private readonly arm: Arm;
  /** Domain of the task a skill was written from. */
  private readonly domains = new Map<string, string>();

  constructor(
    private readonly options: ArmOptions,
    private readonly house: House,
    private readonly exam: Exam,
    private readonly audit: Exam | undefined,
    private readonly guard: LeakGuard,
  ) {
    this.arm = { condition: options.condition.name, seed: options.world.seed };
    const domains = new Map(options.done.map(({ task, domain }) => [task, domain]));
    for (const write of options.written) this.#learnedFrom(write, domains.get(write.task));
  }

  async all(signal: AbortSignal): Promise<void> {
    const { rounds, roundsDone } = this.options;
    await this.#remember(signal);
    for (let round = 0; round <= rounds; round++) {
      if (roundsDone.has(round)) continue;
      if (round > 0) await this.#learn(round, signal);
      await this.#test(round, signal);
    }
  }

  /** What was learned from before can be replayed, and ends the rounds it ended. */
  async #remember(signal: AbortSignal): Promise<void> {
    for (const { split, round, task: id, run } of this.options.done) {
      const tasks = split === 'train' && run !== undefined ? this.options.world.train(round) : [];
      const task = tasks.find((one) => one.id === id);
      if (task) await this.house.know(task, task === tasks.at(-1) ? run : undefined, signal);
    }
  }

  async #learn(round: number, signal: AbortSignal): Promise<void> {
    const tasks = this.options.world.train(round);
    for (const task of this.#split(tasks, 'train', round)[1]) {
      throwIfCancelled(signal);
      await this.#train(task, round, task === tasks.at(-1), signal);
    }
  }

  /** What was recorded of tasks before, and the tasks that are left. */
  #split(
    tasks: readonly BenchTask[],
    split: EpisodeRecord['split'],
    round: number,
  ): readonly [readonly EpisodeRecord[], readonly BenchTask[]] {
    const recorded = this.options.done.filter((one) => one.split === split && one.round === round);
    const known = new Set(recorded.map(({ task }) => task));
    return [recorded, tasks.filter(({ id }) => !known.has(id))];
  }

  async #train(task: BenchTask, round: number, last: boolean, signal: AbortSignal): Promise<void> {
    const { condition, sink } = this.options;
    const { meter } = this.house;
    const [tokens, requests, started] = [meter.tokens, meter.requests, performance.now()];
    const spent = () => ({
      tokens: minus(meter.tokens, tokens),
      requests: meter.requests - requests,
      ms: Math.round(performance.now() - started),
    });
    if (!condition.learns) {
      const [result] = await this.exam.of([task], condition.library ? undefined : null, signal);
      if (!result) return;
      const { test, ...none } = minus(meter.tokens, tokens);
      await sink.episode({
        ...this.#episode(result, round, 'train'),
        ...spent(),
        tokens: { ...none, act: test, test: 0 },
      });
      return;
    }
    const before = await this.#audited(round, signal);
    const trained = await this.house.train(task, round, last, signal).finally(this.guard.verify);
    const { run } = trained;
    const writes = writesOf({ ...this.arm, round, task: task.id }, trained);
    const isEdit = (write: WriteRecord): boolean => write.state === 'accepted' && write.operation !== 'archive';
    const after = writes.some(isEdit) ? await this.#audited(round, signal) : undefined;
    const effect = before === undefined || after === undefined ? {} : { effect: after - before };
    for (const one of writes) {
      const write = isEdit(one) ? { ...one, ...effect } : one;
      this.#learnedFrom(write, task.domain);
      await sink.write(write);
    }
    const result = { task, passed: run.outcome === 'success', answer: run.answer, skill: run.skill };
    await sink.episode({ ...this.#episode(result, round, 'train'), run: run.id, ...spent() });
  }

  #learnedFrom({ state, operation, skill }: WriteRecord, domain: string | undefined): void {
    if (state !== 'accepted' || skill === null || domain === undefined) return;
    if (operation === 'create' || operation === 'split') this.domains.set(skill, domain);
  }

  async #test(round: number, signal: AbortSignal): Promise<void> {
    const { world, sink, condition } = this.options;
    const { engine } = this.house;
    const use = condition.library ? undefined : null;
    const [recorded, left] = this.#split(world.test(round), 'test', round);
    const learned = [engine.stateDir, skillsDirOf(engine.workspace)];
    const examined = await this.guard.untouched(learned, () => this.exam.of(left, use, signal));
    const episodes = examined.map((one) => this.#episode(one, round, 'test'));
    for (const episode of episodes) await sink.episode(episode);
    const library = await this.#library(round);
    const all = [...recorded, ...episodes];
    const unseen = all.filter(({ kind }) => world.unseen.has(kind));
    await sink.round({ ...this.arm, round, test: share(all), unseen: share(unseen), library });
  }

  /** Share of the test that passes with slips off; undefined where nobody asks. */
  async #audited(round: number, signal: AbortSignal): Promise<number | undefined> {
    const { world } = this.options;
    return this.audit && share(await this.audit.of(world.test(round), undefined, signal));
  }

  async #library(round: number): Promise<readonly LibraryRecord[]> {
    const { engine } = this.house;
    const [{ skills }, facts] = await Promise.all([engine.skills(), engine.facts()]);
    for (const { name, text } of skills) await this.options.sink.skill(this.arm, round, name, text);
    return skills.map(({ name, description, hash }) => {
      const domain = this.domains.get(name);
      const version = facts.get(name)?.version ?? 1;
      return { name, description, version, hash, ...(domain === undefined ? {} : { domain }) };
    });
  }

  #episode({ task, passed, skill }: Examined, round: number, split: 'train' | 'test'): EpisodeRecord {
    const { id, domain, kind, prompt } = task;
    return { ...this.arm, round, split, task: id, domain, kind, prompt, passed, skill };
  }
}

const share = (some: readonly { readonly passed: boolean }[]): number =>
  some.length === 0 ? 0 : some.filter(({ passed }) => passed).length / some.length;

const minus = (now: Tokens, before: Tokens): Tokens => {
  const difference: Record<Phase, number> = { ...noTokens };
  for (const phase of Object.keys(difference) as Phase[]) difference[phase] = now[phase] - before[phase];
  return difference;
};
