import { atOnce } from '../steps.js';
import { fit, defaultCalibration, type Calibration, type Observation } from './calibration.js';
import { type Example, exampleWeight, type SkillText } from './example.js';
import { Experience } from './experience.js';
import { Featurizer } from './features.js';
import { instanceOf } from './instances.js';
import { type Learned, quantize } from './learned.js';
import { RouterModel } from './model.js';
import { generator, shuffle } from './random.js';
import { type Instance, Residual } from './residual.js';
import { ownWords, SkillIndex } from './skillIndex.js';

/** Size of the hashed feature space and of the encoder: more of either gains less than a point and makes the file larger (router.md 3). */
const bits = 14;
const dimensions = 64;
const rate = 0.1;
const epochs = 5;
/** What is left of the rate after the last epoch. */
const lastRate = 0.3;
/** A trained skill's own text counts as an example of this weight: with few examples it keeps the residual from forgetting what the skill is for. */
const ownTextWeight = 0.5;

export interface TrainingInput {
  readonly skills: readonly SkillText[];
  /** Oldest first. */
  readonly examples: readonly Example[];
  readonly seed: number;
  /** The index of these skills, where there is one already: reading thousands of them takes seconds. */
  readonly index?: SkillIndex;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** Examples that can be learned from at all: they say something of a skill that is still there. */
const usable = (examples: readonly Example[], ids: ReadonlySet<string>): Example[] =>
  examples.filter(({ positives, negatives }) => [...positives, ...negatives].some((id) => ids.has(id)));

/**
 * How often the scores are right is asked of models that have not seen what is asked. Of many examples a tenth is held out once; of few more are
 * held out several times over (cross-fitting, Hastie et al. 2009, section 7.10), until there are so many answers. With fewer than the least nothing
 * moves that is worth the time.
 */
const enoughAnswers = 200;
const [leastHeldOut, mostHeldOut] = [0.1, 0.2];
const mostFolds = 5;
const fewestAnswers = 10;

/**
 * Learns the residual and the calibration from examples. Deterministic by seed; yields progress, and may be ended at every yield.
 */
export function* train(input: TrainingInput): Generator<Progress, Learned, void> {
  const ids = new Set(input.skills.map(({ id }) => id));
  const examples = usable(input.examples, ids);
  const folds = foldsOf(examples, input.seed);
  const index = input.index ?? atOnce(SkillIndex.build(input.skills));
  const observations: Observation[] = [];
  for (const [pass, hidden] of folds.entries()) {
    const shown = examples.filter((one) => !hidden.has(one));
    const before = yield* learn(input, index, shown, defaultCalibration, pass, folds.length + 1);
    observations.push(...observe(atOnce(RouterModel.build(index, shown, before)), [...hidden]));
    yield { done: pass + 1, of: folds.length + 1 };
  }
  return yield* learn(input, index, examples, fit(observations, defaultCalibration), folds.length, folds.length + 1);
}

/** Examples to keep back, one set for each model that is asked; every skill stays known to each. */
function foldsOf(examples: readonly Example[], seed: number): readonly ReadonlySet<Example>[] {
  const counts = new Map<string, number>();
  for (const { positives } of examples) for (const id of positives) counts.set(id, (counts.get(id) ?? 0) + 1);
  const candidates = examples.filter(
    ({ source, positives }) => source !== 'synthetic' && positives.every((id) => (counts.get(id) ?? 0) > 1),
  );
  if (candidates.length < fewestAnswers) return [];
  const share = Math.min(mostHeldOut, Math.max(leastHeldOut, enoughAnswers / candidates.length));
  const size = Math.ceil(share * candidates.length);
  const count = Math.min(mostFolds, Math.ceil(enoughAnswers / size));
  const mixed = shuffle([...candidates], generator(seed));
  return Array.from({ length: count }, (_, fold) => {
    const left = new Map(counts);
    const hidden = new Set<Example>();
    for (const example of mixed.slice(fold * size, (fold + 1) * size)) {
      if (!example.positives.every((id) => (left.get(id) ?? 0) > 1)) continue;
      hidden.add(example);
      for (const id of example.positives) left.set(id, (left.get(id) ?? 0) - 1);
    }
    return hidden;
  });
}

/** How the first picks of a model fare on examples it has not seen. Of a failure only what it says of the skill that failed is known. */
export function observe(model: RouterModel, examples: readonly Example[]): Observation[] {
  return examples.flatMap(({ query, positives, negatives }) =>
    model
      .rank(query)
      .evidence(2)
      .filter(({ id }) => positives.length > 0 || negatives.includes(id))
      .map(({ id, evidence }) => ({ evidence, right: positives.includes(id) })),
  );
}

function* learn(
  { skills, seed }: TrainingInput,
  index: SkillIndex,
  examples: readonly Example[],
  calibration: Calibration,
  pass: number,
  passes: number,
): Generator<Progress, Learned, void> {
  const random = generator(seed);
  const numbers = new Map(skills.map(({ id }, number) => [id, number]));
  const known = (wanted: readonly string[]): number[] => wanted.flatMap((id) => numbers.get(id) ?? []);
  const featurizer = new Featurizer(bits);
  const { tokenizer } = index;
  for (const skill of skills) featurizer.count(tokenizer.words(`${skill.name} ${skill.description}`));
  const experience = new Experience(skills.length);
  const residual = Residual.random(skills.length, bits, dimensions, seed);
  const tasks = examples.map((example) => {
    const lookup = index.lookup(example.query);
    const [positives, negatives] = [known(example.positives), known(example.negatives)];
    featurizer.count(lookup.words);
    for (const skill of positives) experience.fits(skill);
    for (const skill of [...positives, ...negatives]) residual.trained[skill] = 1;
    return { lookup, positives, negatives, weight: exampleWeight[example.source] };
  });
  const competitors = skills.flatMap((_, skill) => (residual.trained[skill] ? [skill] : []));
  const prior = (skill: number): number => experience.prior(skill);
  const instances: Instance[] = [];
  const steps = (tasks.length + competitors.length) * (epochs + 1);
  let done = 0;
  const progress = (): Progress => ({ done: pass + done / steps, of: passes });
  for (const { lookup, ...task } of tasks) {
    const text = index.text(lookup, index.bm25f(lookup));
    instances.push(
      instanceOf({ ...task, text, features: featurizer.features(lookup.words) }, competitors, prior, random),
    );
    if (++done % often === 0) yield progress();
  }
  const noText = new Float32Array(skills.length);
  for (const skill of competitors) {
    const own = skills[skill];
    if (!own || experience.positives[skill] === 0) continue;
    const features = featurizer.features(tokenizer.words(ownWords(own)));
    const about = { features, text: noText, positives: [skill], negatives: [], weight: ownTextWeight };
    instances.push(instanceOf(about, competitors, prior, random));
    if (++done % often === 0) yield progress();
  }
  for (let epoch = 0; epoch < epochs; epoch++) {
    const now = rate * (1 - ((1 - lastRate) * epoch) / epochs);
    for (const instance of shuffle([...instances], random)) {
      residual.step(instance, now);
      if (++done % often === 0) yield progress();
    }
  }
  return pack(skills, residual, featurizer, seed, calibration);
}

/** Steps between two yields: a few milliseconds of work. */
const often = 64;

function pack(
  skills: readonly SkillText[],
  residual: Residual,
  featurizer: Featurizer,
  seed: number,
  calibration: Calibration,
): Learned {
  const trained = skills.flatMap((_, skill) => (residual.trained[skill] ? [skill] : []));
  const vectors = new Float32Array(trained.length * dimensions);
  trained.forEach((skill, row) =>
    vectors.set(residual.skills.subarray(skill * dimensions, (skill + 1) * dimensions), row * dimensions),
  );
  const rows = quantize(residual.rows, dimensions);
  const packed = quantize(vectors, dimensions);
  return {
    ...{ seed, bits, dimensions, calibration, texts: featurizer.texts, frequency: featurizer.frequency },
    ids: trained.map((skill) => skills[skill]?.id ?? ''),
    rows: rows.numbers,
    rowScales: rows.scales,
    skills: packed.numbers,
    skillScales: packed.scales,
    bias: Float32Array.from(trained, (skill) => residual.bias[skill] ?? 0),
  };
}
