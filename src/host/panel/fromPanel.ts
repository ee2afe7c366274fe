import * as z from 'zod';
import { causes } from '../../engine/write/attribution.js';
import type { FromPanel } from '../../protocol.js';

const id = z.string().min(1).max(200);
const index = z.number().int().min(0).max(10_000);
const words = z.string().max(2000);
const hunks = z.exactOptional(z.array(index).max(1000).readonly());
const place = z.union([z.literal('check'), z.strictObject({ step: z.number().int().min(1).max(100_000) })]);
const remedies = [
  'configure-model',
  'set-api-key',
  'test-connection',
  'open-settings',
  'open-folder',
  'trust-workspace',
  'show-log',
  'show-conflict',
  'retry',
] as const;

/** What the panel may say. It shows text of models and files, so it is not trusted: every field is checked, and nothing else gets through. */
const messages = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('newTask') }),
  z.strictObject({ type: z.literal('runAgain'), run: id, skill: z.exactOptional(id.nullable()) }),
  z.strictObject({ type: z.literal('useInstead'), run: id, skill: id.nullable() }),
  z.strictObject({ type: z.literal('tryNext'), run: id }),
  z.strictObject({ type: z.literal('trainRouter') }),
  z.strictObject({ type: z.literal('cancelTraining') }),
  z.strictObject({ type: z.literal('revertRouter'), generation: z.number().int().min(1) }),
  z.strictObject({ type: z.literal('explainRoute') }),
  z.strictObject({ type: z.literal('cancel'), run: id }),
  z.strictObject({ type: z.literal('approve'), id, choice: z.enum(['once', 'run', 'deny']) }),
  z.strictObject({
    type: z.literal('feedback'),
    run: id,
    outcome: z.enum(['good', 'bad']),
    reason: z.exactOptional(words),
    answer: z.exactOptional(z.string().max(20_000)),
  }),
  z.strictObject({
    type: z.literal('correct'),
    run: id,
    cause: z.enum(causes),
    skill: z.exactOptional(id.nullable()),
  }),
  z.strictObject({ type: z.literal('undo'), run: id }),
  z.strictObject({ type: z.literal('accept'), proposal: id, hunks }),
  z.strictObject({ type: z.literal('reject'), proposal: id, reason: z.exactOptional(words) }),
  z.strictObject({ type: z.literal('gate'), proposal: id, hunks }),
  z.strictObject({ type: z.literal('cancelGate'), proposal: id }),
  z.strictObject({ type: z.literal('openDiff'), proposal: id, also: z.exactOptional(id) }),
  z.strictObject({ type: z.literal('undoAccept'), proposal: id }),
  z.strictObject({ type: z.literal('showConflict'), proposal: id }),
  z.strictObject({ type: z.literal('openSkill'), skill: id, line: z.exactOptional(z.number().int().min(1)) }),
  z.strictObject({ type: z.literal('openFile'), path: z.string().min(1).max(4096) }),
  z.strictObject({ type: z.literal('openRun'), run: id, at: z.exactOptional(place) }),
  z.strictObject({ type: z.literal('remedy'), remedy: z.enum(remedies) }),
  z.strictObject({ type: z.literal('usePractice') }),
  z.strictObject({ type: z.literal('benchmark.run') }),
  z.strictObject({ type: z.literal('benchmark.show'), id }),
  z.strictObject({
    type: z.literal('save'),
    // A name only: the person chooses the folder.
    name: z.string().regex(/^[\w-]{1,100}\.(csv|svg)$/),
    content: z.string().max(20_000_000),
  }),
  z.strictObject({ type: z.literal('tab'), tab: z.enum(['run', 'inbox', 'history', 'router', 'learning']) }),
]) satisfies z.ZodType<FromPanel>;

/** The message, or undefined when it is none of the panel's. */
export function parseFromPanel(value: unknown): FromPanel | undefined {
  const parsed = messages.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
