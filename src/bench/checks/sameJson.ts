import { strangeness } from '../tasks/json.js';

export interface Comparing {
  /** False: lists are compared without regard to their order. */
  readonly ordered: boolean;
  /** Objects may have more keys than expected, and lists more items. */
  readonly subset: boolean;
}

/** Comparisons of two values before it is given up, a second or two: parts of lists in any order could otherwise take for ever. */
const mostComparisons = 4_000_000;

/** The values cannot be compared in reasonable time. */
export class TooMuchToCompare extends Error {
  override readonly name = 'TooMuchToCompare';
}

/** Whether two values of JSON are the same. @throws {TooMuchToCompare} */
export function sameJson(expected: unknown, given: unknown, how: Comparing): boolean {
  // What is nested deeper than a task may be is not the same, and would exhaust the stack here.
  if (strangeness(given) !== undefined) return false;
  if (!how.ordered && !how.subset) return canonical(expected) === canonical(given);
  let left = mostComparisons;
  const same = (a: unknown, b: unknown): boolean => {
    if (--left < 0) throw new TooMuchToCompare();
    if (Array.isArray(a)) return Array.isArray(b) && sameLists(a, b, how, same);
    if (!isObject(a)) return a === b;
    return isObject(b) && !Array.isArray(b) && sameObjects(a, b, how.subset, same);
  };
  return same(expected, given);
}

/** The same text for values that differ in the order of keys and lists only. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`);
  return `{${entries.sort().join(',')}}`;
}

type Same = (a: unknown, b: unknown) => boolean;

function sameObjects(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  subset: boolean,
  same: Same,
): boolean {
  const keys = Object.keys(a);
  if (!subset && keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function sameLists(a: readonly unknown[], b: readonly unknown[], { ordered, subset }: Comparing, same: Same): boolean {
  if (subset ? a.length > b.length : a.length !== b.length) return false;
  if (!ordered) return paired(a, b, same);
  if (!subset) return a.every((item, index) => same(item, b[index]));
  let at = 0;
  for (const item of b) if (at < a.length && same(a[at], item)) at++;
  return at === a.length;
}

/**
 * Whether each item of `a` has one of its own in `b`. Where an item fits several, taking the first may leave none for another: then those that
 * are taken move on (augmenting paths, Kuhn 1955), without recursion.
 */
function paired(a: readonly unknown[], b: readonly unknown[], same: Same): boolean {
  const owner = new Array<number>(b.length).fill(-1);
  return a.every((_, start) => {
    const reachedFrom = new Map<number, number>();
    const queue = [start];
    for (let mine = queue.shift(); mine !== undefined; mine = queue.shift()) {
      for (const [index, item] of b.entries()) {
        if (!same(a[mine], item) || reachedFrom.has(index)) continue;
        reachedFrom.set(index, mine);
        const other = owner[index] ?? -1;
        if (other >= 0) {
          queue.push(other);
          continue;
        }
        handOver(index, start, reachedFrom, owner);
        return true;
      }
    }
    return false;
  });
}

/** Gives a free item to who reached it, whose own item goes to who reached that, and so on to the one who searched. */
function handOver(free: number, start: number, reachedFrom: ReadonlyMap<number, number>, owner: number[]): void {
  for (let index = free; ;) {
    const mine = reachedFrom.get(index) ?? start;
    const before = owner.indexOf(mine);
    owner[index] = mine;
    if (mine === start) return;
    index = before;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
