import * as vscode from 'vscode';
import type { BrokenSkill } from '../../engine/skills/skill.js';
import { command } from '../commands/commands.js';
import { localize } from '../common/text.js';
import { badgeOf, count } from './badge.js';
import { rowUri } from './decorations.js';
import * as details from './detailItems.js';
import { describe, number, ringOf } from './figures.js';
import { groupItem } from './groupItems.js';
import type { Node } from './node.js';
import { pageSize } from './pages.js';
import { row, spoken } from './row.js';
import { originLine, originName, plainTooltip, skillTooltip } from './tooltip.js';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** Turns nodes into rows. Ids depend on what a row is about, not on where it stands, so that folds and selection survive a refresh. */
export class Items {
  constructor(private readonly media: vscode.Uri) {}

  of(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'folder':
        return row(node.id, node.view.name, Expanded, { iconPath: vscode.ThemeIcon.Folder });
      case 'group':
        return groupItem(node);
      case 'skill':
        return this.skill(node);
      case 'broken':
        return broken(node.id, node.folder, node.broken, node.marks);
      case 'import':
        return importItem(node);
      case 'archived':
        return row(node.id, node.skill, Collapsed, {
          iconPath: new vscode.ThemeIcon('archive'),
          contextValue: 'archived',
          tooltip: vscode.l10n.t('Removed. Its history is kept and can be restored.'),
          accessibilityInformation: { label: spoken(node.skill, vscode.l10n.t('archived')) },
        });
      case 'more':
        return more(node);
      case 'nothing':
        return row(node.id, vscode.l10n.t('No skill matches “{0}”', node.text), None, {
          iconPath: new vscode.ThemeIcon('search-stop'),
          command: command('memento.clearFilter', vscode.l10n.t('Clear the filter')),
          tooltip: vscode.l10n.t('Click to clear the filter.'),
        });
      default:
        return details.detailItem(node);
    }
  }

  private skill({ id, folder, view, marks, sourced }: Extract<Node, { kind: 'skill' }>): vscode.TreeItem {
    const { skill, proposals, facts, review, locked, published, shadowed } = view;
    const ring = `${ringOf(view)}.svg`;
    const badge = badgeOf(view);
    const description = describe(view, sourced);
    const problems = badge === 'warning' || badge === 'error';
    const source = skill.source === 'own' || skill.source === 'elementary' ? skill.source : 'foreign';
    return row(id, labelled(skill.name, marks), Collapsed, {
      description,
      iconPath: {
        dark: vscode.Uri.joinPath(this.media, 'ring', 'dark', ring),
        light: vscode.Uri.joinPath(this.media, 'ring', 'light', ring),
      },
      resourceUri: rowUri(folder, skill.name, badge, count(skill.diagnostics, 'warning')),
      tooltip: skillTooltip(view),
      contextValue: [
        'skill',
        source,
        ...(facts && !shadowed ? ['versions'] : []),
        ...(review ? ['review'] : []),
        ...(source === 'own' ? [locked ? 'locked' : 'unlocked'] : []),
        ...(published.length > 0 ? ['published'] : []),
        ...(shadowed ? ['shadowed'] : []),
      ].join(' '),
      accessibilityInformation: {
        label: spoken(
          skill.name,
          description,
          review ? vscode.l10n.t('to review') : '',
          proposals.length > 0 ? vscode.l10n.t('Proposal waiting') : '',
          problems ? vscode.l10n.t('Problems in SKILL.md') : '',
        ),
      },
    });
  }
}

type Marks = readonly (readonly [number, number])[];

const labelled = (label: string, marks: Marks): string | vscode.TreeItemLabel =>
  marks.length === 0 ? label : { label, highlights: marks.map(([from, to]) => [from, to]) };

function broken(id: string, folder: string, entry: BrokenSkill, marks: Marks): vscode.TreeItem {
  const words = vscode.l10n.t('cannot be used');
  return row(id, labelled(entry.name, marks), Collapsed, {
    description: words,
    iconPath: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
    resourceUri: rowUri(folder, entry.name, 'error', 0),
    tooltip: plainTooltip(...entry.diagnostics.map(({ message }) => localize(message))),
    accessibilityInformation: { label: spoken(entry.name, words) },
  });
}

function importItem({ id, folder, value }: Extract<Node, { kind: 'import' }>): vscode.TreeItem {
  const description = vscode.l10n.t('import from {0}', originName(value.origin));
  const errors = count(value.diagnostics, 'error');
  return row(id, value.name, Collapsed, {
    description,
    iconPath: new vscode.ThemeIcon('cloud-download'),
    resourceUri: rowUri(folder, value.name, errors > 0 ? 'error' : 'review', 0),
    tooltip: plainTooltip(
      value.description,
      originLine(value.origin),
      vscode.l10n.t('Not part of the library until you have looked at it.'),
    ),
    contextValue: 'import',
    accessibilityInformation: { label: spoken(value.name, description, vscode.l10n.t('to review')) },
  });
}

function more(node: Extract<Node, { kind: 'more' }>): vscode.TreeItem {
  const next = Math.min(pageSize, node.left);
  const label = vscode.l10n.t('Show {0} more', number(next));
  const description = node.left > next ? vscode.l10n.t('{0} left', number(node.left)) : '';
  return row(node.id, label, None, {
    description,
    iconPath: new vscode.ThemeIcon('ellipsis'),
    contextValue: 'more',
    command: command('memento.showMoreSkills', label, node),
    accessibilityInformation: { label: spoken(label, description) },
  });
}
