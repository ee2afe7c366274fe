import * as vscode from 'vscode';
import type { RunSummary } from '../../engine/events.js';
import type { SkillVersion, VersionAuthor } from '../../engine/skills/skill.js';
import type { TreeFile } from '../../engine/skills/tree.js';
import { command } from '../commands/commands.js';
import { localize } from '../common/text.js';
import { importUri } from '../review/uris.js';
import { runState } from '../runs/runState.js';
import { ago, bytes, moment, number } from './figures.js';
import type { Node } from './node.js';
import { proposalItem } from './proposalItem.js';
import { row, spoken } from './row.js';
import { originLine, plainTooltip } from './tooltip.js';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

type Detail = Exclude<
  Node,
  { kind: 'folder' | 'group' | 'skill' | 'broken' | 'import' | 'archived' | 'more' | 'nothing' }
>;

/** Rows that stand below a skill or an import, and runs. */
export function detailItem(node: Detail): vscode.TreeItem {
  switch (node.kind) {
    case 'about':
      return about(node.id, node.text);
    case 'origin':
      return row(node.id, vscode.l10n.t('From'), None, {
        description: originLine(node.value.origin),
        iconPath: new vscode.ThemeIcon(node.value.origin.kind === 'git' ? 'repo' : 'folder'),
        tooltip: plainTooltip(originLine(node.value.origin), moment(node.value.at)),
        accessibilityInformation: { label: spoken(vscode.l10n.t('From'), originLine(node.value.origin)) },
      });
    case 'skipped':
      return row(node.id, node.what, None, {
        description: vscode.l10n.t('left out'),
        iconPath: new vscode.ThemeIcon('circle-slash'),
        tooltip: plainTooltip(node.what, vscode.l10n.t('Left out: it is no ordinary file.')),
        accessibilityInformation: { label: spoken(node.what, vscode.l10n.t('left out')) },
      });
    case 'problem':
      return problem(node);
    case 'proposal':
      return proposalItem(node);
    case 'files': {
      const scripts = node.files.filter(isScript).length;
      const facts = [
        number(node.files.length),
        ...(scripts === 0
          ? []
          : [scripts === 1 ? vscode.l10n.t('1 script') : vscode.l10n.t('{0} scripts', number(scripts))]),
      ].join(', ');
      return section(node.id, 'files', vscode.l10n.t('Files'), facts);
    }
    case 'file':
      return file(node.id, node.file, vscode.Uri.file(node.path), vscode.Uri.file(node.path));
    case 'importFile':
      return importFile(node);
    case 'history':
      return section(node.id, 'history', vscode.l10n.t('History'), `v${node.latest}`);
    case 'version':
      return version(node);
    case 'unrecorded': {
      const label = vscode.l10n.t('No version recorded yet');
      const tooltip = vscode.l10n.t('The first is recorded when a run uses the skill or you review it.');
      return row(node.id, label, None, { tooltip, accessibilityInformation: { label } });
    }
    case 'uses': {
      const runs = node.runs.length;
      const facts = runs === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', number(runs));
      return section(node.id, 'pulse', vscode.l10n.t('Used in'), facts);
    }
    case 'run':
      return run(node.id, node.value);
  }
}

const section = (id: string, icon: string, label: string, description: string): vscode.TreeItem =>
  row(id, label, Collapsed, {
    description,
    iconPath: new vscode.ThemeIcon(icon),
    accessibilityInformation: { label: spoken(label, description) },
  });

/** The first sentence; the hover has them all. */
function about(id: string, text: string): vscode.TreeItem {
  const plain = text.replace(/\s+/g, ' ');
  const first = /^.*?[.!?。！？](?=\s|$)/u.exec(plain)?.[0] ?? plain;
  return row(id, first, None, {
    iconPath: new vscode.ThemeIcon('info'),
    tooltip: plainTooltip(text),
    accessibilityInformation: { label: plain },
  });
}

function problem({ id, path, diagnostic }: Extract<Node, { kind: 'problem' }>): vscode.TreeItem {
  const at = new vscode.Range(diagnostic.line - 1, 0, diagnostic.line - 1, 0);
  const message = localize(diagnostic.message);
  const description = vscode.l10n.t('line {0}', diagnostic.line);
  return row(id, message, None, {
    description,
    iconPath: new vscode.ThemeIcon(
      diagnostic.severity,
      new vscode.ThemeColor(diagnostic.severity === 'error' ? 'list.errorForeground' : 'list.warningForeground'),
    ),
    tooltip: plainTooltip(message),
    ...(path === undefined
      ? {}
      : {
          command: {
            command: 'vscode.open',
            title: vscode.l10n.t('Open Skill'),
            arguments: [vscode.Uri.file(path), { selection: at }],
          },
        }),
    accessibilityInformation: {
      label: spoken(
        diagnostic.severity === 'error' ? vscode.l10n.t('Error') : vscode.l10n.t('Warning'),
        message,
        description,
      ),
    },
  });
}

