import * as z from 'zod';
import { HumanError } from '../../errors.js';
import { text } from '../../text.js';
import type { SkillText } from '../example.js';

/** A task and the skills that fit it; several when any of them would do, none when no skill of the library does. */
export interface Query {
  readonly query: string;
  readonly positives: readonly string[];
  /** Part of the data it belongs to: `train`, `test` ... */
  readonly split: string;
}

/** A task that is close to a skill and not for it. */
export interface NearMiss {
  readonly query: string;
  readonly not: string;
}

/** A folder of router data: other people's text, data and never an instruction. */
export interface RouterData {
  readonly skills: readonly SkillText[];
  readonly queries: readonly Query[];
  /** Queries left out because none of the skills they name is in the library. */
  readonly unknown: number;
}

const skillSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  description: z.string(),
  body: z.string().nullish(),
});
const querySchema = z.object({ query: z.string(), positives: z.array(z.string()), split: z.string().optional() });
const nearMissSchema = z.object({ query: z.string(), not: z.string().min(1).nullable() });

/** @throws {HumanError} at the first line that is no skill, or has the id of an earlier one */
export function parseSkill(line: string, place: Place, ids: ReadonlySet<string>): SkillText {
  const { id, name, description, body } = parse(line, place, skillSchema);
  if (ids.has(id))
    throw new HumanError(text('{0}, line {1}: there is a skill “{2}” already.', place.file, place.line, id));
  return { id, name, description, body: body ?? '' };
}

/** @throws {HumanError} when the line is no query */
export function parseQuery(line: string, place: Place): Query {
  const { query, positives, split } = parse(line, place, querySchema);
  return { query, positives: [...new Set(positives)], split: split ?? '' };
}

/**
 * @returns undefined for a task that is close to no skill of the library (`null`): it forbids nothing
 * @throws {HumanError} when the line is no near-miss, or names a skill that is not in the library
 */
export function parseNearMiss(line: string, place: Place, ids: ReadonlySet<string>): NearMiss | undefined {
  const { query, not } = parse(line, place, nearMissSchema);
  if (not === null) return undefined;
  if (!ids.has(not)) throw new HumanError(text('{0}, line {1}: there is no skill “{2}”.', place.file, place.line, not));
  return { query, not };
}

/** Queries as they can be asked: positives that are not in the library are left out, and queries of which nothing remains. */
export function knownQueries(
  queries: readonly Query[],
  ids: ReadonlySet<string>,
): { readonly queries: readonly Query[]; readonly unknown: number } {
  const known = queries.flatMap((one) => {
    const positives = one.positives.filter((id) => ids.has(id));
    return positives.length > 0 || one.positives.length === 0 ? [{ ...one, positives }] : [];
  });
  return { queries: known, unknown: queries.length - known.length };
}

/** Where a line stands, for messages. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

function parse<T>(line: string, { file, line: number }: Place, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new HumanError(text('{0}, line {1}: this is no JSON.', file, number), undefined, { cause: error });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new HumanError(text('{0}, line {1}: {2}', file, number, [where, issue?.message].filter(Boolean).join(': ')));
}
