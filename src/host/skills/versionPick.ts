import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import type { SkillVersion } from '../../engine/skills/skill.js';
import { text } from '../../engine/text.js';
import type { FoundSkill } from './folderSkills.js';

/** Who made a version. */
export function madeBy({ by, tree }: SkillVersion): string {
  if (tree === null) return vscode.l10n.t('archived');
  switch (by) {
    case 'memento':
      return vscode.l10n.t('written by Memento');
    case 'hand':
      return vscode.l10n.t('written by hand');
    case 'template':
      return vscode.l10n.t('came with Memento');
    case 'import':
      return vscode.l10n.t('imported');
    case 'restore':
      return vscode.l10n.t('restored');
  }
}

export const when = (at: number): string =>
  new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/** The versions, newest first. @throws {HumanError} when none is recorded */
export async function versionsOf({ engine, name }: FoundSkill): Promise<readonly SkillVersion[]> {
  const versions = (await engine.versions(name)).toReversed();
  if (versions.length === 0)
    throw new HumanError(text('“{0}” has no recorded version yet. A run that uses it records the first.', name));
  return versions;
}

/** @throws {HumanError} when there is no such version */
export function versionAt(found: FoundSkill, versions: readonly SkillVersion[], wanted: number): SkillVersion {
  const version = versions.find((one) => one.version === wanted);
  if (!version) throw new HumanError(text('“{0}” has no version {1}.', found.name, wanted));
  return version;
}

/**
 * The version the person picks from a list, newest first.
 * @throws {CancelledError} when they pick none
 */
export async function pickVersion(
  { name }: FoundSkill,
  versions: readonly SkillVersion[],
  placeHolder: string,
): Promise<SkillVersion> {
  const latest = Math.max(...versions.map(({ version }) => version));
  const items = versions.map((version) => ({
    label: `v${version.version}`,
    description: [
      madeBy(version),
      when(version.at),
      ...(version.version === latest ? [vscode.l10n.t('latest')] : []),
    ].join(', '),
    detail: version.why,
    version,
  }));
  const title = vscode.l10n.t('History of {0}', name);
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true });
  if (!picked) throw new CancelledError();
  return picked.version;
}
