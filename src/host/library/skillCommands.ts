import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import type { Skill } from '../../engine/skills/skill.js';
import { text } from '../../engine/text.js';
import type { Handlers } from '../commands/commands.js';
import type { SkillTarget } from '../commands/table.js';
import { asSkill, asSkillPath } from '../commands/targets.js';
import type { Engines } from '../engines/engines.js';
import { chooseFolder, requireTrust } from '../folders/folders.js';
import type { FolderView } from './folderView.js';
import type { LibraryModel } from './libraryModel.js';

/** The commands of skills and of the library. */
export function skillCommands(model: LibraryModel, engines: Engines): Handlers {
  return {
    'memento.openSkill': async (argument) => {
      const target = asSkill(argument) ?? (await pickSkill(model));
      if (!target) return;
      const file = asSkillPath(argument) ?? (await pathOf(model, target));
      await vscode.window.showTextDocument(vscode.Uri.file(file));
    },
    'memento.initLibrary': async () => {
      const folder = await chooseFolder(vscode.l10n.t('Initialize Library'));
      requireTrust();
      const { engine } = await engines.of(folder);
      const { copied, kept } = await engine.initLibrary();
      void vscode.window.showInformationMessage(
        kept.length === 0
          ? vscode.l10n.t('{0} elementary skills are in .memento/skills.', copied.length)
          : vscode.l10n.t('{0} elementary skills were added, {1} were there already.', copied.length, kept.length),
      );
    },
  };
}

const all = ({ own, elementary, foreign }: FolderView): readonly Skill[] =>
  [...own, ...elementary, ...foreign.flatMap(({ skills }) => skills)].map(({ skill }) => skill);

async function pathOf(model: LibraryModel, { folder, skill }: SkillTarget): Promise<string> {
  const view = (await model.read()).find((one) => one.folder === folder);
  const found = view && [...all(view), ...view.broken].find(({ name }) => name === skill);
  if (!found) throw new HumanError(text('There is no skill “{0}” in this folder.', skill));
  return found.path;
}

/** @throws {HumanError} when there is no skill to pick */
async function pickSkill(model: LibraryModel): Promise<SkillTarget | undefined> {
  const views = await model.read();
  const items = views.flatMap((view) =>
    all(view).map(({ name, description }) => ({
      label: name,
      ...(views.length > 1 ? { description: view.name } : {}),
      detail: description,
      folder: view.folder,
    })),
  );
  if (items.length === 0) throw new HumanError(text('There are no skills in this folder yet.'));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Skill'), matchOnDetail: true });
  return picked && { folder: picked.folder, skill: picked.label };
}
