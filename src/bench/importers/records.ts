import type * as z from 'zod';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import { complaint, strangeness } from '../tasks/json.js';
import { linesOf, textOf } from '../tasks/lines.js';
import { has } from './importer.js';

/** One question of a file. */
export interface SourceRecord {
  readonly value: unknown;
  readonly file: string;
  /** Its line, or its place in the list, from 1. */
  readonly at: number;
  readonly in: 'line' | 'entry';
}

/**
 * The records of a file: one per line, the entries of a list, or those of a list `examples`.
 * @throws {HumanError} when it cannot be read, is larger than 64 MB, or is none of these
 * @throws {CancelledError}
 */
export async function recordsIn(file: string, signal: AbortSignal): Promise<readonly SourceRecord[]> {
  const whole = parsed(await textOf(file, signal));
  const list = has(whole, 'examples') ? whole.examples : whole;
  if (Array.isArray(list)) return list.map((value, index) => safe({ value, file, at: index + 1, in: 'entry' }));
  const found: SourceRecord[] = [];
  for await (const { content, line } of linesOf(file, signal)) {
    const value = parsed(content);
    if (value === undefined) throw fault({ file, at: line, in: 'line' }, 'this is no JSON.');
    found.push(safe({ value, file, at: line, in: 'line' }));
  }
  if (found.length === 0) throw new HumanError(text('{0} holds no tasks.', file));
  return found;
}

/** A record as a value of this form. @throws {HumanError} naming where it stands and what is wrong */
export function readRecord<T>(record: SourceRecord, schema: z.ZodType<T>): T {
  const result = schema.safeParse(record.value);
  if (!result.success) throw fault(record, complaint(result.error));
  return result.data;
}

/** What is wrong with a record, for a person. */
export const fault = ({ file, at, in: unit }: Omit<SourceRecord, 'value'>, what: string): HumanError =>
  new HumanError(
    unit === 'line' ? text('{0}, line {1}: {2}', file, at, what) : text('{0}, entry {1}: {2}', file, at, what),
  );

function safe(record: SourceRecord): SourceRecord {
  const strange = strangeness(record.value);
  if (strange !== undefined) throw fault(record, strange);
  return record;
}

/** Undefined when it is no JSON; no JSON means undefined. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}
