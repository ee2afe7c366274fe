import * as z from 'zod';
import { pathFault } from '../../engine/exchange/safePath.js';
import { foldName } from '../../engine/safety/paths.js';
import { checkSchema } from '../checks/checkSchema.js';
import type { BenchTask } from './benchTask.js';

/** What a line that does not say gets. `NOASSERTION` is SPDX for a licence nobody has stated. */
const defaults = { domain: 'general', source: 'unknown', licence: 'NOASSERTION' } as const;

/** A name that fits on one line of a table. */
const word = z
  .string()
  .max(200)
  .regex(/^[^\p{C}\s](?:[^\p{C}]*[^\p{C}\s])?$/u, 'must be one line of text without blanks around it');

/** Folders named with a slash at the end, as `data/`. */
const bare = (path: string): string => path.replace(/\/$/, '');

/** What is wrong with a place in the workspace, in words. */
function placeFault(path: string): string | undefined {
  switch (pathFault(path)) {
    case 'escape':
      return 'must be a path below the folder, with forward slashes and without “.” and “..”';
    case 'unusable':
      return 'is a name that not every system can have';
    case undefined:
      return path.split('/').some((segment) => foldName(segment) === '.memento')
        ? 'belongs to the skill library: a task lays no skills'
        : undefined;
  }
}

const files = z
  .record(z.string(), z.union([z.string(), z.strictObject({ path: z.string() })]))
  .superRefine((entries, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const folded = new Map<string, string>();
    for (const [path, content] of Object.entries(entries)) {
      const fault = placeFault(typeof content === 'string' ? path : bare(path));
      if (fault) issue(path, fault);
      if (typeof content !== 'string' && pathFault(bare(content.path)))
        issue(path, `the path “${content.path}” must lead below the folder of the task file`);
      const name = foldName(bare(path));
      if (folded.has(name)) issue(path, `is the same file as “${folded.get(name) ?? ''}” on some systems`);
      folded.set(name, path);
    }
  });

const limit = (most: number) => z.number().positive().max(most);

/** One line of a task file; what may be left out has its default. */
export const taskSchema: z.ZodType<BenchTask> = z
  .strictObject({
    id: word,
    split: z.enum(['train', 'val', 'test']),
    domain: word.default(defaults.domain),
    kind: word.exactOptional(),
    prompt: z.string().regex(/\S/, 'must say what to do'),
    files: files.default({}),
    setup: z
      .string()
      .regex(/^[^\0]*$/, 'must not hold NUL characters')
      .exactOptional(),
    check: checkSchema,
    feedback: z.enum(['answer', 'hint', 'binary']).default('answer'),
    hint: z.string().regex(/\S/, 'must not be empty').exactOptional(),
    limits: z
      .strictObject({
        turns: limit(1000).int().exactOptional(),
        seconds: limit(24 * 3600).exactOptional(),
        tokens: limit(100_000_000).exactOptional(),
      })
      .exactOptional(),
    source: word.default(defaults.source),
    licence: word.default(defaults.licence),
  })
  .refine((task) => task.feedback !== 'hint' || task.hint !== undefined, {
    path: ['hint'],
    message: 'is missing, and the feedback is to be the hint',
  })
  // Without kinds of its own, a domain is one kind.
  .transform((task) => ({ ...task, kind: task.kind ?? task.domain }));
