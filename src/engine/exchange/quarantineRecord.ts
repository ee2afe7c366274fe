import * as z from 'zod';
import { treeHash } from '../skills/tree.js';
import { pathFault } from './safePath.js';
import type { Quarantined } from './quarantine.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  line: z.int().positive(),
  message: z.object({ key: z.string(), args: z.array(z.union([z.string(), z.number()])) }),
});

const record = z.object({
  version: z.literal(1),
  name: z.string(),
  description: z.string(),
  origin: z.object({
    kind: z.enum(['folder', 'zip', 'git']),
    source: z.string(),
    path: z.string(),
    ref: z.string().optional(),
    commit: z.string().optional(),
  }),
  files: z.array(
    z.object({
      path: z.string().refine((path) => pathFault(path) === undefined),
      hash,
      size: z.int().nonnegative(),
      executable: z.boolean(),
    }),
  ),
  diagnostics: z.array(diagnostic),
  skipped: z.array(z.string()),
  at: z.number(),
});

/** The form in which an import is described in its folder. */
export function recordText(entry: Quarantined): string {
  const { name, description, origin, files, diagnostics, skipped, at } = entry;
  return `${JSON.stringify({ version: 1, name, description, origin, files, diagnostics, skipped, at }, undefined, 1)}\n`;
}

/** Reads {@link recordText}; undefined for anything else. */
export function readRecord(json: string, id: string): Quarantined | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const { data } = record.safeParse(value);
  if (!data) return undefined;
  const { name, description, files, diagnostics, skipped, at } = data;
  const { ref, commit, ...place } = data.origin;
  return {
    id,
    name,
    description,
    files,
    tree: treeHash(files),
    diagnostics,
    skipped,
    at,
    origin: { ...place, ...(ref === undefined ? {} : { ref }), ...(commit === undefined ? {} : { commit }) },
  };
}
