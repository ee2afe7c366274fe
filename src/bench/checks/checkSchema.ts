import * as z from 'zod';
import type { Check } from '../tasks/benchTask.js';

const normalize = z.enum(['none', 'trim', 'case', 'gaia']).exactOptional();
const answers = z.array(z.string()).min(1);
const tolerance = z.number().nonnegative().exactOptional();

/** Seconds a script may take; ten minutes is more than a test suite of one task needs. */
const longestScript = 600;
/** Characters; Linux takes no argument above 128 KB (MAX_ARG_STRLEN). */
const longestScriptText = 30_000;
/** Votes of a judge; more cost much and change little. */
const mostVotes = 15;

const areFlags = (flags: string): boolean => /^[imsuv]{0,5}$/.test(flags) && new Set(flags).size === flags.length;

/** A pattern that can be compiled; that it takes too long is seen when it is used. */
const regex = z
  .strictObject({
    type: z.literal('regex'),
    pattern: z.string().min(1),
    // `g` and `y` would only make the outcome depend on an earlier one.
    flags: z.string().refine(areFlags, 'may hold i, m, s, u and v, each once').exactOptional(),
  })
  .superRefine(({ pattern, flags }, context) => {
    try {
      new RegExp(pattern, flags);
    } catch (error) {
      context.addIssue({ code: 'custom', path: ['pattern'], message: (error as Error).message });
    }
  });

const json = z
  .strictObject({
    type: z.literal('json'),
    answer: z.unknown(),
    ordered: z.boolean().exactOptional(),
    subset: z.boolean().exactOptional(),
  })
  .refine((check) => check.answer !== undefined, { path: ['answer'], message: 'is missing' });

/** A check as it stands in a task file. How deep it may be nested is bounded by the line it stands in. */
export const checkSchema: z.ZodType<Check> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('exact'), answer: z.union([z.string(), answers]), normalize }),
    z.strictObject({
      type: z.literal('numeric'),
      answer: z.number(),
      abs: tolerance,
      rel: tolerance,
      units: z.array(z.string().min(1)).exactOptional(),
    }),
    regex,
    z.strictObject({
      type: z.literal('set'),
      answer: z.array(z.string()),
      ordered: z.boolean().exactOptional(),
      subset: z.boolean().exactOptional(),
      normalize,
    }),
    json,
    z.strictObject({
      type: z.literal('shell'),
      script: z
        .string()
        .max(longestScriptText)
        .regex(/\S/, 'must not be empty')
        .regex(/^[^\0]*$/, 'must not hold NUL characters'),
      timeout: z.number().positive().max(longestScript).exactOptional(),
    }),
    z.strictObject({
      type: z.literal('judge'),
      rubric: z.string().min(1),
      reference: z.string().exactOptional(),
      votes: z
        .int()
        .positive()
        .max(mostVotes)
        .refine((count) => count % 2 === 1, 'must be odd, so that there is a majority')
        .exactOptional(),
    }),
    z.strictObject({ type: z.enum(['all', 'any']), checks: z.array(checkSchema).min(1) }),
  ]),
);
