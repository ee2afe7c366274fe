import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.js';
import { CancelledError } from '../../engine/errors.js';
import type { Drift, Publication } from '../../engine/exchange/publications.js';
import { knownSources } from '../../engine/skills/roots.js';
import { confirm, offer } from './confirm.js';
import type { FoundSkill } from './folderSkills.js';

/** Folders of the workspace that other agents read, what most of them share first. */
const usual: ReadonlyMap<string, readonly string[]> = new Map(
  knownSources.filter(({ source }) => !source.startsWith('~/')).map(({ source, hosts }) => [source, hosts]),
);

/** Asks where to, says what has happened to an earlier copy, and copies. */
export async function publish({ engine, name }: FoundSkill): Promise<void> {
  const copies = (await engine.standing()).published.filter(({ skill }) => skill === name);
  const targets = [...new Set([...copies.map(({ target }) => target), ...usual.keys()])];
  const items = targets.map((target) => {
    const copy = copies.find((one) => one.target === target);
    return {
      label: target,
      description: copy ? vscode.l10n.t('Update published copy') : vscode.l10n.t('new copy'),
      detail: copy ? stateOf(copy.drift) : (usual.get(target) ?? []).join(', '),
      copy,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Publish {0}', name),
    placeHolder: vscode.l10n.t(
      'Copy it into the folder of which agents? They read it there; Memento keeps track of changes.',
    ),
  });
  if (!picked) throw new CancelledError();
  if (picked.copy?.drift === 'same') {
    void vscode.window.showInformationMessage(vscode.l10n.t('The copy in {0} is up to date.', picked.label));
    return;
  }
  const { path: copy } = await copyTo(picked.label, engine, name);
  offer(vscode.l10n.t('{0} is published in {1}.', name, picked.label), {
    [vscode.l10n.t('Reveal in Explorer View')]: () =>
      vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(copy)),
  });
}

/** @throws {CancelledError} when a copy is in the way that somebody else has changed, and the person wants to keep it */
async function copyTo(target: string, engine: Engine, skill: string): Promise<Publication> {
  const { CopyChangedError } = await import('../../engine/exchange/publications.js');
  try {
    return await engine.publish(skill, { target });
  } catch (error) {
    if (!(error instanceof CopyChangedError)) throw error;
    await confirm(
      vscode.l10n.t('Replace the changed copy of “{0}” in {1}?', skill, target),
      vscode.l10n.t(
        'It is not as Memento left it: somebody else or another program changed it. Those changes are lost.',
      ),
      vscode.l10n.t('Replace'),
    );
    return await engine.publish(skill, { target, replace: true });
  }
}

/** How a published copy stands to the skill. */
export function stateOf(drift: Drift): string {
  switch (drift) {
    case 'same':
      return vscode.l10n.t('The copy is up to date.');
    case 'skill-changed':
      return vscode.l10n.t('The skill has changed since.');
    case 'copy-changed':
      return vscode.l10n.t('The copy was changed by somebody else.');
    case 'both-changed':
      return vscode.l10n.t('Both the skill and the copy have changed.');
    case 'copy-missing':
      return vscode.l10n.t('The copy is gone.');
    case 'skill-missing':
      return vscode.l10n.t('The skill is gone.');
  }
}
