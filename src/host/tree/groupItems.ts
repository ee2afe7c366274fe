import * as vscode from 'vscode';
import { knownSources } from '../../engine/skills/roots.js';
import { number, skillCount } from './figures.js';
import type { Group, Node } from './node.js';
import { row, spoken } from './row.js';

type GroupNode = Extract<Node, { kind: 'group' }>;

export function groupItem(node: GroupNode): vscode.TreeItem {
  const { id, group, rows, all, unfolded } = node;
  const { label, facts = [], tooltip, context = '' } = words(group);
  const counted = countOf(group, rows.filter(({ kind }) => kind !== 'group').length, all);
  const description = [counted, ...facts].join(', ');
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  return row(id, label, unfolded ? Expanded : Collapsed, {
    description,
    ...(tooltip === undefined ? {} : { tooltip }),
    contextValue: `group ${context}`.trim(),
    accessibilityInformation: { label: spoken(label, description) },
  });
}

/** While filtered, the count says what share of the group is in sight. */
function countOf(group: Group, shown: number, all: number): string {
  if (group.type === 'proposals') return all === 0 ? vscode.l10n.t('none waiting') : vscode.l10n.t('{0} waiting', all);
  if (group.type === 'decided') return number(all);
  return shown === all ? skillCount(all) : vscode.l10n.t('{0} of {1} skills', number(shown), number(all));
}

interface Words {
  readonly label: string;
  readonly facts?: readonly string[];
  readonly tooltip?: string;
  readonly context?: string;
}

function words(group: Group): Words {
  switch (group.type) {
    case 'proposals':
      return {
        label: vscode.l10n.t('Proposals'),
        tooltip: vscode.l10n.t('Changes of skills that Memento has learned. Nothing is written before it is accepted.'),
        context: 'proposals',
      };
    case 'decided':
      return { label: decided[group.state]() };
    case 'review':
      return {
        label: vscode.l10n.t('To review'),
        tooltip: vscode.l10n.t('Not used in runs until you have looked at what they contain.'),
        context: 'reviews',
      };
    case 'own':
      return { label: vscode.l10n.t('This folder'), tooltip: vscode.l10n.t('Skills in .memento/skills.') };
    case 'elementary':
      return {
        label: vscode.l10n.t('Elementary'),
        facts: [vscode.l10n.t('protected')],
        tooltip: vscode.l10n.t('Skills that come with Memento. They are never rewritten automatically.'),
      };
    case 'source': {
      const readers = knownSources.find(({ source }) => source === group.source)?.hosts ?? [];
      const unchanged = vscode.l10n.t('Memento uses these skills and changes nothing here.');
      return {
        label: group.source,
        facts: [vscode.l10n.t('read-only')],
        tooltip:
          readers.length === 0
            ? unchanged
            : `${vscode.l10n.t('Read by {0}.', new Intl.ListFormat(vscode.env.language).format(readers))} ${unchanged}`,
      };
    }
    case 'domain':
      return group.words.length === 0
        ? { label: vscode.l10n.t('Other'), tooltip: vscode.l10n.t('Skills that share few words with others.') }
        : { label: group.words.join(', '), tooltip: vscode.l10n.t('Skills whose descriptions share these words.') };
    case 'unusable':
      return {
        label: vscode.l10n.t('Not usable'),
        tooltip: vscode.l10n.t('Entries that cannot be read, and skills hidden by another of the same name.'),
      };
    case 'archived':
      return {
        label: vscode.l10n.t('Archived'),
        tooltip: vscode.l10n.t('Removed skills. Their history is kept and can be restored.'),
      };
  }
}

const decided = {
  applied: () => vscode.l10n.t('Applied'),
  rejected: () => vscode.l10n.t('Rejected'),
  stale: () => vscode.l10n.t('Stale'),
} as const;
