import * as z from 'zod';
import type { SkillVersion } from './skill.js';

const author = z.enum(['memento', 'hand', 'template']);
const details = {
  hash: z.string(),
  parent: z.string().nullable(),
  by: author,
  why: z.string(),
  run: z.string().optional(),
  proposal: z.string().optional(),
  at: z.number(),
};
const schema = z.discriminatedUnion('type', [
  /** A text that was found in the library. */
  z.object({ type: z.literal('version'), ...details }),
  /** A change about to be made. It counts once its `done` is there. */
  z.object({ type: z.literal('intent'), id: z.string(), path: z.string(), ...details }),
  z.object({ type: z.literal('done'), id: z.string(), at: z.number() }),
  z.object({ type: z.literal('aborted'), id: z.string(), at: z.number() }),
]);

/** A line of a skill's history file. */
export type HistoryRecord = z.infer<typeof schema>;
export type Intent = Extract<HistoryRecord, { type: 'intent' }>;
type Details = Omit<SkillVersion, 'version'>;

export const isHistoryRecord = (value: unknown): value is HistoryRecord => schema.safeParse(value).success;

/**
 * The versions that the records amount to, oldest first. Several windows write to one history, so a text may be recorded twice: the same
 * hash again is no new version, and a change we made counts as ours even when another window saw the new text first.
 */
export function versionsOf(records: readonly HistoryRecord[]): SkillVersion[] {
  const versions: SkillVersion[] = [];
  const intents = new Map<string, Intent>();
  const add = (found: Details, ours: boolean): void => {
    const last = versions.at(-1);
    if (last?.hash !== found.hash) versions.push({ ...found, version: versions.length + 1 });
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
  hash,
  parent,
  by,
  why,
  run,
  proposal,
  at,
}: Extract<HistoryRecord, { hash: string }>): Details => ({
  hash,
  parent,
  by,
  why,
  ...(run === undefined ? {} : { run }),
  ...(proposal === undefined ? {} : { proposal }),
  at,
});
