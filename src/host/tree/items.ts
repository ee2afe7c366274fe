import * as vscode from 'vscode';
import type { RunSummary } from '../../engine/events.js';
import type { Proposal } from '../../engine/write/proposal.js';
import { command } from '../commands/commands.js';
import { localize } from '../common/text.js';
import type { SkillView } from '../library/folderView.js';
import { runState } from '../runs/runState.js';
import { badgeOf, rowUri } from './decorations.js';
import { describe, ringOf } from './figures.js';
import type { Node } from './nodes.js';
import { plainTooltip, skillTooltip } from './tooltip.js';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** Turns nodes into rows. Ids depend on what a row is about, not on where it stands, so that folds and selection survive a refresh. */
export class Items {
  constructor(private readonly media: vscode.Uri) {}

  of(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'folder':
        return row(`folder ${node.folder}`, node.view.name, Expanded, { iconPath: vscode.ThemeIcon.Folder });
      case 'elementary':
        return row(`elementary ${node.folder}`, vscode.l10n.t('Elementary'), Expanded, {
          description: vscode.l10n.t('{0} skills, protected', node.skills.length),
          accessibilityInformation: { label: vscode.l10n.t('Elementary, {0} skills, protected', node.skills.length) },
          tooltip: vscode.l10n.t('Skills that come with Memento. They are never rewritten automatically.'),
        });
      case 'skill':
        return this.skill(node.folder, node.view);
      case 'broken':
        return row(`broken ${node.folder} ${node.broken.name}`, node.broken.name, Collapsed, {
          description: vscode.l10n.t('cannot be used'),
          iconPath: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
          resourceUri: rowUri(node.folder, node.broken.name, 'error', 0),
          tooltip: plainTooltip(...node.broken.diagnostics.map(({ message }) => localize(message))),
          accessibilityInformation: { label: vscode.l10n.t('{0}, cannot be used', node.broken.name) },
        });
      case 'problem':
        return problem(node);
      case 'proposal':
        return proposal(node.value);
      case 'run':
        return run(node.value);
    }
  }

  private skill(folder: string, view: SkillView): vscode.TreeItem {
    const { skill, proposals, runs, facts } = view;
    const ring = `${ringOf(view)}.svg`;
    const badge = badgeOf(view);
    const description = describe(view);
    const folded = proposals.length + runs.length + skill.diagnostics.length > 0;
    return row(`skill ${folder} ${skill.name}`, skill.name, folded ? Collapsed : None, {
      description,
      iconPath: {
        dark: vscode.Uri.joinPath(this.media, 'ring', 'dark', ring),
        light: vscode.Uri.joinPath(this.media, 'ring', 'light', ring),
      },
      resourceUri: rowUri(folder, skill.name, badge, skill.diagnostics.length),
      tooltip: skillTooltip(view),
      contextValue: facts ? 'skill versions' : 'skill',
      accessibilityInformation: {
        label: [
          skill.name,
          description,
          proposals.length > 0 ? vscode.l10n.t('Proposal waiting') : '',
          badge === 'warning' || badge === 'error' ? vscode.l10n.t('Problems in SKILL.md') : '',
        ]
          .filter((part) => part !== '')
          .join(', '),
      },
    });
  }
}

function problem({ path, diagnostic }: Extract<Node, { kind: 'problem' }>): vscode.TreeItem {
  const at = new vscode.Range(diagnostic.line - 1, 0, diagnostic.line - 1, 0);
  const message = localize(diagnostic.message);
  return row(`problem ${path} ${diagnostic.line} ${diagnostic.code}`, message, None, {
    description: vscode.l10n.t('line {0}', diagnostic.line),
    iconPath: new vscode.ThemeIcon(
      diagnostic.severity,
      new vscode.ThemeColor(diagnostic.severity === 'error' ? 'list.errorForeground' : 'list.warningForeground'),
    ),
    tooltip: plainTooltip(message),
    command: {
      command: 'vscode.open',
      title: vscode.l10n.t('Open Skill'),
      arguments: [vscode.Uri.file(path), { selection: at }],
    },
  });
}

function proposal(value: Proposal): vscode.TreeItem {
  const edits = value.hunks.length;
  const label =
    value.operation === 'create'
      ? vscode.l10n.t('New skill: {0}', value.skill)
      : edits === 1
        ? vscode.l10n.t('Proposal: 1 edit')
        : vscode.l10n.t('Proposal: {0} edits', edits);
  return row(`proposal ${value.id}`, label, None, {
    description: value.model.simulated ? vscode.l10n.t('not gated, simulated') : vscode.l10n.t('not gated'),
    iconPath: new vscode.ThemeIcon(value.operation === 'create' ? 'new-file' : 'edit'),
    ...(value.operation === 'create' ? { resourceUri: rowUri(value.id, value.skill, 'proposal', 0) } : {}),
    tooltip: plainTooltip(value.summary),
    contextValue: 'proposal',
    command: command('memento.reviewProposal', vscode.l10n.t('Review Proposal'), { proposal: value.id }),
    accessibilityInformation: { label: `${label}, ${value.summary}` },
  });
}

function run(value: RunSummary): vscode.TreeItem {
  const state = runState(value);
  const prompt = value.task.prompt.split('\n', 1)[0] ?? '';
  const facts = [
    state.word,
    value.skill ?? vscode.l10n.t('no skill'),
    ...(value.simulated ? [vscode.l10n.t('simulated')] : []),
    ...(value.undone ? [vscode.l10n.t('edits undone')] : []),
  ].join(', ');
  return row(`run ${value.id}`, `#${value.number}`, None, {
    description: prompt,
    iconPath: new vscode.ThemeIcon(state.icon, state.colour ? new vscode.ThemeColor(state.colour) : undefined),
    tooltip: plainTooltip(value.task.prompt, facts),
    contextValue: value.changes.length > 0 && !value.undone && value.status !== 'running' ? 'run undoable' : 'run',
    command: command('memento.openRun', vscode.l10n.t('Show the run'), { run: value.id }),
    accessibilityInformation: { label: `#${value.number}, ${facts}, ${prompt}` },
  });
}

const row = (
  id: string,
  label: string,
  fold: vscode.TreeItemCollapsibleState,
  more: Partial<Omit<vscode.TreeItem, 'id' | 'label'>>,
): vscode.TreeItem => Object.assign(new vscode.TreeItem(label, fold), { id }, more);
