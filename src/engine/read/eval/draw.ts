import type { Example, SkillText } from '../example.js';
import { generator, shuffle } from '../random.js';
import type { NearMiss, Query } from './routerData.js';

/**
 * Draws at most `count` queries a skill by seed; a skill with fewer gives all it has. A query counts for the first skill it names.
 * Leaving skills out changes nothing about what the others are given.
 * @param without ids of skills that get no example
 */
export function drawPerSkill(
  pool: readonly Query[],
  count: number,
  seed: number,
  without: ReadonlySet<string> = new Set(),
): readonly Query[] {
  const drawn = new Map<string, Query[]>();
  for (const query of shuffle([...pool], generator(seed))) {
    const [first] = query.positives;
    if (first === undefined || without.has(first)) continue;
    const list = drawn.get(first) ?? [];
    drawn.set(first, list);
    if (list.length >= count) continue;
    const positives = query.positives.filter((id) => !without.has(id));
    list.push(positives.length === query.positives.length ? query : { ...query, positives });
  }
  return [...drawn.values()].flat();
}

/** Queries as what a run that worked has taught. */
export const asExamples = (queries: readonly Query[]): Example[] =>
  queries.map(({ query, positives }, at) => ({ query, positives, negatives: [], source: 'outcome', outcome: 1, at }));

/** Skills that queries of the pool are for, by the first they name. */
export const labelled = (pool: readonly Query[]): readonly string[] => [
  ...new Set(pool.flatMap(({ positives }) => positives.slice(0, 1))),
];

/** The share of the labelled skills, by seed, that gets no example. */
export const withheld = (pool: readonly Query[], share: number, seed: number): ReadonlySet<string> => {
  const skills = labelled(pool);
  return new Set(shuffle([...skills], generator(seed)).slice(0, Math.round(skills.length * share)));
};

/** The same task, whatever its capitals and blanks. */
export const sameTask = (query: string): string => query.toLowerCase().replace(/\s+/g, ' ').trim();

/** Two halves by seed; a task that is a near-miss of several skills stays in one. */
export function halvesOf(
  misses: readonly NearMiss[],
  seed: number,
): { readonly given: readonly NearMiss[]; readonly asked: readonly NearMiss[] } {
  const tasks = shuffle([...new Set(misses.map(({ query }) => sameTask(query)))], generator(seed));
  const given = new Set(tasks.slice(0, Math.floor(tasks.length / 2)));
  return {
    given: misses.filter(({ query }) => given.has(sameTask(query))),
    asked: misses.filter(({ query }) => !given.has(sameTask(query))),
  };
}

/** Number of each skill in the library. */
export const numbersOf = (skills: readonly SkillText[]): ReadonlyMap<string, number> =>
  new Map(skills.map(({ id }, number) => [id, number]));
