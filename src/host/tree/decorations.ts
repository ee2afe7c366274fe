import * as vscode from 'vscode';
import type { Diagnostic } from '../../engine/skills/skill.js';
import type { SkillView } from '../library/folderView.js';

/** Resources of tree rows. They name nothing that can be opened: they only carry the badge. */
export const rowScheme = 'memento-row';

/** What a row's badge says, the most urgent first: broken, warnings, proposal waiting, new. */
export type Badge = 'error' | 'warning' | 'proposal' | 'new';

export function badgeOf({ skill, facts, proposals }: SkillView): Badge | undefined {
  if (has(skill.diagnostics, 'error')) return 'error';
  if (has(skill.diagnostics, 'warning')) return 'warning';
  if (proposals.length > 0) return 'proposal';
  const unused = facts?.version === 1 && facts.utility.uses === 0;
  return unused && skill.source === 'own' ? 'new' : undefined;
}

const has = (diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): boolean =>
  diagnostics.some((one) => one.severity === severity);

/** The whole state of the badge is in the address, so decorations need no memory and no events. */
export const rowUri = (folder: string, name: string, badge: Badge | undefined, count: number): vscode.Uri =>
  vscode.Uri.from({ scheme: rowScheme, path: `${folder}/${name}`, query: badge ? `${badge}:${count}` : '' });

/** Badges and label colours of the skills tree. */
export class RowDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== rowScheme) return undefined;
    const [badge, count = ''] = uri.query.split(':');
    switch (badge as Badge | '') {
      case 'error':
        return decoration('!', vscode.l10n.t('SKILL.md has errors'), 'list.errorForeground');
      case 'warning':
        return decoration(count.slice(0, 2), vscode.l10n.t('Warnings in SKILL.md'), 'list.warningForeground');
      case 'proposal':
        return decoration('P', vscode.l10n.t('Proposal waiting'), 'gitDecoration.modifiedResourceForeground');
      case 'new':
        return decoration('N', vscode.l10n.t('New'), 'gitDecoration.addedResourceForeground');
      default:
        return undefined;
    }
  }
}

const decoration = (badge: string, tooltip: string, colour: string): vscode.FileDecoration =>
  new vscode.FileDecoration(badge, tooltip, new vscode.ThemeColor(colour));
