import * as vscode from 'vscode';
import { isOpen, type Proposal } from '../../engine/write/proposal.js';
import { command } from '../commands/commands.js';
import { gateLines, gateShort, iconOf, sourceLine, titleOf } from '../review/words.js';
import { rowUri } from './decorations.js';
import { ago } from './figures.js';
import type { Node } from './node.js';
import { row, spoken } from './row.js';
import { plainTooltip } from './tooltip.js';

type ProposalNode = Extract<Node, { kind: 'proposal' }>;

/** A proposal, below its skill or among all of them. */
export function proposalItem({ id, value, named }: ProposalNode): vscode.TreeItem {
  const open = isOpen(value);
  const label = named ? titleOf(value) : editsOf(value);
  const description = (open ? waitingFacts(value) : decidedFacts(value)).join(', ');
  return row(id, label, vscode.TreeItemCollapsibleState.None, {
    description,
    iconPath: signOf(value),
    ...(named && open ? { resourceUri: rowUri(value.id, value.skill, 'proposal', 0) } : {}),
    tooltip: plainTooltip(
      titleOf(value),
      value.summary,
      ...(value.provenance ?? []).map((one) => vscode.l10n.t('From outside: {0}', sourceLine(one))),
      ...gateLines(value.gate),
    ),
    contextValue: open ? 'proposal' : value.state === 'applied' ? 'decided undoable' : 'decided',
    command: command('memento.reviewProposal', vscode.l10n.t('Review Proposal'), { proposal: value.id }),
    accessibilityInformation: { label: spoken(label, description, value.summary) },
  });
}

const editsOf = ({ hunks }: Proposal): string =>
  hunks.length === 1 ? vscode.l10n.t('Proposal: 1 edit') : vscode.l10n.t('Proposal: {0} edits', hunks.length);

const waitingFacts = (value: Proposal): readonly string[] => [
  ...(value.state === 'quarantined' ? [vscode.l10n.t('from outside')] : []),
  gateShort(value.gate),
  ...(value.fromOneExample ? [vscode.l10n.t('from one example')] : []),
  ...(value.model.simulated ? [vscode.l10n.t('simulated')] : []),
];

function decidedFacts({ state, automatic, rejectedBy, reason, decidedAt }: Proposal): readonly string[] {
  const by =
    state === 'rejected' && rejectedBy === 'gate'
      ? [vscode.l10n.t('by the gate')]
      : state === 'rejected' && rejectedBy === 'rollback'
        ? [vscode.l10n.t('rolled back')]
        : state === 'applied' && automatic
          ? [vscode.l10n.t('automatic')]
          : [];
  return [
    ...by,
    ...(decidedAt === undefined ? [] : [ago(decidedAt, Date.now())]),
    ...(reason === undefined ? [] : [reason.replace(/\s+/g, ' ')]),
  ];
}

/** What it does while it waits, then what became of it; a colour only repeats what a word says. */
function signOf({ state, operation }: Proposal): vscode.ThemeIcon {
  switch (state) {
    case 'pending':
      return new vscode.ThemeIcon(iconOf(operation));
    case 'quarantined':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'applied':
      return new vscode.ThemeIcon('check');
    case 'rejected':
      return new vscode.ThemeIcon('close');
    case 'stale':
      return new vscode.ThemeIcon('clock');
  }
}
