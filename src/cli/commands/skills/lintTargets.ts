import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, fileProblem } from '../../../engine/safety/fileProblem.js';
import { listRoots } from '../../../engine/skills/libraryRoot.js';
import type { BrokenSkill } from '../../../engine/skills/skill.js';
import type { CliContext } from '../../context.js';
import { t } from '../../l10n.js';
import { UsageError } from '../../usage.js';
import { sourcesOf } from '../sources.js';

/** A folder to check (`path` is absolute), or one that is known not to be usable. */
export type Target = { readonly path: string; readonly isLink: boolean } | { readonly problem: BrokenSkill };

/** Folders nobody keeps skills in, however deep they are. */
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules']);

const isSkillFile = (name: string): boolean => name.toLowerCase() === 'skill.md';

/**
 * The skill folders in what the person named: SKILL.md files, skill folders and folders of skills at any depth. Links are not followed.
 * @throws {UsageError} before anything is read, when a path does not exist or is another file
 */
export async function namedFolders(base: string, paths: readonly string[]): Promise<AsyncIterable<Target>> {
  const starts = await Promise.all(paths.map((named) => startOf(path.resolve(base, named), named)));
  return each(starts);
}

interface Start {
  readonly path: string;
  /** A SKILL.md was named: its folder alone is meant, not what lies below. */
  readonly alone: boolean;
}

/** The folders of the library and of other agents, as the library itself finds them. */
export async function* libraryFolders({ folder, environment }: CliContext): AsyncGenerator<Target> {
  const workspace = await realpath(folder);
  for (const { root, folders, problem } of await listRoots(sourcesOf(workspace, environment), workspace)) {
    if (problem) yield { problem };
    for (const { name, isLink } of folders) yield { path: path.join(root.dir, name), isLink };
  }
}

async function startOf(file: string, named: string): Promise<Start> {
  try {
    // What the person names may be a link; what lies below it may not.
    if ((await stat(file)).isDirectory()) return { path: file, alone: false };
    if (isSkillFile(path.basename(file))) return { path: path.dirname(file), alone: true };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(t('There is no file or folder {0}.', named));
    throw fileProblem(error, named);
  }
  throw new UsageError(t('{0} is neither a SKILL.md nor a folder.', named));
}

async function* each(starts: readonly Start[]): AsyncGenerator<Target> {
  const seen = new Set<string>();
  for (const start of starts)
    for await (const folder of start.alone ? [start.path] : below(start.path))
      if (!seen.has(folder)) {
        seen.add(folder);
        yield { path: folder, isLink: false };
      }
}

/** Folders with a SKILL.md, this one included, in the order of their paths. */
async function* below(dir: string): AsyncGenerator<string> {
  const open = [dir];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const here = next;
    const entries = await entriesOf(here);
    // A folder that cannot be listed is handed on as well: reading it says why.
    if (!entries || entries.some(({ name }) => isSkillFile(name))) yield here;
    const folders = (entries ?? []).filter((entry) => entry.isDirectory() && !skipped.has(entry.name));
    open.push(...folders.map(({ name }) => path.join(here, name)).reverse());
  }
}

/** Sorted; undefined when the folder cannot be listed. */
async function entriesOf(dir: string): Promise<Dirent[] | undefined> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    // A folder removed meanwhile holds nothing any more.
    if (codeOf(error) === 'ENOENT') return [];
    return undefined;
  }
}
