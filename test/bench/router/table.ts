import {
  bm25Contestant,
  type Contestant,
  routerContestant,
  usageContestant,
} from '../../../src/engine/read/eval/contestant.js';
import { readRouterData } from '../../../src/engine/read/eval/dataFolder.js';
import { asExamples, drawPerSkill, numbersOf } from '../../../src/engine/read/eval/draw.js';
import { mean, placeOf, recallAt } from '../../../src/engine/read/eval/metrics.js';
import { type Part, partsOf } from '../../../src/engine/read/eval/parts.js';
import type { Query, RouterData } from '../../../src/engine/read/eval/routerData.js';
import { encodeLearned } from '../../../src/engine/read/learned.js';
import { RouterModel } from '../../../src/engine/read/model.js';
import { generator, shuffle } from '../../../src/engine/read/random.js';
import { SkillIndex } from '../../../src/engine/read/skillIndex.js';
import { atOnce } from '../../../src/engine/steps.js';
import { train } from '../../../src/engine/read/train.js';
import { miniSearch, placeAmong, type Search, winkSearch } from './rivals.js';

/** One line of the table. */
export interface Line {
  readonly method: string;
  /** Queries asked: fewer of slow methods. */
  readonly asked: number;
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  /** Microseconds per query, on the queries that MiniSearch was asked. */
  readonly micros: number;
  /** Time as a multiple of MiniSearch's on the same queries. */
  readonly ratio: number;
  readonly trainMs?: number;
  /** Of the model file. */
  readonly bytes?: number;
}

export interface TableSettings {
  readonly data: string;
  readonly split: string;
  readonly folds?: number;
  readonly seeds: readonly number[];
}

/** Slow methods are asked until one of these is reached. */
const mostOfSlow = { queries: 500, ms: 60_000 } as const;
const perSkill = [1, 5, 20, Infinity];

/** A method's answers: places in the order of asking, and the time of each query. */
class Answers {
  readonly places: number[] = [];
  readonly micros: number[] = [];

  constructor(readonly method: string) {}

  ask(place: () => { readonly place: number; readonly micros: number }): void {
    const one = place();
    this.places.push(one.place);
    this.micros.push(one.micros);
  }
}

/** Measures all methods side by side. */
export async function routerTable(settings: TableSettings, say: (what: string) => void): Promise<readonly Line[]> {
  const data = await readRouterData(settings.data, new AbortController().signal);
  return new Table(data, settings, say).lines();
}

class Table {
  readonly #index: SkillIndex;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #parts: readonly Part[];
  /** Queries that slow methods are asked as well: the first so many of all. */
  #timed = 0;

  constructor(
    private readonly data: RouterData,
    private readonly settings: TableSettings,
    private readonly say: (what: string) => void,
  ) {
    this.#index = atOnce(SkillIndex.build(data.skills));
    this.#numbers = numbersOf(data.skills);
    const seed = settings.seeds[0] ?? 1;
    this.#parts = partsOf(data.queries, { ...settings, seed }).map(({ pool, asked }) => ({
      pool,
      // Mixed: data often stands in the order of the skills, and slow methods are asked only the first.
      asked: shuffle(
        asked.filter(({ positives }) => positives.length > 0),
        generator(seed),
      ),
    }));
  }

  lines(): readonly Line[] {
    const { skills } = this.data;
    this.say('MiniSearch');
    const mini = this.#slow('MiniSearch, defaults', miniSearch(skills));
    this.#timed = mini.places.length;
    const base = mean(mini.micros);
    this.say('wink-bm25-text-search');
    const search = winkSearch(skills);
    const lines = [lineOf([mini], this.#timed, base)];
    if (search) lines.push(lineOf([this.#slow('wink-bm25-text-search', search)], this.#timed, base));
    this.say('BM25F');
    lines.push(lineOf([this.#fast('BM25F', () => bm25Contestant(this.#index))], this.#timed, base));
    lines.push(lineOf([this.#fast('BM25F + usage bonus', ({ pool }) => this.#usage(pool))], this.#timed, base));
    for (const count of perSkill) lines.push(this.#trained(count, base));
    return lines;
  }

  #trained(count: number, base: number): Line {
    const times: number[] = [];
    const sizes: number[] = [];
    const name = `router, ${count === Infinity ? 'all' : count} a skill`;
    const runs = this.settings.seeds.map((seed) => {
      this.say(`${name}, seed ${seed}`);
      return this.#fast(name, ({ pool }) => {
        const examples = asExamples(drawPerSkill(pool, count, seed));
        const from = performance.now();
        const steps = train({ skills: this.data.skills, examples, seed });
        let step = steps.next();
        while (!step.done) step = steps.next();
        times.push(performance.now() - from);
        sizes.push(encodeLearned(step.value).length);
        return routerContestant(atOnce(RouterModel.build(this.#index, examples, step.value)));
      });
    });
    return { ...lineOf(runs, this.#timed, base), trainMs: mean(times), bytes: mean(sizes) };
  }

  #usage(pool: readonly Query[]): Contestant {
    const used = new Uint8Array(this.data.skills.length);
    for (const { positives } of pool) for (const id of positives) used[this.#numbers.get(id) ?? -1] = 1;
    return usageContestant(this.#index, used);
  }

  #fast(name: string, make: (part: Part) => Contestant): Answers {
    const answers = new Answers(name);
    for (const part of this.#parts) {
      const contestant = make(part);
      warm(part.asked, contestant);
      for (const { query, positives } of part.asked) {
        const right = positives.flatMap((id) => this.#numbers.get(id) ?? []);
        answers.ask(() => {
          const { result, micros } = timed(() => contestant(query));
          return { place: placeOf(result.scores, right), micros };
        });
      }
    }
    return answers;
  }

  #slow(name: string, search: Search): Answers {
    const answers = new Answers(name);
    const all = this.#parts.flatMap(({ asked }) => asked);
    warm(all.slice(0, 5), search);
    const until = performance.now() + mostOfSlow.ms;
    for (const { query, positives } of all.slice(0, this.#timed || mostOfSlow.queries)) {
      if (performance.now() > until) break;
      answers.ask(() => {
        const { result, micros } = timed(() => search(query));
        return { place: placeAmong(result, positives), micros };
      });
    }
    return answers;
  }
}

/** Until then the machine is still compiling. */
const warmUp = 50;

function warm(asked: readonly Query[], ask: (query: string) => unknown): void {
  for (const { query } of asked.slice(0, warmUp)) ask(query);
}

function timed<T>(work: () => T): { readonly result: T; readonly micros: number } {
  const from = performance.now();
  const result = work();
  return { result, micros: (performance.now() - from) * 1000 };
}

/** @param base microseconds of MiniSearch per query, on the first `timed` queries */
function lineOf(runs: readonly Answers[], timed: number, base: number): Line {
  const micros = mean(runs.flatMap((run) => run.micros.slice(0, timed)));
  return {
    method: runs[0]?.method ?? '',
    asked: runs[0]?.places.length ?? 0,
    'recall@1': mean(runs.map(({ places }) => recallAt(places, 1))),
    'recall@5': mean(runs.map(({ places }) => recallAt(places, 5))),
    micros,
    ratio: micros / base,
  };
}
