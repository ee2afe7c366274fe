import * as vscode from 'vscode';
import type { Badge } from './badge.js';

/** Resources of tree rows. They name nothing that can be opened: they only carry the badge. */
export const rowScheme = 'memento-row';

/** The whole state of the badge is in the address, so decorations need no memory and no events. */
export const rowUri = (folder: string, name: string, badge: Badge | undefined, count: number): vscode.Uri =>
  vscode.Uri.from({ scheme: rowScheme, path: `${folder}/${name}`, query: badge ? `${badge}:${count}` : '' });

/** A badge has room for two letters. */
const mostCounted = 99;

/** Badges and label colours of the skills tree. */
export class RowDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== rowScheme) return undefined;
    const [badge, count = ''] = uri.query.split(':');
    switch (badge as Badge | '') {
      case 'error':
        return decoration('!', vscode.l10n.t('SKILL.md has errors'), 'list.errorForeground');
      case 'warning': {
        const number = String(Math.min(Number(count), mostCounted));
        return decoration(number, vscode.l10n.t('Warnings in SKILL.md'), 'list.warningForeground');
      }
      case 'shadowed':
        return decoration(undefined, vscode.l10n.t('Another skill of this name is used'), 'disabledForeground');
      case 'review':
        return decoration(
          'R',
          vscode.l10n.t('To be reviewed, not used in runs'),
          'gitDecoration.modifiedResourceForeground',
        );
      case 'proposal':
        return decoration('P', vscode.l10n.t('Proposal waiting'), 'gitDecoration.modifiedResourceForeground');
      case 'probation':
        return decoration('T', vscode.l10n.t('On probation'), 'gitDecoration.addedResourceForeground');
      case 'new':
        return decoration('N', vscode.l10n.t('New'), 'gitDecoration.addedResourceForeground');
      default:
        return undefined;
    }
  }
}

const decoration = (badge: string | undefined, tooltip: string, colour: string): vscode.FileDecoration =>
  new vscode.FileDecoration(badge, tooltip, new vscode.ThemeColor(colour));
