import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { CancelledError, throwIfCancelled } from '../../engine/errors.js';
import { sha256 } from '../../engine/store/hash.js';
import type { EndpointConfig } from '../../models/config.js';
import type { BenchReport } from '../report/benchReport.js';
import { type Results, resultsOf } from '../report/results.js';
import { summarize } from '../report/summarize.js';
import type { Check } from '../tasks/benchTask.js';
import { worldOf } from '../worlds/worldOf.js';
import type { ArmMessage, ArmWork } from './armWork.js';
import { errorOf } from './failure.js';
import { OutFolder } from './outFolder.js';
import type { Arm } from './records.js';
import { type BenchSettings, conditionWith } from './settings.js';

export interface BenchOptions {
  readonly settings: BenchSettings;
  readonly model: EndpointConfig | 'practice';
  /** Where everything is written; gone on with when it holds a benchmark of the same settings. */
  readonly out: string;
  /** The bundled worker.ts. */
  readonly workerFile: string;
  /** Folder of the elementary skills. */
  readonly templates: string;
  /** Folders of programs that tasks need, looked at after those of the system. */
  readonly programs?: readonly string[];
  /** Version of Memento. */
  readonly version: string;
  /** Arms at a time; when absent one more than there are cores, since an arm waits for its programs a third of the time. */
  readonly concurrency?: number;
  /** What ends it early, to be gone on with: tokens of all arms together (as the endpoint reports them), and minutes. */
  readonly budget?: { readonly tokens?: number; readonly minutes?: number };
}

/** How far a benchmark is. */
export interface BenchProgress {
  /** Tasks done, of all: learned from and tested with. */
  readonly done: number;
  readonly of: number;
  /** Tokens of learning so far. */
  readonly tokens: number;
  /** What has just been finished, if it was a round. */
  readonly round?: Arm & { readonly round: number; readonly test: number };
}

/**
 * Runs a benchmark, or the rest of one: every condition in the world of every seed, each in a thread of its own.
 * @returns what it found; `complete` of the report says whether the budget sufficed
 * @throws {HumanError} when settings cannot be used, or the model fails; what was recorded stays and is gone on with
 * @throws {CancelledError} when the signal fires; nothing is left running
 */
export async function runBench(
  options: BenchOptions,
  progress: (now: BenchProgress) => void,
  signal: AbortSignal,
): Promise<{ readonly report: BenchReport; readonly results: Results }> {
  const { settings } = options;
  const out = await OutFolder.open(options.out, await infoOf(options, signal));
  const arms = settings.seeds.flatMap((seed) => settings.conditions.map((condition): Arm => ({ condition, seed })));
  const bench = new Bench(options, out, arms, progress);
  await bench.all(signal);
  const report = await summarize(out, settings);
  if (report.complete) await rm(out.commands, { recursive: true, force: true });
  return { report, results: resultsOf(out.recorded, report) };
}

async function infoOf({ settings, model, templates, version }: BenchOptions, signal: AbortSignal) {
  let judged = false;
  const hashes: Record<string, string> = { settings: sha256(JSON.stringify({ ...settings, seeds: 0, conditions: 0 })) };
  for (const seed of settings.seeds) {
    const world = await worldOf(settings, seed, templates, signal);
    const rounds = Array.from({ length: settings.rounds + 1 }, (_, round) => round);
    const tasks = rounds.map((round) => [world.train(round), world.test(round)]);
    judged ||= tasks.flat(2).some(({ check }) => isJudged(check));
    hashes[`tasks ${seed}`] = sha256(JSON.stringify([tasks, world.library]));
  }
  const conditions = settings.conditions.map((name) => conditionWith(name, settings.config));
  return {
    format: 1 as const,
    startedAt: Date.now(),
    judged,
    model:
      model === 'practice' ? { label: 'practice model', simulated: true } : { label: model.model, simulated: false },
    versions: { memento: version, node: process.version },
    hashes,
    settings: { ...settings, conditions },
  };
}

const isJudged = (check: Check): boolean =>
  check.type === 'judge' || ((check.type === 'all' || check.type === 'any') && check.checks.some(isJudged));

class Bench {
  private tokens: number;
  private tasks: number;
  private of = 0;
  private readonly started = performance.now();

