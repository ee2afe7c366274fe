import * as z from 'zod';
import type { SkillVersion } from './skill.js';

const side = z.object({ hash: z.string(), executable: z.boolean() }).nullable();
const step = z.object({ path: z.string(), before: side, after: side });
const details = {
  /** Of the skill, where the file cannot bear it. */
  name: z.string().optional(),
  tree: z.string().nullable(),
  hash: z.string(),
  parent: z.string().nullable(),
  by: z.enum(['memento', 'hand', 'template', 'import', 'restore']),
  why: z.string(),
  run: z.string().optional(),
  proposal: z.string().optional(),
  at: z.number(),
};
const settled = { id: z.string(), at: z.number() };
const schema = z.discriminatedUnion('type', [
  /** A folder that was found in the library. */
  z.object({ type: z.literal('version'), ...details }),
  /** A change about to be made. It counts once its `done` is there. */
  z.object({
    type: z.literal('intent'),
    id: z.string(),
    /** Of the process that makes it; empty when unknown. */
    window: z.string(),
    /** Absolute path of the skill's folder. */
    dir: z.string(),
    files: z.array(step),
    ...details,
  }),
  z.object({ type: z.literal('done'), ...settled }),
  z.object({ type: z.literal('aborted'), ...settled }),
  /** Given up half-way: files were found that are neither what they were nor what they were to be. */
  z.object({ type: z.literal('conflict'), ...settled }),
]);

/** A line of a skill's history file. */
export type HistoryRecord = z.infer<typeof schema>;
export type Intent = Extract<HistoryRecord, { type: 'intent' }>;
export type Settlement = Exclude<HistoryRecord, { tree: unknown }>;
/** One file of a change: what it is before and after. */
export type Step = z.infer<typeof step>;
/** A file as a step sees it; `null` when there is none. */
export type Side = z.infer<typeof side>;
type Details = Omit<SkillVersion, 'version'>;

export const isHistoryRecord = (value: unknown): value is HistoryRecord => schema.safeParse(value).success;

/**
 * The versions that the records amount to, oldest first. A change and another window's look at its result may record the same tree twice: it is
 * one version, and it counts as ours.
 */
export function versionsOf(records: readonly HistoryRecord[]): SkillVersion[] {
  const versions: SkillVersion[] = [];
  const intents = new Map<string, Intent>();
  const add = (found: Details, ours: boolean): void => {
    const last = versions.at(-1);
    if (last?.tree !== found.tree) versions.push({ ...found, version: versions.length + 1 });
    else if (ours) versions[versions.length - 1] = { ...found, version: last.version };
  };
  for (const record of records)
    if (record.type === 'version') add(detailsOf(record), false);
    else if (record.type === 'intent') intents.set(record.id, record);
    else if (record.type === 'done') {
      const intent = intents.get(record.id);
      intents.delete(record.id);
      if (intent) add(detailsOf(intent), true);
    }
  return versions;
}

/** Intents that neither happened nor were given up. */
export function openIntents(records: readonly HistoryRecord[]): Intent[] {
  const open = new Map<string, Intent>();
  for (const record of records)
    if (record.type === 'intent') open.set(record.id, record);
    else if (record.type !== 'version') open.delete(record.id);
  return [...open.values()];
}

const detailsOf = ({
  tree,
  hash,
  parent,
  by,
  why,
  run,
  proposal,
  at,
}: Extract<HistoryRecord, { tree: unknown }>): Details => ({
  tree,
  hash,
  parent,
  by,
  why,
  ...(run === undefined ? {} : { run }),
  ...(proposal === undefined ? {} : { proposal }),
  at,
});
