import { type Convention, type House, optionsOf, settle, type Slot } from '../kb/house.js';
import { choose } from '../hash.js';
import { answerUnder, type Episode } from './episode.js';

/** Explanations of more changes than this are not looked for (the edit budget of a rewrite). */
const mostChanges = 4;
/** Partial explanations of more changes than this would fit anything. */
const mostPartialChanges = 3;
/** What a partial explanation pays for each change, so that a smaller one is preferred. */
const costOfChange = 0.3;

export interface Evidence {
  readonly failures: readonly Episode[];
  /** Successes a change must not break. */
  readonly keep: readonly Episode[];
}

/** Why the failures failed: conventions that differ from those assumed. */
export interface Explanation {
  /** All smallest sets of changes that explain every failure and keep every success. */
  readonly complete: readonly (readonly Convention[])[];
  /** Where there is none: the changes that explain the most. */
  readonly partial: readonly Convention[] | undefined;
}

/** Whether a set of changes was tried before and rejected. */
export type TurnedDown = (changes: readonly Convention[]) => boolean;

/**
 * Looks for the smallest changes under which recalculating the failures gives what was expected, while the successes stay as they were.
 * It is search over files and expected answers in the prompt, at most four changes deep.
 */
export function explain(base: House, evidence: Evidence, turnedDown: TurnedDown): Explanation {
  const failing = evidence.failures.flatMap((one) =>
    one.expected === undefined ? [] : recalculation(one, one.expected),
  );
  const kept = evidence.keep.flatMap((one) => recalculation(one, one.answer));
  const slots = [...new Set(failing.flatMap(({ uses }) => uses))];
  let partial: readonly Convention[] | undefined;
  let bestScore = -1;
  for (let count = 1; count <= mostChanges && failing.length; count++) {
    const complete: (readonly Convention[])[] = [];
    for (const changes of changeSets(base, slots, count)) {
      const house = settle(base, changes);
      const explained = failing.filter(({ fits }) => fits(house)).length;
      if (!explained || turnedDown(changes)) continue;
      const preserved = kept.filter(({ fits }) => fits(house)).length;
      const score = explained + preserved - costOfChange * count;
      if (explained === failing.length && preserved === kept.length) complete.push(changes);
      else if (count <= mostPartialChanges && score > bestScore) [partial, bestScore] = [changes, score];
    }
    if (complete.length) return { complete, partial };
    // Many failures, nearly all explained by two changes: the rest is noise, and deeper search would fit it.
    if (count === 2 && failing.length > 3 && bestScore > failing.length + kept.length - 1.5) break;
  }
  return { complete: [], partial };
}

/** The explanation that is believed. Of several that fit, `key` decides: one example may over-generalise, several rarely do. */
export function induce(
  base: House,
  evidence: Evidence,
  key: string,
  turnedDown: TurnedDown,
): readonly Convention[] | undefined {
  const { complete, partial } = explain(base, evidence, turnedDown);
  return choose(complete, key) ?? partial;
}

interface Recalculation {
  readonly uses: readonly Slot[];
  readonly fits: (house: House) => boolean;
}

/** Compares an episode with the answer it should give; every combination of the conventions it depends on is calculated once. */
function recalculation(episode: Episode, wanted: string): Recalculation[] {
  if (!episode.understood) return [];
  const { uses } = episode.understood.kind;
  const known = new Map<string, boolean>();
  const fits = (house: House): boolean => {
    const combination = uses.map((slot) => house[slot]).join();
    const before = known.get(combination);
    if (before !== undefined) return before;
    const fit = answerUnder(episode, house) === wanted;
    known.set(combination, fit);
    return fit;
  };
  return [{ uses, fits }];
}

/** Every way to settle `count` of the slots differently from the base. */
function* changeSets(base: House, slots: readonly Slot[], count: number): Generator<readonly Convention[]> {
  for (const chosen of subsets(slots, count)) yield* assignments(base, chosen);
}

function* subsets<T>(items: readonly T[], size: number, start = 0): Generator<readonly T[]> {
  if (size === 0) yield [];
  for (let index = start; size > 0 && index < items.length; index++)
    for (const rest of subsets(items, size - 1, index + 1)) yield [items[index] as T, ...rest];
}

function* assignments(base: House, slots: readonly Slot[]): Generator<readonly Convention[]> {
  const [slot, ...others] = slots;
  if (slot === undefined) yield [];
  else
    for (const option of optionsOf(slot))
      if (option !== base[slot]) for (const rest of assignments(base, others)) yield [{ slot, option }, ...rest];
}
