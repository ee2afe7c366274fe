import path from 'node:path';
import { conditionOf } from '../../../src/bench/conditions.js';
import { Exam } from '../../../src/bench/house/exam.js';
import { House } from '../../../src/bench/house/house.js';
import type { EpisodeRecord, RoundRecord, Sink, WriteRecord } from '../../../src/bench/run/records.js';
import { type ArmOptions, runArm } from '../../../src/bench/run/runArm.js';
import type { BenchTask } from '../../../src/bench/tasks/benchTask.js';
import type { BenchWorld } from '../../../src/bench/worlds/benchWorld.js';
import type { ChatModel, Logger } from '../../../src/engine/ports.js';
import { connectModel } from '../../../src/models/connect.js';
import { type Character, noisy } from '../../../src/practice/model/character.js';
import { serve } from '../../../src/practice/server.js';
import { makeTempFolder, type TempFolder } from './tempFolder.js';

export const never = new AbortController().signal;

/** What an arm has said, in the order it was said. */
export class Recorder implements Sink {
  readonly episodes: EpisodeRecord[] = [];
  readonly writes: WriteRecord[] = [];
  readonly rounds: RoundRecord[] = [];
  /** SKILL.md by `round/name`. */
  readonly skills = new Map<string, string>();

  /** @param heard told of each episode once it is recorded */
  constructor(private readonly heard: (episode: EpisodeRecord) => void = () => undefined) {}

  episode(record: EpisodeRecord): Promise<void> {
    this.episodes.push(record);
    this.heard(record);
    return Promise.resolve();
  }
  write(record: WriteRecord): Promise<void> {
    this.writes.push(record);
    return Promise.resolve();
  }
  round(record: RoundRecord): Promise<void> {
    this.rounds.push(record);
    return Promise.resolve();
  }
  skill(_: unknown, round: number, name: string, source: string): Promise<void> {
    this.skills.set(`${round}/${name}`, source);
    return Promise.resolve();
  }

  /** The skills after a round, by name. */
  library(round: number): Record<string, string> {
    const prefix = `${round}/`;
    return Object.fromEntries(
      [...this.skills].flatMap(([key, text]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), text]] : [])),
    );
  }

  /** All of it but what no two runs can share: ids and times. */
  get comparable(): unknown {
    const numbers = new Map<string, number>();
    const numberOf = (run: string): number => numbers.get(run) ?? numbers.set(run, numbers.size + 1).size;
    const episodes = this.episodes.map((one) => ({ ...one, run: one.run && numberOf(one.run), ms: 0 }));
    const writes = this.writes.map((one) => ({ ...one, run: numberOf(one.run) }));
    return { episodes, writes, rounds: this.rounds, skills: [...this.skills] };
  }
}

const logger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (message, error) => console.error(message, error),
};

/** Libraries under test, in this process, with the practice model over HTTP. */
export interface Arms {
  readonly model: ChatModel;
  /** The folder of all that these arms leave. */
  readonly temp: TempFolder;
  run(
    options: Pick<ArmOptions, 'world' | 'rounds' | 'sink'> &
      Partial<ArmOptions> & { readonly name: string; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** A house of its own, closed with the arms. @param model instead of the practice model */
  house(
    condition: string,
    world: BenchWorld,
    model?: ChatModel,
  ): Promise<{ readonly house: House; readonly exam: Exam }>;
  close(): Promise<void>;
}

/** @param character how the practice model differs from the one of a benchmark */
export async function openArms(character: Partial<Character> = {}): Promise<Arms> {
  const temp = await makeTempFolder();
  const server = await serve({ chunkDelayMs: 0, character: { ...noisy, ...character } });
  const model = await connectModel({
    ...{ baseUrl: server.baseUrl, model: 'practice-noisy', simulated: true, label: 'practice model' },
  });
  const houses: House[] = [];
  let count = 0;
  return {
    model,
    temp,
    run: ({ name, signal = never, ...options }) =>
      runArm(
        {
          ...{ condition: conditionOf(name), model, pure: true, logger, done: [], written: [] },
          roundsDone: new Set<number>(),
          ...{ root: temp.at(`arm-${++count}`), ...options },
        },
        signal,
      ),
    house: async (condition, world, other = model) => {
      const root = temp.at(`house-${++count}`);
      const given = { condition: conditionOf(condition), world, watch: () => undefined, confine: false, logger };
      const house = await House.open({ ...given, root, model: other });
      houses.push(house);
      return { house, exam: new Exam(house, path.dirname(house.engine.workspace), true) };
    },
    close: async () => {
      for (const house of houses) await house.close();
      await server.close();
      await temp.dispose();
    },
  };
}

/** A world with some of its domains only. */
export function narrowed(world: BenchWorld, domains: readonly string[]): BenchWorld {
  const some = (tasks: readonly BenchTask[]): readonly BenchTask[] =>
    tasks.filter(({ domain }) => domains.includes(domain));
  return { ...world, train: (round) => some(world.train(round)), test: (round) => some(world.test(round)) };
}

/** Share of the tasks that passed, 0 to 1. */
export const share = (some: readonly { readonly passed: boolean }[]): number =>
  some.filter(({ passed }) => passed).length / some.length;
