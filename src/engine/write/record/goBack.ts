import { HumanError } from '../../errors.js';
import type { FileEdit, History } from '../../skills/history.js';
import { presentTree } from '../../skills/historyTree.js';
import type { SkillVersion } from '../../skills/skill.js';
import { HashMismatchError } from '../../store/atomic.js';
import { text } from '../../text.js';

export interface GoBackOptions {
  readonly name: string;
  /** Absolute path of the skill's folder; it need not exist. */
  readonly dir: string;
  /** The tree the folder must have now; `null`: there must be none. */
  readonly from: string | null;
  /** The recorded tree it gets; `null`: it is removed. */
  readonly to: string | null;
  /** One sentence for the new version. */
  readonly why: string;
}

/**
 * Makes a skill's folder what it was in an earlier version, as a new version, but only if nobody has touched it since it was looked at. Unlike
 * `restore`, which is for the person, it never replaces an edit by hand.
 * @throws {HumanError} `show-conflict` when the folder is another, and when files of a version are missing or damaged; nothing is written
 */
export async function goBack(history: History, options: GoBackOptions): Promise<SkillVersion> {
  const { name, dir, from, to, why } = options;
  const changed = text('“{0}” was changed meanwhile. Nothing was overwritten.', name);
  const present = await presentTree(dir);
  if (present.tree !== from) throw new HumanError(changed, 'show-conflict');
  const [now, then] = [new Map(present.files.map(({ path, hash }) => [path, hash])), await contentOf(history, to)];
  const files: FileEdit[] = [...then].map(([path, after]) => ({ path, before: now.get(path) ?? null, after }));
  for (const [path, before] of now) if (!then.has(path)) files.push({ path, before, after: null });
  try {
    return await history.commit({ name, dir, files, by: 'restore', why });
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error;
    throw new HumanError(changed, 'show-conflict', { cause: error });
  }
}

const contentOf = async (history: History, tree: string | null): ReturnType<History['content']> =>
  tree === null ? new Map() : await history.content(tree);

/**
 * Takes a version back that does worse than the one it was made from (learning.md 2, step 7).
 * @param version the one that does worse: the folder must still be that
 * @param back the version to go back to (see `Probation`)
 * @throws {HumanError} when the folder was changed since, or there are no such versions
 */
export async function rollBack(
  history: History,
  {
    name,
    dir,
    version,
    back,
  }: { readonly name: string; readonly dir: string; readonly version: number; readonly back: number },
  why: string,
): Promise<SkillVersion> {
  const versions = await history.versions(name);
  const [bad, good] = [version, back].map((wanted) => versions.find((one) => one.version === wanted));
  if (!bad?.tree || !good?.tree)
    throw new HumanError(text('The skill “{0}” has no version {1}.', name, bad?.tree ? back : version));
  return await goBack(history, { name, dir, from: bad.tree, to: good.tree, why });
}
