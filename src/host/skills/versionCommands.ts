import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import type { SkillVersion } from '../../engine/skills/skill.js';
import { text } from '../../engine/text.js';
import type { Handlers } from '../commands/commands.js';
import { asVersion } from '../commands/targets.js';
import type { Engines } from '../engines/engines.js';
import { showChanges } from './diffs.js';
import { chosenSkill, type FoundSkill } from './folderSkills.js';
import { currentSide, nothing, versionSide } from './sides.js';
import { pickVersion, versionAt, versionsOf } from './versionPick.js';

/** Reading the history: what a version changed, how it differs from the files as they are. */
export function versionCommands(engines: Engines): Handlers {
  const choose = async (argument: unknown, placeHolder: string): Promise<[FoundSkill, SkillVersion]> => {
    const found = await chosenSkill(engines, argument, {
      title: vscode.l10n.t('Whose history?'),
      none: new HumanError(text('There are no skills in this folder yet.')),
    });
    const versions = await versionsOf(found);
    const wanted = asVersion(argument)?.version;
    return [
      found,
      wanted === undefined ? await pickVersion(found, versions, placeHolder) : versionAt(found, versions, wanted),
    ];
  };
  return {
    'memento.compareVersion': async (argument) => {
      const [found, version] = await choose(argument, vscode.l10n.t('Compare which version with the current files?'));
      await compareWithNow(found, version);
    },
    'memento.openVersion': async (argument) => {
      const [found, version] = await choose(argument, vscode.l10n.t('See the changes of which version?'));
      await openVersion(found, version);
    },
    'memento.showHistory': async (argument) => {
      const [found, version] = await choose(
        argument,
        vscode.l10n.t('Choose a version to compare it with the current files'),
      );
      await compareWithNow(found, version);
    },
  };
}

/** A version beside the files as they are now. */
export async function compareWithNow(found: FoundSkill, { version, tree }: SkillVersion): Promise<void> {
  const { engine, name } = found;
  const title = vscode.l10n.t('{0}: v{1} ↔ current', name, version);
  const old = await versionSide(engine, name, tree);
  if (!(await showChanges(title, old, currentSide(found.skill ?? found.broken))))
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is as it was in v{1}.', name, version));
}

/** A version beside the one it was made from. */
async function openVersion({ engine, name }: FoundSkill, { version, tree, parent }: SkillVersion): Promise<void> {
  const versions = await engine.versions(name);
  const before = versions.findLast((one) => one.version < version && one.tree === parent);
  const title = before
    ? vscode.l10n.t('{0}: v{1} ↔ v{2}', name, before.version, version)
    : vscode.l10n.t('{0}: v{1}', name, version);
  const left = parent === null ? nothing : await versionSide(engine, name, parent);
  if (!(await showChanges(title, left, await versionSide(engine, name, tree))))
    void vscode.window.showInformationMessage(vscode.l10n.t('v{0} of {1} changed no text.', version, name));
}
