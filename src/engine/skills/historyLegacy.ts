import path from 'node:path';
import * as z from 'zod';
import { sha256 } from '../store/hash.js';
import type { ObjectStore } from '../store/objects.js';
import type { HistoryRecord } from './historyRecord.js';
import { encodeTree, type Tree } from './tree.js';

const details = {
  hash: z.string(),
  parent: z.string().nullable(),
  by: z.enum(['memento', 'hand', 'template']),
  why: z.string(),
  run: z.string().optional(),
  proposal: z.string().optional(),
  at: z.number(),
};
const schema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('version'), ...details }),
  z.object({ type: z.literal('intent'), id: z.string(), path: z.string(), ...details }),
]);

/** A line from before versions were trees: it names the text of SKILL.md alone. */
export type LegacyRecord = z.infer<typeof schema>;

export const isLegacyRecord = (value: unknown): value is LegacyRecord => schema.safeParse(value).success;

/**
 * The same in today's form: a tree of that one file. Versions keep their numbers even when the text is lost, because runs name them; then the
 * tree cannot be read.
 */
export async function upgrade(record: LegacyRecord, objects: ObjectStore): Promise<HistoryRecord> {
  const { hash, parent, by, why, run, proposal, at } = record;
  const common = {
    tree: await treeOfText(hash, objects),
    hash,
    parent: parent === null ? null : await treeOfText(parent, objects),
    by,
    why,
    run,
    proposal,
    at,
  };
  if (record.type === 'version') return { type: 'version', ...common };
  const side = (of: string | null): { hash: string; executable: boolean } | null =>
    of === null ? null : { hash: of, executable: false };
  return {
    type: 'intent',
    id: record.id,
    window: '',
    dir: path.dirname(record.path),
    files: [{ path: 'SKILL.md', before: side(parent), after: side(hash) }],
    ...common,
  };
}

async function treeOfText(hash: string, objects: ObjectStore): Promise<string> {
  const size = await objects.get(hash).then(
    (data) => data.length,
    () => 0,
  );
  const tree: Tree = [{ path: 'SKILL.md', hash, size, executable: false }];
  const encoded = encodeTree(tree);
  // Where nothing can be written the version is listed all the same.
  return await objects.put(encoded).catch(() => sha256(encoded));
}
