import type * as z from 'zod';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import type { Line } from './lines.js';

/** Levels of lists and objects in each other; more would only serve to exhaust the stack of what walks through them. */
const deepest = 64;

/**
 * A line as a value of this form.
 * @throws {HumanError} when it is no JSON, is nested more than 64 levels, has a key `__proto__`, or is of another form; it says what is wrong where
 */
export function parseLine<T>({ content, file, line }: Line, schema: z.ZodType<T>): T {
  const fault = (what: string): HumanError => new HumanError(text('{0}, line {1}: {2}', file, line, what));
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new HumanError(text('{0}, line {1}: this is no JSON.', file, line), undefined, { cause: error });
  }
  const strange = strangeness(value);
  if (strange !== undefined) throw fault(strange);
  const result = schema.safeParse(value);
  if (!result.success) throw fault(complaint(result.error));
  return result.data;
}

/** What makes a value unfit to be walked through, in words; undefined when nothing does. Needs no stack itself. */
export function strangeness(value: unknown): string | undefined {
  let level: object[] = isObject(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > deepest) return `lists and objects stand in each other more than ${deepest} levels deep`;
    if (level.some((one) => Object.hasOwn(one, '__proto__'))) return 'the key “__proto__” is not allowed';
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The first thing that is wrong, with where it stands, in words. */
export function complaint(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  return [where, issue?.message].filter(Boolean).join(': ');
}
