import { HumanError } from '../errors.js';
import { text } from '../text.js';
import type { FileEdit, History } from './history.js';
import { presentTree } from './historyTree.js';
import type { SkillVersion } from './skill.js';

export interface RestoreOptions {
  readonly name: string;
  /** Absolute path of the skill's folder; it need not exist. */
  readonly dir: string;
  /** Counts from 1. */
  readonly version: number;
  /** One sentence for the new version; absent: which version was restored. */
  readonly why?: string;
  readonly proposal?: string;
}

/**
 * Makes a skill's folder what it was in a version, as a new version; files that the version does not have are deleted. Nothing is lost: the folder
 * as it is now becomes a version first.
 * @throws {HumanError} when there is no such version, when it is a removal, or when its files are missing or damaged.
 * @throws {HashMismatchError} when the folder changes meanwhile; nothing is written.
 */
export async function restore(history: History, options: RestoreOptions): Promise<SkillVersion> {
  const { name, dir, version, why = `Restored version ${version}.`, proposal } = options;
  const wanted = (await history.versions(name)).find((one) => one.version === version);
  if (!wanted) throw new HumanError(text('The skill “{0}” has no version {1}.', name, version));
  if (wanted.tree === null)
    throw new HumanError(
      text('In version {0} the skill “{1}” was removed: there is nothing to restore.', version, name),
    );
  const content = await history.content(wanted.tree);
  const present = new Map((await presentTree(dir)).files.map((file) => [file.path, file.hash]));
  const files: FileEdit[] = [...content].map(([path, after]) => ({ path, before: present.get(path) ?? null, after }));
  for (const [path, before] of present) if (!content.has(path)) files.push({ path, before, after: null });
  return await history.commit({
    name,
    dir,
    files,
    by: 'restore',
    why,
    ...(proposal === undefined ? {} : { proposal }),
  });
}

/** The edits that remove a skill's folder as it is now. */
export async function removal(dir: string): Promise<readonly FileEdit[]> {
  return (await presentTree(dir)).files.map(({ path, hash }) => ({ path, before: hash, after: null }));
}