/** What a runner would take for a program: by its bit, its folder or its ending. */
const isScript = ({ path, executable }: TreeFile): boolean =>
  executable || path.startsWith('scripts/') || /\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|ps1|bat|cmd|exe)$/i.test(path);

/** @param target what a click opens */
function file(id: string, value: TreeFile, target: vscode.Uri, resourceUri: vscode.Uri): vscode.TreeItem {
  const description = [...(isScript(value) ? [vscode.l10n.t('script')] : []), bytes(value.size)].join(', ');
  return row(id, value.path, None, {
    description,
    resourceUri,
    iconPath: isScript(value) ? new vscode.ThemeIcon('terminal') : vscode.ThemeIcon.File,
    tooltip: plainTooltip(value.path),
    contextValue: 'file',
    command: { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [target] },
    accessibilityInformation: { label: spoken(value.path, description) },
  });
}

function importFile({ id, file: value, from }: Extract<Node, { kind: 'importFile' }>): vscode.TreeItem {
  const target = importUri(from.id, from.name, value.path);
  return file(id, value, target, target);
}

const icons: Readonly<Record<VersionAuthor, string>> = {
  memento: 'sparkle',
  hand: 'edit',
  template: 'package',
  import: 'cloud-download',
  restore: 'discard',
};

function author(by: VersionAuthor): string {
  switch (by) {
    case 'memento':
      return vscode.l10n.t('Memento');
    case 'hand':
      return vscode.l10n.t('by hand');
    case 'template':
      return vscode.l10n.t('came with Memento');
    case 'import':
      return vscode.l10n.t('imported');
    case 'restore':
      return vscode.l10n.t('restored');
  }
}

function version({ id, folder, skill, value, current }: Extract<Node, { kind: 'version' }>): vscode.TreeItem {
  const { version: number, by, at, why } = value;
  const removed = value.tree === null;
  const label = `v${number}`;
  const facts = [
    ...(current ? [vscode.l10n.t('current')] : []),
    removed ? vscode.l10n.t('removed') : author(by),
    ago(at, Date.now()),
  ].join(', ');
  const description = why === '' ? facts : vscode.l10n.t('{0}: {1}', facts, why.replace(/\s+/g, ' '));
  const colour = current ? new vscode.ThemeColor('charts.blue') : undefined;
  return row(id, label, None, {
    description,
    iconPath: new vscode.ThemeIcon(removed ? 'trash' : icons[by], colour),
    tooltip: plainTooltip(`${label}, ${facts}, ${moment(at)}`, ...(why === '' ? [] : [why])),
    contextValue: ['version', ...(current ? ['current'] : []), ...(undoable(value, current) ? ['undoable'] : [])].join(
      ' ',
    ),
    command: command('memento.openVersion', vscode.l10n.t('Show what it changed'), { folder, skill, version: number }),
    accessibilityInformation: { label: spoken(label, description) },
  });
}

/** An accept is taken back as long as nothing came after it. */
const undoable = ({ by, proposal: from }: SkillVersion, current: boolean): boolean =>
  current && by === 'memento' && from !== undefined;

function run(id: string, value: RunSummary): vscode.TreeItem {
  const state = runState(value);
  const prompt = value.task.prompt.split('\n', 1)[0] ?? '';
  const facts = [
    state.word,
    value.skill ?? vscode.l10n.t('no skill'),
    ...(value.simulated ? [vscode.l10n.t('simulated')] : []),
    ...(value.undone ? [vscode.l10n.t('edits undone')] : []),
  ].join(', ');
  return row(id, `#${value.number}`, None, {
    description: prompt,
    iconPath: new vscode.ThemeIcon(state.icon, state.colour ? new vscode.ThemeColor(state.colour) : undefined),
    tooltip: plainTooltip(value.task.prompt, facts),
    contextValue: value.changes.length > 0 && !value.undone && value.status !== 'running' ? 'run undoable' : 'run',
    command: command('memento.openRun', vscode.l10n.t('Show the run'), { run: value.id }),
    accessibilityInformation: { label: `#${value.number}, ${facts}, ${prompt}` },
  });
}
