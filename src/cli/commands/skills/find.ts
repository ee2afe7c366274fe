import type { Engine } from '../../../engine/engine.js';
import type { SkillVersion } from '../../../engine/skills/skill.js';
import { isSkillName } from '../../../engine/skills/name.js';
import { t } from '../../l10n.js';
import { UsageError } from '../../usage.js';

/**
 * The versions of a skill, oldest first; none for a skill of another agent's folder.
 * @throws {UsageError} for a name that the library does not know and never did
 */
export async function versionsOf(engine: Engine, name: string): Promise<readonly SkillVersion[]> {
  // Reading the library first records what was changed by hand meanwhile.
  const { skills, broken, shadowed } = await engine.skills();
  const versions = isSkillName(name) ? await engine.versions(name) : [];
  if (!versions.length && ![...skills, ...broken, ...shadowed].some((one) => one.name === name)) throw noSkill(name);
  return versions;
}

export const noSkill = (name: string): UsageError =>
  new UsageError(t('There is no skill “{0}” here. “memento skills list” shows them.', name));

/**
 * A version by its number, written `3` or `v3`.
 * @throws {UsageError} for anything else, and for a number the history does not have
 */
export function versionNamed(versions: readonly SkillVersion[], name: string, word: string): SkillVersion {
  const number = /^v?(\d{1,9})$/.exec(word)?.[1];
  const found = versions.find(({ version }) => version === Number(number));
  if (found) return found;
  const last = versions.at(-1)?.version;
  throw new UsageError(
    last === undefined
      ? t('Memento has recorded no version of “{0}” yet.', name)
      : t('“{0}” has no version {1}; it has 1 to {2}.', name, word, last),
  );
}
