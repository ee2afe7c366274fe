import type { Phrasing } from '../kb/wide/phrasing.js';
import { phrasingOf } from '../kb/wide/phrasings.js';
import { kinds } from '../kb/kinds.js';
import type { Asked } from '../kb/kind.js';
import { understand } from '../kb/understand.js';
import { hash32 } from '../hash.js';
import { integer, pick, type Random, seeded } from '../random.js';
import { makeWorld, type World, type WorldOptions, type WorldTask } from '../world.js';

/** Share of the training tasks, and of the test tasks in known words, that keep the words of the plain world. */
const plain = 0.5;
/** Share of all other tasks that are put in Korean. */
const inKorean = 1 / 3;

/** The ways to put a request that are trained on, and those that are kept for the test. */
interface Ways {
  readonly plain: readonly string[];
  readonly known: Phrasing;
  readonly novel: Phrasing;
}

/**
 * The world of a seed with its requests put in many ways: the same houses, files and answers, but files have numbers for names. Half of the training
 * tasks are put in other words or in Korean. So is half of the test, but in words that no training task of the kind has; those tasks have ids that begin
 * with `novel-`. No request of the test occurs in training.
 */
export function makeWideWorld(seed: number | string, options: WorldOptions = {}): World {
  const world = makeWorld(seed, options);
  const writer = new Writer(world.seed);
  const train = world.train.map((task) => writer.put(task, 'known'));
  const novel = everySecond(world);
  const test = world.test.map((task) => writer.put(task, novel.has(task.id) ? 'novel' : 'known'));
  return { ...world, train, test };
}

/** Half of the test, and half of each kind of it as far as the numbers allow. */
function everySecond({ seed, test }: World): ReadonlySet<string> {
  const place = new Map(test.map(({ id, kind }) => [id, [kind, hash32(`novel${seed}${id}`)] as const]));
  const ids = [...place].sort(([, [a, x]], [, [b, y]]) => (a === b ? x - y : a < b ? -1 : 1)).map(([id]) => id);
  return new Set(ids.filter((_, index) => index % 2 === 1));
}

/** Puts requests in words; those of the training first, so that the test can keep clear of them. */
class Writer {
  readonly #files = new Set<number>();
  readonly #prompts = new Set<string>();
  readonly #ways: ReadonlyMap<string, Ways>;

  constructor(private readonly seed: string) {
    this.#ways = new Map(kinds.map(({ id, texts }) => [id, { plain: texts, ...parted(id, seed) }]));
  }

  put(task: WorldTask, how: 'known' | 'novel'): WorldTask {
    const understood = understand(task.prompt);
    const ways = this.#ways.get(task.kind);
    if (!understood || !ways) throw new Error(`${task.id} cannot be put otherwise`);
    const random = seeded(['wide', this.seed, task.id].join('/'));
    const { file } = understood.asked;
    const name = file === undefined ? undefined : this.#fileName(random);
    const asked = { ...understood.asked, ...(name === undefined ? {} : { file: name }) };
    const prompt = this.#prompt(random, ways, how, asked);
    if (task.split === 'train') this.#prompts.add(prompt);
    return {
      ...task,
      id: how === 'novel' ? `novel-${task.id}` : task.id,
      prompt,
      files: name === undefined ? {} : { [name]: task.files[file ?? ''] ?? '' },
    };
  }

  #prompt(random: Random, ways: Ways, how: 'known' | 'novel', asked: Asked): string {
    const [keeps, korean] = [random() < plain, random() < inKorean];
    const phrasing = ways[how];
    const first = how === 'known' && keeps ? ways.plain : korean ? phrasing.korean : phrasing.english;
    const rest = how === 'known' ? ways.plain : [];
    const possible = [first, phrasing.english, phrasing.korean, rest]
      .map((texts) => texts.map((text) => filled(text, asked)).filter((text) => !this.#prompts.has(text)))
      .find(({ length }) => length > 0);
    return pick(random, possible ?? []);
  }

  /** A name that belongs to no other task and holds nothing that would count as a word, not even an ending all of them share. */
  #fileName(random: Random): string {
    let number = integer(random, 1000, 9999);
    while (this.#files.has(number)) number = integer(random, 1000, 9999);
    this.#files.add(number);
    return `${number}.d`;
  }
}

/** One English and one Korean way of a kind are kept for the test; the seed says which. */
function parted(kind: string, seed: string): Pick<Ways, 'known' | 'novel'> {
  const random = seeded(['ways', seed, kind].join('/'));
  const { english, korean } = phrasingOf(kind);
  const kept = { english: [pick(random, english)], korean: [pick(random, korean)] };
  const without = (all: readonly string[], some: readonly string[]) => all.filter((text) => !some.includes(text));
  return {
    novel: kept,
    known: { english: without(english, kept.english), korean: without(korean, kept.korean) },
  };
}

const filled = (text: string, asked: Asked): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => asked[name] ?? '');
