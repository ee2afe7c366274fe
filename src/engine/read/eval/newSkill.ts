import { text, type Text } from '../../text.js';
import type { Example } from '../example.js';
import { generator, shuffle } from '../random.js';
import { SkillIndex } from '../skillIndex.js';
import { asExamples, drawPerSkill, labelled } from './draw.js';
import type { NewSkill } from './evalReport.js';
import { placeOf, recallAt } from './metrics.js';
import type { Part } from './parts.js';
import type { Query } from './routerData.js';
import type { Trainer, Work } from './work.js';

/** Skills that join, one after the other: each needs a library that was trained without it. */
const most = 40;

/** How a query was answered whose only skill has just joined: places of that skill, from 1. */
export interface NewSkillRow {
  readonly skill: string;
  readonly place: number;
  readonly bm25: number;
}

export interface NewSkillInput extends Part {
  /** Examples the new skill has. */
  readonly own: number;
  /** Examples each of the others has at most. */
  readonly perSkill: number;
  readonly seed: number;
  /** What the others have besides. */
  readonly more: readonly Example[];
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * Skills by seed that join a library in which all others are trained: it is new there, learns its own examples by the online step, and is asked
 * what it alone is right for.
 * @throws {CancelledError}
 */
export async function askNewSkills(
  input: NewSkillInput,
  trainer: Trainer,
  work: Work,
): Promise<readonly NewSkillRow[]> {
  const { pool, asked, own, perSkill, seed, more, numbers } = input;
  const [given, questions] = [byFirst(drawPerSkill(pool, own, seed)), onlyRight(asked)];
  const able = labelled(pool).filter((id) => (given.get(id)?.length ?? 0) === own && questions.has(id));
  const joining = shuffle([...able], generator(seed)).slice(0, most);
  const rows: NewSkillRow[] = [];
  for (const [at, skill] of joining.entries()) {
    const told = (done: number): Text =>
      text('New skill {0} of {1}; training: {2} %', at + 1, joining.length, Math.floor(done * 100));
    const others = drawPerSkill(pool, perSkill, seed, new Set([skill])).filter(({ positives }) => positives.length > 0);
    const known = [...asExamples(others), ...more.filter(({ negatives }) => !negatives.includes(skill))];
    // It is made after everything that was learned from, and before its own examples.
    const now = known.length;
    const skills = trainer.skills.map((one) => (one.id === skill ? { ...one, bornAt: now } : one));
    const index = await work.carryOut(SkillIndex.build(skills), () => told(0));
    const model = await trainer.model(known, told, index);
    for (const example of asExamples(given.get(skill) ?? [])) model.learn({ ...example, at: now + 1 + example.at });
    for (const { query, positives } of questions.get(skill) ?? []) {
      const right = positives.flatMap((id) => numbers.get(id) ?? []);
      const { scores, bm25f } = model.rank(query);
      rows.push({ skill, place: placeOf(scores, right), bm25: placeOf(bm25f, right) });
      await work.turn(() => told(1));
    }
  }
  return rows;
}

/** @param own examples each had */
export function newSkillFigures(rows: readonly NewSkillRow[], own: number): NewSkill {
  return {
    own,
    skills: new Set(rows.map(({ skill }) => skill)).size,
    n: rows.length,
    'recall@1': recallAt(
      rows.map(({ place }) => place),
      1,
    ),
    'bm25@1': recallAt(
      rows.map(({ bm25 }) => bm25),
      1,
    ),
  };
}

/** Queries by the first skill they name. */
function byFirst(queries: readonly Query[]): ReadonlyMap<string, readonly Query[]> {
  const found = new Map<string, Query[]>();
  for (const query of queries) {
    const [first] = query.positives;
    if (first !== undefined) found.set(first, [...(found.get(first) ?? []), query]);
  }
  return found;
}

/** Queries that one skill alone is right for: what another would do as well says nothing of the new one. */
const onlyRight = (queries: readonly Query[]): ReadonlyMap<string, readonly Query[]> =>
  byFirst(queries.filter(({ positives }) => positives.length === 1));
