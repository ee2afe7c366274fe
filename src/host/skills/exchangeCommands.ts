import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, HumanError } from '../../engine/errors.js';
import { isForeign } from '../../engine/skills/skill.js';
import { text } from '../../engine/text.js';
import { run, type Handlers } from '../commands/commands.js';
import type { Engines } from '../engines/engines.js';
import { offer } from './confirm.js';
import { chosenSkill, requireSkill, requireWritable } from './folderSkills.js';
import { publish } from './publish.js';

/** Copies to and from other agents, export, and the lock against automatic rewriting. */
export function exchangeCommands(engines: Engines): Handlers {
  const noSkills = (): HumanError => new HumanError(text('There are no skills in this folder yet.'));
  const lock = async (argument: unknown, locked: boolean): Promise<void> => {
    const found = await chosenSkill(engines, argument, {
      title: locked ? vscode.l10n.t('Lock which skill?') : vscode.l10n.t('Unlock which skill?'),
      filter: async ({ name, source }, { engine }) =>
        source === 'own' && (await engine.standing()).locked.has(name) !== locked,
      none: new HumanError(locked ? text('There is no skill to lock.') : text('No skill is locked.')),
    });
    await requireWritable(found.engine, 'state');
    await found.engine.lock(found.name, locked);
    vscode.window.setStatusBarMessage(
      locked
        ? vscode.l10n.t('{0} is locked: Memento does not rewrite it.', found.name)
        : vscode.l10n.t('{0} may be rewritten again.', found.name),
      5000,
    );
  };
  return {
    'memento.adoptSkill': async (argument) => {
      const found = await chosenSkill(engines, argument, {
        title: vscode.l10n.t('Adopt which skill of another agent?'),
        filter: ({ source }) => isForeign(source),
        none: new HumanError(text('There is no skill of another agent to adopt.')),
      });
      await requireWritable(found.engine);
      const skill = requireSkill(found);
      const copy = await found.engine.adopt(found.name);
      const target = { folder: found.folder.folder.uri.fsPath, skill: found.name };
      // A copy of what nobody has looked at waits like the original.
      if ((await found.engine.standing()).toReview.has(found.name))
        offer(vscode.l10n.t('{0} was copied from {1} and waits for your review.', found.name, skill.source), {
          [vscode.l10n.t('Review Now')]: () => run('memento.reviewSkill', target),
        });
      else
        offer(vscode.l10n.t('{0} was copied from {1} into your library.', found.name, skill.source), {
          [vscode.l10n.t('Open Skill')]: () => openCopy(copy),
        });
    },
    'memento.publishSkill': async (argument) => {
      const found = await chosenSkill(engines, argument, {
        title: vscode.l10n.t('Publish which skill?'),
        filter: ({ source }) => source === 'own',
        none: noSkills(),
      });
      await requireWritable(found.engine, 'state');
      requireSkill(found);
      await publish(found);
    },
    'memento.exportSkill': async (argument) => {
      const found = await chosenSkill(engines, argument, {
        title: vscode.l10n.t('Export which skill?'),
        none: noSkills(),
      });
      const { uri } = found.folder.folder;
      const target = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.joinPath(uri, `${found.name}.zip`),
        filters: { [vscode.l10n.t('Zip file')]: ['zip'] },
        title: vscode.l10n.t('Export {0}', found.name),
      });
      if (!target) throw new CancelledError();
      await vscode.workspace.fs.writeFile(target, await found.engine.exportSkill(found.name));
      vscode.window.setStatusBarMessage(vscode.l10n.t('{0} is written.', path.basename(target.path)), 5000);
    },
    'memento.lockSkill': (argument) => lock(argument, true),
    'memento.unlockSkill': (argument) => lock(argument, false),
  };
}

/** The engine gives the skill's folder or its SKILL.md. */
async function openCopy(copy: string): Promise<void> {
  const file = path.basename(copy) === 'SKILL.md' ? copy : path.join(copy, 'SKILL.md');
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}
