import { appendFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { HumanError } from '../../engine/errors.js';
import { writeAtomic } from '../../engine/store/atomic.js';
import { text } from '../../engine/text.js';
import { ifCode } from '../house/ifCode.js';
import type { Condition } from '../conditions.js';
import type { Arm, EpisodeRecord, RoundRecord, Sink, WriteRecord } from './records.js';
import type { BenchSettings } from './settings.js';

/** What a benchmark was about, `run.json`. */
export interface RunInfo {
  readonly format: 1;
  readonly startedAt: number;
  readonly model: { readonly label: string; readonly simulated: boolean };
  /** A model judges some of the answers. */
  readonly judged: boolean;
  readonly versions: { readonly memento: string; readonly node: string };
  /** SHA-256 of the settings and of each seed's tasks and library: what was recorded is gone on with only where they are the same. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly settings: Omit<BenchSettings, 'conditions'> & { readonly conditions: readonly Condition[] };
}

/** Everything that was recorded so far of the arms that are asked for; a folder may hold others. */
export interface Recorded {
  readonly episodes: EpisodeRecord[];
  readonly writes: WriteRecord[];
  readonly rounds: RoundRecord[];
}

/** A benchmark's output folder (learning.md 3). One process writes it. */
export class OutFolder {
  private constructor(
    readonly folder: string,
    readonly info: RunInfo,
    readonly recorded: Recorded,
  ) {}

  /**
   * Makes a folder, or goes on with one.
   * @throws {HumanError} when what is in it was made with other settings or another model, or is no benchmark
   */
  static async open(folder: string, info: RunInfo): Promise<OutFolder> {
    await mkdir(folder, { recursive: true });
    const place = path.join(folder, 'run.json');
    const before = await readIfThere(place);
    const known = before === undefined ? info : parse(place, before);
    if (!isSame(known, info))
      throw new HumanError(
        text(
          '{0} holds a benchmark with other settings. Give the same ones to go on with it, or another folder.',
          folder,
        ),
      );
    const whole = withMore(known, info);
    if (before === undefined || !isDeepStrictEqual(whole, known))
      await writeAtomic(place, `${JSON.stringify(whole, null, 2)}\n`);
    const [episodes, writes, rounds] = await Promise.all([
      readLines<EpisodeRecord>(path.join(folder, 'episodes.jsonl')),
      readLines<WriteRecord>(path.join(folder, 'writes.jsonl')),
      readLines<RoundRecord>(path.join(folder, 'rounds.jsonl')),
    ]);
    const { conditions, seeds } = info.settings;
    const isWanted = ({ condition, seed }: Arm): boolean =>
      conditions.some(({ name }) => name === condition) && seeds.includes(seed);
    return new OutFolder(folder, whole, {
      episodes: episodes.filter(isWanted),
      writes: writes.filter(isWanted),
      rounds: rounds.filter(isWanted),
    });
  }

  /** Where the house of an arm is. */
  house({ condition, seed }: Arm): string {
    return path.join(this.folder, 'houses', `${condition}-${seed}`);
  }

  /** Where it is kept what is known of commands; gone when the benchmark is complete. */
  get commands(): string {
    return path.join(this.folder, 'commands');
  }

  readonly sink: Sink = {
    episode: (record) => this.#add('episodes', record),
    write: (record) => this.#add('writes', record),
    round: (record) => this.#add('rounds', record),
    skill: async ({ condition, seed }, round, name, source) => {
      const folder = path.join(this.folder, 'library', condition, seed, `round-${round}`, name);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'SKILL.md'), source);
    },
  };

  async #add<Kind extends keyof Recorded>(kind: Kind, record: Recorded[Kind][number]): Promise<void> {
    await appendFile(path.join(this.folder, `${kind}.jsonl`), `${JSON.stringify(record)}\n`);
    (this.recorded[kind] as unknown[]).push(record);
  }
}

/** Whether what is recorded of one can be gone on with by the other, which may ask for fewer or more seeds and conditions. */
const isSame = (known: RunInfo, info: RunInfo): boolean =>
  isDeepStrictEqual({ ...known.hashes, ...info.hashes }, { ...info.hashes, ...known.hashes }) &&
  isDeepStrictEqual(known.model, info.model);

/** What is known, and the seeds and conditions that are asked for beyond it. */
const withMore = (known: RunInfo, { hashes, settings: { seeds, conditions } }: RunInfo): RunInfo => ({
  ...known,
  hashes: { ...known.hashes, ...hashes },
  settings: {
    ...known.settings,
    seeds: [...new Set([...known.settings.seeds, ...seeds])],
    conditions: [
      ...known.settings.conditions,
      ...conditions.filter(({ name }) => !known.settings.conditions.some((one) => one.name === name)),
    ],
  },
});

function parse(place: string, source: string): RunInfo {
  const problem = new HumanError(text('{0} is not what a benchmark has written. Give another folder.', place));
  let known: Partial<RunInfo>;
  try {
    known = JSON.parse(source) as Partial<RunInfo>;
  } catch {
    throw problem;
  }
  if (!known.hashes?.settings) throw problem;
  return known as RunInfo;
}

/** The whole lines of a file; what a crash left of a last one is cut off. */
async function readLines<T>(file: string): Promise<T[]> {
  const source = (await readIfThere(file)) ?? '';
  const end = source.lastIndexOf('\n') + 1;
  if (end < source.length) await truncate(file, Buffer.byteLength(source.slice(0, end)));
  return source
    .slice(0, end)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(ifCode('ENOENT', undefined));
}
