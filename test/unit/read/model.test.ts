import assert from 'node:assert/strict';
import type { Example, SkillText } from '../../../src/engine/read/example.js';
import { decodeLearned, encodeLearned, type Learned, quantize } from '../../../src/engine/read/learned.js';
import { RouterModel } from '../../../src/engine/read/model.js';
import { decide } from '../../../src/engine/read/policy.js';
import { generator } from '../../../src/engine/read/random.js';
import { SkillIndex } from '../../../src/engine/read/skillIndex.js';
import { atOnce } from '../../../src/engine/steps.js';
import { train } from '../../../src/engine/read/train.js';

const skill = (id: string, description: string, body = '', more: Partial<SkillText> = {}): SkillText => ({
  id,
  name: id,
  description,
  body,
  ...more,
});
const skills = [
  skill('ledger', 'House rules for bookings and accounts.'),
  skill('shifts', 'Who works when: rosters and swaps.'),
  skill('stock', 'Parts in the store room and their labels.'),
  skill('pages', 'Names of pages on the site.'),
];
/** Built at once. */
const modelOf = (library: readonly SkillText[], examples: readonly Example[], learned?: Learned): RouterModel =>
  atOnce(RouterModel.build(atOnce(SkillIndex.build(library)), examples, learned));
let clock = 0;
const worked = (id: string, query: string): Example => ({
  query,
  positives: [id],
  negatives: [],
  source: 'outcome',
  outcome: 1,
  at: ++clock,
});
const lessons = [
  ...['who covers the night on friday', 'can anna trade the early one', 'is somebody free on sunday'].map((query) =>
    worked('shifts', query),
  ),
  ...['how much did we spend on travel', 'sum of refunds in march', 'what was paid to the baker'].map((query) =>
    worked('ledger', query),
  ),
  ...['how many bolts are left', 'where do the spare wheels lie', 'order more brake pads'].map((query) =>
    worked('stock', query),
  ),
];
function trained(examples: readonly Example[], seed = 1, library = skills): Learned {
  const work = train({ skills: library, examples, seed });
  let next = work.next();
  while (!next.done) next = work.next();
  return next.value;
}
const first = (model: RouterModel, query: string): string | undefined => model.rank(query).top(1)[0]?.id;