  constructor(
    private readonly options: BenchOptions,
    private readonly out: OutFolder,
    private readonly arms: readonly Arm[],
    private readonly progress: (now: BenchProgress) => void,
  ) {
    const { episodes } = out.recorded;
    this.tasks = episodes.length;
    this.tokens = episodes.reduce((sum, { tokens }) => sum + totalOf(tokens), 0);
  }

  async all(signal: AbortSignal): Promise<void> {
    const { settings, templates, concurrency = os.availableParallelism() + 1 } = this.options;
    for (const seed of settings.seeds) {
      const world = await worldOf(settings, seed, templates, signal);
      for (let round = 0; round <= settings.rounds; round++)
        this.of +=
          ((round > 0 ? world.train(round).length : 0) + world.test(round).length) * settings.conditions.length;
    }
    const left = this.arms.filter((arm) => this.#roundsOf(arm).length <= settings.rounds);
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const problems: unknown[] = [];
    const next = async (): Promise<void> => {
      for (let arm = left.shift(); arm && !either.aborted && !this.#isSpent(); arm = left.shift())
        await this.#do(arm, either).catch((error: unknown) => {
          problems.push(error);
          stop.abort();
        });
    };
    await Promise.all(Array.from({ length: Math.max(1, concurrency) }, next));
    throwIfCancelled(signal);
    const [problem] = problems.filter((error) => !(error instanceof CancelledError && this.#isSpent()));
    if (problem !== undefined) throw problem as Error;
  }

  /** One arm in a thread; resolves when the thread is gone. */
  async #do(arm: Arm, signal: AbortSignal): Promise<void> {
    const { settings, model, templates, workerFile, programs = [] } = this.options;
    const work: ArmWork = {
      ...{ settings, model, templates, ...arm },
      root: this.out.house(arm),
      commands: this.out.commands,
      done: this.out.recorded.episodes.filter((one) => isOf(arm, one)),
      written: this.out.recorded.writes.filter((one) => isOf(arm, one)),
      roundsDone: this.#roundsOf(arm),
    };
    const env = { ...process.env };
    if (programs.length) env.PATH = [env.PATH ?? '', ...programs].join(path.delimiter);
    const worker = new Worker(workerFile, { workerData: work, env });
    const cancel = (): void => worker.postMessage('cancel');
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    try {
      await this.#follow(arm, worker, cancel);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
    await rm(work.root, { recursive: true, force: true });
  }

  #follow(arm: Arm, worker: Worker, cancel: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      let end: Extract<ArmMessage, { type: 'done' | 'failed' }> | undefined;
      let recording: Promise<void> = Promise.resolve();
      worker.on('message', (message: ArmMessage) => {
        if (message.type === 'done' || message.type === 'failed') end = message;
        else {
          recording = recording.then(() => this.#record(arm, message));
          recording.catch(cancel);
        }
        if (this.#isSpent()) cancel();
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        recording.then(() => {
          if (end?.type === 'done') resolve();
          else reject(end ? errorOf(end) : new Error(`an arm of the benchmark ended with code ${code}`));
        }, reject);
      });
    });
  }

  async #record(arm: Arm, message: Exclude<ArmMessage, { type: 'done' | 'failed' }>): Promise<void> {
    const { sink } = this.out;
    if (message.type === 'write') {
      await sink.write(message.record);
      return;
    }
    if (message.type === 'skill') {
      await sink.skill(arm, message.round, message.name, message.source);
      return;
    }
    if (message.type === 'round') {
      await sink.round(message.record);
      this.progress({ ...this.#now(), round: message.record });
      return;
    }
    await sink.episode(message.record);
    this.tasks++;
    this.tokens += totalOf(message.record.tokens);
    this.progress(this.#now());
  }

  #now(): BenchProgress {
    return { done: this.tasks, of: this.of, tokens: this.tokens };
  }

  #roundsOf(arm: Arm): number[] {
    return this.out.recorded.rounds.filter((one) => isOf(arm, one)).map(({ round }) => round);
  }

  #isSpent(): boolean {
    const { tokens = Infinity, minutes = Infinity } = this.options.budget ?? {};
    return this.tokens >= tokens || performance.now() - this.started >= minutes * 60_000;
  }
}

const isOf = (arm: Arm, one: Arm): boolean => one.condition === arm.condition && one.seed === arm.seed;

const totalOf = (tokens: Readonly<Record<string, number>> | undefined): number =>
  Object.values(tokens ?? {}).reduce((sum, count) => sum + count, 0);
