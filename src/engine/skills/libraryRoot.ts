import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../errors.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { isRealFolder } from '../store/realFolder.js';
import type { Text } from '../text.js';
import { skillsDirOf } from './name.js';
import { rootsOf, type RootOptions } from './roots.js';
import type { BrokenSkill, SkillSource } from './skill.js';

/** A folder of skills: the library's own, or another agent's. */
export interface Root {
  readonly source: Exclude<SkillSource, 'elementary'>;
  readonly dir: string;
  readonly scope: 'own' | 'workspace' | 'home';
}

/** A folder in a root that may be a skill. */
export interface Folder {
  readonly name: string;
  readonly isLink: boolean;
}

/** What is in a root. */
export interface Listing {
  readonly root: Root;
  /** Where it really lies; undefined when there is none, or none that may be used. */
  readonly real: string | undefined;
  /** Sorted by name. */
  readonly folders: readonly Folder[];
  /** Why it is not looked at. */
  readonly problem?: BrokenSkill;
}

/** In order of priority, the library's own first. */
export function rootsFor(options: RootOptions): readonly Root[] {
  const own: Root = { source: 'own', dir: skillsDirOf(options.workspace), scope: 'own' };
  return [own, ...rootsOf(options).filter(({ dir }) => dir !== own.dir)];
}

/**
 * Lists what may be skills; files beside them and names that begin with a dot are none of the library's business. One folder under two names
 * (the workspace is the home folder, one agent's folder is a link to another's) counts once, and so does a skill that is linked from one
 * agent's folder to another's. A root that is not there costs one look.
 */
export async function listRoots(roots: readonly Root[], workspace: string): Promise<readonly Listing[]> {
  const listings = await Promise.all(roots.map((root) => list(root, workspace)));
  const places = new Map<string, Root>();
  for (const { real, root } of listings) if (real !== undefined && !places.has(real)) places.set(real, root);
  return await Promise.all(
    listings.map(async (listing) => {
      const { root, real, problem } = listing;
      if (real !== undefined && places.get(real) !== root) return { root, real: undefined, folders: [] };
      if (problem && places.has(await realpath(root.dir).catch(() => ''))) return { root, real, folders: [] };
      if (root.scope === 'own' || listing.folders.every(({ isLink }) => !isLink)) return listing;
      const leadsElsewhere = async ({ name, isLink }: Folder): Promise<boolean> =>
        !isLink || !places.has(path.dirname(await realpath(path.join(root.dir, name)).catch(() => '')));
      const kept = await Promise.all(listing.folders.map(leadsElsewhere));
      return { ...listing, folders: listing.folders.filter((_, index) => kept[index]) };
    }),
  );
}

async function list(root: Root, workspace: string): Promise<Listing> {
  const nothing: Listing = { root, real: undefined, folders: [] };
  try {
    if (!(await isThere(root, workspace))) return nothing;
    const entries = await readdir(root.dir, { withFileTypes: true });
    const folders = entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map((entry) => ({ name: entry.name, isLink: entry.isSymbolicLink() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { root, real: await realpath(root.dir), folders };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || (codeOf(error) === 'ENOTDIR' && root.scope !== 'own')) return nothing;
    const problem = fileProblem(error, root.dir);
    if (!(problem instanceof HumanError)) throw error;
    return { ...nothing, problem: unusable(root, problem.text) };
  }
}

/**
 * In the workspace, which anyone may have written, nothing on the way may be a link. A home folder is the person's own, and some keep it
 * together from links.
 */
async function isThere({ dir, scope }: Root, workspace: string): Promise<boolean> {
  if (scope === 'home') return (await stat(dir)).isDirectory();
  const info = await lstat(dir);
  if (scope === 'workspace' && !info.isDirectory() && !info.isSymbolicLink()) return false;
  for (let folder = dir; folder !== workspace && folder !== path.dirname(folder); folder = path.dirname(folder))
    if (!(await isRealFolder(folder))) return false;
  return true;
}

function unusable({ source, dir }: Root, message: Text): BrokenSkill {
  return {
    name: rootName(source),
    path: dir,
    source,
    diagnostics: [{ code: 'library-unreadable', severity: 'error', line: 1, message }],
  };
}

/** How a root is called where a person reads it. */
export const rootName = (source: SkillSource): string =>
  source === 'own' || source === 'elementary' ? '.memento/skills' : source;