describe('model of the router', () => {
  it('finds a skill again by a task it has worked for, though its own words say nothing of it', () => {
    assert.notEqual(first(modelOf(skills, []), 'who covers the night on monday'), 'shifts');
    assert.equal(first(modelOf(skills, lessons), 'who covers the night on monday'), 'shifts');
  });

  it('adds its parts up to the score, with and without what was trained', () => {
    for (const model of [modelOf(skills, lessons), modelOf(skills, lessons, trained(lessons))])
      for (const { score, parts } of model.rank('sum of bookings in the night').top(4)) {
        const sum = parts.text + parts.memory + parts.learned + parts.usage + parts.vectors;
        assert.ok(Math.abs(score - sum) < 1e-4, `${score} and ${sum}`);
      }
  });

  it('learns in training to tell tasks apart whose words stand nowhere in the skills', () => {
    const parts = modelOf(skills, [], trained(lessons)).rank('refunds paid in march').top(1)[0];
    assert.equal(parts?.id, 'ledger');
    assert.ok(parts.parts.learned > 0);
  });

  it('is the same from the same seed and examples, byte for byte', () => {
    assert.deepEqual(encodeLearned(trained(lessons)), encodeLearned(trained(lessons)));
    assert.notDeepEqual(encodeLearned(trained(lessons, 1)), encodeLearned(trained(lessons, 2)));
  });

  it('learns online what comes later, usage too', () => {
    const model = modelOf(skills, lessons, trained(lessons));
    const asked = 'rename the imprint';
    const before = model.rank(asked).of('pages')?.score ?? 0;
    model.learn(worked('pages', 'rename the about us heading'));
    model.learn(worked('pages', 'give the imprint a better title'));
    const after = model.rank(asked).of('pages');
    assert.ok(after && after.score > before + 1);
    assert.equal(after.trained, true);
    assert.equal(first(model, asked), 'pages');
  });

  it('turns away from what a person said does not fit, and from what a description refuses', () => {
    const miss: Example = {
      query: 'sum of refunds in march',
      positives: [],
      negatives: ['ledger'],
      source: 'correction',
      at: 1,
    };
    const memory = (examples: readonly Example[]): number =>
      modelOf(skills, examples).rank('sum of refunds in april').of('ledger')?.parts.memory ?? 0;
    assert.ok(memory([miss]) < 0);
    const picky = [
      skill('invoices', 'Checks invoices. Do not use for travel receipts or hotel bills.'),
      skill('travel', 'Plans a journey.'),
    ];
    const refused = modelOf(picky, []).rank('travel receipts and hotel bills').of('invoices');
    assert.equal(refused?.parts.text, 0);
    assert.ok(refused.parts.memory < 0);
  });

  it('holds what failed, and what somebody said does not fit, against a skill: for that task and for its record', () => {
    const asked = 'sum of refunds in march';
    const against = (more: Partial<Example>): Example => ({
      query: 'how much rent was due',
      positives: [],
      negatives: ['ledger'],
      source: 'outcome',
      at: ++clock,
      ...more,
    });
    const parts = (examples: readonly Example[], task: string) => {
      const { usage = 0, memory = 0 } = modelOf(skills, examples).rank(task).of('ledger')?.parts ?? {};
      return { usage, memory };
    };
    const plain = parts(lessons, asked);
    for (const one of [against({ outcome: 0 }), against({ source: 'correction' }), against({ source: 'synthetic' })]) {
      const now = parts([...lessons, one], asked);
      assert.ok(now.usage < plain.usage - 0.2, `${one.source}: ${now.usage} and ${plain.usage}`);
      assert.ok(parts([one], one.query).memory < -1, one.source);
    }
    const said = parts([...lessons, against({ outcome: 0 }), against({ outcome: 0 })], asked).usage;
    assert.ok(said < parts([...lessons, against({ outcome: 0 })], asked).usage);
  });

  it('lets what is in use go before only where much is not in use', () => {
    const usage = (library: readonly SkillText[]): number =>
      modelOf(library, lessons).rank('night').of('shifts')?.parts.usage ?? 0;
    const crowd = Array.from({ length: 200 }, (_, index) => skill(`other-${index}`, `Does thing ${index}.`));
    assert.ok(usage([...skills, ...crowd]) > usage(skills) + 0.5);
  });

  it('helps a young skill until enough tasks have come', () => {
    const born = clock + 0.5;
    const library = [...skills, skill('wheels', 'Spare wheels and tyres.', '', { bornAt: born })];
    const young = (after: number): number => {
      const later = Array.from({ length: after }, (_, index): Example => ({ ...lessons[0]!, at: born + 1 + index }));
      return (
        modelOf(library, [...lessons, ...later])
          .rank('spare tyres')
          .of('wheels')?.parts.usage ?? 0
      );
    };
    assert.equal(young(3), 3);
    // From then on it has what every skill without examples has: three of the five have some.
    assert.ok(Math.abs(young(60) - (3 * 3) / 5) < 1e-6);
  });

  it('gives a young skill with an example of its own the more the more its rivals have, as far as something speaks for it', () => {
    const born = clock + 0.5;
    const library = [...skills, skill('wheels', 'Spare wheels and tyres.', '', { bornAt: born })];
    const many = Array.from({ length: 5 }, () => lessons.map((one) => ({ ...one, at: born - 1 }))).flat();
    const own: Example = { ...worked('wheels', 'where are the spare tyres'), at: born + 1 };
    const usage = (examples: readonly Example[], task: string): number => {
      const part = (id: string): number => modelOf(library, examples).rank(task).of(id)?.parts.usage ?? 0;
      return part('wheels') - part('shifts');
    };
    const among = (others: readonly Example[], task = 'where are the spare tyres'): number =>
      usage([...others.map((one) => ({ ...one, at: Math.min(one.at, born - 1) })), own], task);
    assert.ok(among(many) > among(lessons) + 1.5, `${among(many)} and ${among(lessons)}`);
    assert.ok(among(many, 'paint the house') < 0.1);
  });

  it('keeps places on the slate for skills without examples', () => {
    const untried = Array.from({ length: 9 }, (_, index) =>
      skill(`spare-${index}`, `Notes on spare things, part ${index}.`),
    );
    const model = modelOf([...skills, ...untried], lessons);
    const slate = model.rank('where do the spare wheels lie').slate();
    assert.equal(slate[0]?.id, 'stock');
    assert.equal(slate.length, 8);
    assert.ok(slate.filter(({ guaranteed }) => guaranteed).length >= 3);
    assert.ok(slate.every(({ guaranteed, trained: tried }) => !guaranteed || !tried));
    assert.equal(new Set(slate.map(({ id }) => id)).size, 8);
  });

  it('lets the second go first where the best by score is one that nothing but its use speaks for', () => {
    const library = [skill('often', 'Alpha beta gamma.'), skill('words', 'Counts sheep in the meadow at dusk.')];
    const crowd = Array.from({ length: 300 }, (_, index) => skill(`other-${index}`, `Does thing ${index}.`));
    const uses = Array.from({ length: 200 }, (_, index) => worked('often', `chore ${index} dusk`));
    const ranking = modelOf([...library, ...crowd], uses).rank('sheep lena dusk boat');
    const [best, second] = ranking.top(2);
    assert.deepEqual([best?.id, second?.id], ['often', 'words']);
    assert.deepEqual([best?.fits, second?.fits], [false, true]);
    assert.notEqual(ranking.confidence, 'none');
    assert.equal(decide(ranking, undefined).chosen, 'words');
  });

  it('goes without a skill where the task is like one that somebody said it is not for, though it failed once does not', () => {
    const task = 'bookings of accounts for the house';
    const against = (more: Partial<Example>): Example => ({
      ...{ query: 'paint the house', positives: [], negatives: ['ledger'], source: 'correction', at: ++clock },
      ...more,
    });
    const chosen = (examples: readonly Example[]): string | null =>
      decide(modelOf(skills, examples).rank(task), undefined).chosen;
    assert.equal(chosen(lessons), 'ledger');
    assert.equal(chosen([...lessons, against({ query: task })]), null);
    assert.equal(chosen([...lessons, against({ source: 'outcome', outcome: 0 })]), 'ledger');
  });

  it('asks more of the words of a skill that somebody said other tasks are not for, though of what failed it does not', () => {
    const task = 'bookings for anna';
    const against = (more: Partial<Example>): readonly Example[] =>
      ['paint it green', 'weather in oslo', 'translate to dutch'].map((query) => ({
        ...{ query, positives: [], negatives: ['ledger'], source: 'synthetic', at: ++clock },
        ...more,
      }));
    const fits = (examples: readonly Example[]): boolean | undefined =>
      modelOf(skills, examples).rank(task).of('ledger')?.fits;
    assert.equal(fits([]), true);
    assert.equal(fits(against({})), false);
    assert.equal(fits(against({ outcome: 0 })), true);
  });

  it('shows the slate where many skills fit alike, though none of them is likely by itself', () => {
    const sides = 'east west north south left right front inner outer'.split(' ');
    const ranking = modelOf(
      sides.map((side) => skill(side, `Rules of the ledger: ${side}.`)),
      [],
    ).rank('the ledger');
    const [best] = ranking.top(1);
    assert.ok(best && best.probability < 0.2 && best.fits);
    assert.equal(ranking.confidence, 'slate');
  });

  it('promises little after one run, even in a library of one skill', () => {
    const one = modelOf([skills[0]!], [worked('ledger', 'bookings of accounts')]);
    const sure = one.rank('bookings of accounts').top(1)[0]?.probability ?? 0;
    assert.ok(sure > 0.5 && sure < 10 / 11, String(sure));
  });

  it('B47 survives a task without words, an empty library and cosines that are no numbers', () => {
    assert.equal(modelOf(skills, lessons).rank('').confidence, 'none');
    const empty = modelOf([], lessons, trained(lessons)).rank('sum of refunds');
    assert.deepEqual([empty.top(), empty.slate(), empty.confidence], [[], [], 'none']);
    const odd = { cosines: new Map([['ledger', NaN]]), vector: Float32Array.of(1) };
    const ranked = modelOf(skills, lessons).rank('sum of refunds', odd).top(4);
    assert.ok(ranked.length > 0 && ranked.every(({ score, probability }) => Number.isFinite(score) && probability > 0));
  });

  it('ignores what was trained for skills that are gone', () => {
    const left = skills.filter(({ id }) => id !== 'ledger');
    const model = modelOf(left, lessons, trained(lessons));
    assert.ok(
      model
        .rank('refunds paid in march')
        .top(3)
        .every(({ id }) => id !== 'ledger'),
    );
  });

  it('names words that speak for a skill as a person writes them', () => {
    const { more } = modelOf(skills, lessons).words('ledger');
    assert.ok(more.includes('refunds') && !more.includes('refund'), more.join());
    assert.deepEqual(modelOf(skills, lessons).words('nothing'), { more: [], less: [] });
  });
});

