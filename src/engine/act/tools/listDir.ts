import { readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { HumanError, throwIfCancelled } from '../../errors.js';
import { codeOf, explained } from '../../safety/fileProblem.js';
import { visible } from '../../safety/hidden.js';
import { relativeTo, resolveInside } from '../../safety/paths.js';
import { text } from '../../text.js';
import { openParent } from '../folder.js';
import type { Tool } from './tool.js';
import { brief } from './words.js';

const maxEntries = 500;
const deepest = 5;

/** Listed by name, not looked into: nobody can read thousands of packages. */
const closed = new Set(['.git', 'node_modules']);

const schema = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('Folder, relative to the workspace; the workspace itself when absent.'),
  depth: z.int().min(1).max(deepest).optional().describe('Levels to list, 2 when absent.'),
});

/** Lists a folder as an indented tree. */
export const listDir: Tool<z.infer<typeof schema>> = {
  name: 'list_dir',
  description: `Lists a folder of the workspace as an indented tree; folders end with "/". The contents of .git and node_modules are left out. At most ${maxEntries} entries.`,
  schema,
  title: ({ path: folder }) => text('List {0}', brief(folder ?? '.')),
  async run({ path: requested = '.', depth = 2 }, { workspace }, signal) {
    const absolute = await resolveInside(workspace, requested);
    const lines: string[] = [];
    const complete = await explained(requested, () => list({ workspace, lines, signal }, absolute, depth, ''));
    const name = relativeTo(workspace, absolute);
    const note = complete ? '' : `\n[Only the first ${maxEntries} entries; list a folder inside for more.]`;
    return {
      ok: true,
      output: `${visible(name)}/\n${lines.length ? lines.join('\n') : '(empty)'}${note}`,
      summary: lines.length === 1 ? text('1 entry') : text('{0} entries', lines.length),
    };
  },
};

interface Listing {
  readonly workspace: string;
  readonly lines: string[];
  readonly signal: AbortSignal;
}

/** @returns false when the limit of entries cut the list */
async function list(listing: Listing, folder: string, depth: number, indent: string): Promise<boolean> {
  const { workspace, lines, signal } = listing;
  throwIfCancelled(signal);
  const held = await openParent(workspace, path.join(folder, '-'), false);
  try {
    const entries = await readdir(held.at('.'), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (lines.length >= maxEntries) return false;
      const name = indent + visible(entry.name).replaceAll('\n', '\\n');
      if (entry.isSymbolicLink())
        lines.push(`${name} -> ${visible(await readlink(held.at(entry.name)).catch(() => '?'))}`);
      else if (!entry.isDirectory()) lines.push(name);
      else if (closed.has(entry.name)) lines.push(`${name}/ (not listed)`);
      else {
        lines.push(`${name}/`);
        const inner = path.join(folder, entry.name);
        if (depth > 1 && !(await listReadable(listing, inner, depth - 1, `${indent}  `))) return false;
      }
    }
    return true;
  } finally {
    await held.close();
  }
}

/** A folder that may not be read, or vanishes, is a line without contents, not the end of the list. */
async function listReadable(...args: Parameters<typeof list>): Promise<boolean> {
  try {
    return await list(...args);
  } catch (error) {
    if (error instanceof HumanError || !codeOf(error)) throw error;
    return true;
  }
}
