import { asExamples, drawPerSkill } from '../../src/engine/read/eval/draw.js';
import type { Query } from '../../src/engine/read/eval/routerData.js';
import type { Example, SkillText } from '../../src/engine/read/example.js';
import { encodeLearned, type Learned } from '../../src/engine/read/learned.js';
import { SkillIndex } from '../../src/engine/read/skillIndex.js';
import { atOnce } from '../../src/engine/steps.js';
import { RouterModel } from '../../src/engine/read/model.js';
import { train } from '../../src/engine/read/train.js';
import { seeded } from '../unit/store/children.js';
import { miniSearch } from './router/rivals.js';

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const sizes = [200, 1000, 10_000];
/** The library and the examples whose training is measured. */
const trainedOn = 1000;
const asked = 200;
const askedOfMiniSearch = 50;
const rounds = 3;

/** A vocabulary as large as that of a large library; frequent words are much more frequent, as in any language (Zipf). */
const vocabulary = 20_000;
const syllables = 'ba ko ri ten sul mar do fi lek pa zun vor te mi cha gra no pil sto wen'.split(' ');

function wordOf(number: number): string {
  let [word, rest] = ['', number + syllables.length];
  for (; rest > 0; rest = Math.floor(rest / syllables.length)) word += syllables[rest % syllables.length] ?? '';
  return word;
}

const words = (count: number, random: () => number): string =>
  Array.from({ length: count }, () => wordOf(Math.floor(vocabulary ** random()))).join(' ');

function makeLibrary(size: number): { readonly skills: readonly SkillText[]; readonly queries: readonly Query[] } {
  const random = seeded(size);
  const skills = Array.from({ length: size }, (_, number) => ({
    id: `skill-${number}`,
    name: words(2, random),
    description: words(20, random),
    body: words(300, random),
  }));
  const queries = skills.map(({ id, description }) => ({
    query: `${description.split(' ').slice(0, 4).join(' ')} ${words(8, random)}`,
    positives: [id],
    split: 'train',
  }));
  return { skills, queries };
}

function learn(skills: readonly SkillText[], examples: readonly Example[]): Learned {
  const steps = train({ skills, examples, seed: 1 });
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Microseconds for each query, of the best of several rounds: other work on the machine makes the others longer. */
function microsOf(queries: readonly Query[], ask: (query: string) => unknown): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    for (const { query } of queries) ask(query);
    least = Math.min(least, ((performance.now() - from) * 1000) / queries.length);
  }
  return least;
}

function figuresOf(size: number): readonly Figure[] {
  const { skills, queries } = makeLibrary(size);
  const examples = asExamples(drawPerSkill(queries, 1, 1));
  const from = performance.now();
  const learned = learn(skills, examples);
  const spent = performance.now() - from;
  const before = performance.now();
  const model = atOnce(RouterModel.build(atOnce(SkillIndex.build(skills)), examples, learned));
  const built = performance.now() - before;
  const some = queries.slice(0, asked);
  const micros = microsOf(some, (query) => model.rank(query));
  const mini = microsOf(some.slice(0, askedOfMiniSearch), miniSearch(skills));
  const few = microsOf(some.slice(0, askedOfMiniSearch), (query) => model.rank(query));
  const name = `${size} skills, all trained:`;
  return [
    { what: `${name} score a task`, value: micros / 1000, unit: 'ms' },
    { what: `${name} the same as a share of MiniSearch`, value: few / mini, unit: 'times' },
    { what: `${name} build the model`, value: built, unit: 'ms' },
    { what: `${name} model file`, value: encodeLearned(learned).length / 1e6, unit: 'MB' },
    ...(size === trainedOn ? [{ what: `${name} train on ${examples.length} examples`, value: spent, unit: 'ms' }] : []),
  ];
}

export const bench = {
  title: 'Router on made-up libraries',
  measure(): Promise<readonly Figure[]> {
    return Promise.resolve(sizes.flatMap(figuresOf));
  },
};