describe('learned part on disk', () => {
  const learned = trained(lessons);

  it('comes back as it was', () => {
    assert.deepEqual(decodeLearned(encodeLearned(learned)), learned);
  });

  it('is refused when cut, of another kind, or with numbers that are none', () => {
    const bytes = encodeLearned(learned);
    for (const length of [0, 3, 7, 100, bytes.length - 1]) assert.throws(() => decodeLearned(bytes.slice(0, length)));
    assert.throws(() => decodeLearned(Uint8Array.of(...Buffer.from('nothing of the kind'))));
    const other = bytes.slice();
    other[0] = 0;
    assert.throws(() => decodeLearned(other), /no router model/);
    const nan = { ...learned, bias: learned.bias.map(() => NaN) };
    assert.throws(() => decodeLearned(encodeLearned(nan)), /numbers/);
  });

  it('rounds to within half a step of 127 of each row', () => {
    const random = generator(3);
    const values = Float32Array.from({ length: 40 }, () => random() * 4 - 2).fill(0, 0, 8);
    const { numbers, scales } = quantize(values, 8);
    values.forEach((value, at) => {
      const scale = scales[Math.floor(at / 8)]!;
      assert.ok(Math.abs(numbers[at]! * scale - value) <= scale / 2 + 1e-6);
    });
  });
});
