import { atOnce } from '../steps.js';
import type { Example } from './example.js';
import type { Learned } from './learned.js';
import { RouterModel } from './model.js';
import { generator, shuffle } from './random.js';
import type { Ranking } from './ranking.js';
import { SkillIndex } from './skillIndex.js';
import { type Progress, train, type TrainingInput } from './train.js';

/** Share of the examples, the latest, that is held out (router.md 5.8), and the fewest that say anything. */
const heldOutShare = 0.2;
const fewestHeldOut = 5;
/** Share of the skills whose examples are taken away, to see what happens to skills that have none. */
const withheldShare = 0.2;
const fewestWithheld = 10;

/** The model in use. */
export interface Champion {
  readonly learned: Learned;
  /** When it was trained, in milliseconds since the epoch: later tasks are new to it. */
  readonly at: number;
}

export interface ComparisonInput extends TrainingInput {
  /** What is in use; absent: memory and words alone. */
  readonly champion: Champion | undefined;
}

/** How a new model does against the one in use and plain search, on examples that neither has seen. Shares, 0 to 1. */
export interface Comparison {
  /** Examples held out. */
  readonly heldOut: number;
  /** Right first picks. */
  readonly challenger: number;
  readonly champion: number;
  readonly bm25: number;
  /** On skills whose examples were withheld: how much less often the slate holds the right one than BM25F's first five do; 0 when too few. */
  readonly unseenLoss: number;
}

/**
 * Champion against challenger on the latest fifth by time, and the slate against plain search on skills without examples. Only what came after
 * the champion's training is held out; where that is too little, what the champion would be without the fifth stands in for it: the same
 * training on what there was at its time.
 * @returns undefined when there is too little to hold out
 */
export function* compare(input: ComparisonInput): Generator<Progress, Comparison | undefined, void> {
  const { skills, examples, seed } = input;
  const graded = examples.filter(({ source, positives }) => source !== 'synthetic' && positives.length > 0);
  if (graded.length * heldOutShare < fewestHeldOut) return undefined;
  const latest = [...graded].sort((a, b) => a.at - b.at).slice(-Math.floor(graded.length * heldOutShare));
  const trainedAt = input.champion?.at ?? -Infinity;
  const fresh = latest.filter(({ at }) => at > trainedAt);
  const late = new Set(fresh.length < fewestHeldOut ? latest : fresh);
  const index = atOnce(SkillIndex.build(skills));
  const early = examples.filter((one) => !late.has(one));
  const challenger = atOnce(
    RouterModel.build(index, early, yield* part(train({ skills, examples: early, seed, index }), 0)),
  );
  const known = early.filter(({ at }) => at <= trainedAt);
  const inUse =
    late.size > fresh.length
      ? yield* part(train({ skills, examples: known, seed, index }), 1)
      : input.champion?.learned;
  const champion = atOnce(RouterModel.build(index, early, inUse));
  const score = (model: RouterModel, right: (ranking: Ranking) => string | undefined): number =>
    share([...late], ({ query, positives }) => positives.includes(right(model.rank(query)) ?? ''));
  return {
    heldOut: late.size,
    challenger: score(challenger, first),
    champion: score(champion, first),
    bm25: score(champion, ({ rivals }) => rivals.bm25[0]),
    unseenLoss: yield* unseenLoss(input, graded, index),
  };
}

const first = (ranking: Ranking): string | undefined => ranking.top(1)[0]?.id;

const share = (examples: readonly Example[], right: (example: Example) => boolean): number =>
  examples.filter(right).length / examples.length;

function* unseenLoss(
  { skills, examples, seed }: TrainingInput,
  graded: readonly Example[],
  index: SkillIndex,
): Generator<Progress, number, void> {
  const known = [...new Set(graded.flatMap(({ positives }) => positives))];
  const withheld = new Set(shuffle(known, generator(seed)).slice(0, Math.floor(known.length * withheldShare)));
  const asked = graded.filter(({ positives }) => positives.every((id) => withheld.has(id)));
  if (asked.length < fewestWithheld) return 0;
  const shown = examples.filter(({ positives }) => !positives.some((id) => withheld.has(id)));
  const model = atOnce(
    RouterModel.build(index, shown, yield* part(train({ skills, examples: shown, seed, index }), 2)),
  );
  const slate = share(asked, ({ query, positives }) =>
    model
      .rank(query)
      .slate()
      .some(({ id }) => positives.includes(id)),
  );
  const search = share(asked, ({ query, positives }) =>
    model.rank(query).rivals.bm25.some((id) => positives.includes(id)),
  );
  return search - slate;
}

/** Progress of one of the three parts of the work. */
function* part<T>(work: Generator<Progress, T, void>, which: 0 | 1 | 2): Generator<Progress, T, void> {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    yield { done: which + next.value.done / next.value.of, of: 3 };
  }
}
