import * as vscode from 'vscode';
import { CancelledError } from '../../engine/errors.js';
import type { Drift, Publication } from '../../engine/exchange/publications.js';
import { confirm, offer } from './confirm.js';
import type { FoundSkill } from './folderSkills.js';

/** Folders most agents read come first; `.agents/skills` is read by nearly all of them (reference/anchors.md B.3). */
const usual: readonly string[] = ['.agents/skills', '.claude/skills', '.github/skills'];

/** Asks where to, says what has happened to an earlier copy, and copies. */
export async function publish({ engine, name }: FoundSkill): Promise<void> {
  const copies = (await engine.standing()).published.filter(({ skill }) => skill === name);
  const targets = [...new Set([...copies.map(({ target }) => target), ...usual])];
  const items = targets.map((target) => {
    const copy = copies.find((one) => one.target === target);
    return {
      label: target,
      description: copy ? vscode.l10n.t('Update published copy') : vscode.l10n.t('new copy'),
      ...(copy ? { detail: stateOf(copy.drift) } : {}),
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
  const replace = await mayReplace(picked.label, name, picked.copy);
  const { path: copy } = await engine.publish(name, { target: picked.label, replace });
  offer(vscode.l10n.t('{0} is published in {1}.', name, picked.label), {
    [vscode.l10n.t('Reveal in Explorer View')]: () =>
      vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(copy)),
  });
}

/** @throws {CancelledError} when the person wants to keep a copy that was changed by somebody else */
async function mayReplace(target: string, name: string, copy: Publication | undefined): Promise<boolean> {
  if (copy?.drift !== 'copy-changed' && copy?.drift !== 'both-changed') return false;
  await confirm(
    vscode.l10n.t('Replace the changed copy of “{0}” in {1}?', name, target),
    vscode.l10n.t(
      'It was changed since it was published, by somebody else or another program. Those changes are lost.',
    ),
    vscode.l10n.t('Replace'),
  );
  return true;
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
