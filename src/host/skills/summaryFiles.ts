import * as vscode from 'vscode';
import { Disposables } from '../common/disposables.js';
import { localize } from '../common/text.js';
import type { ReviewItem } from './reviewItem.js';
import { listOf, scriptsOf, type Brief } from './summaries.js';

const scheme = 'memento-summary';

/** A page on everything that waits for a review, as a read-only document. It is shown as text, never rendered: it quotes other people. */
export class SummaryFiles implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  private page = '';
  private readonly uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Skills to review')}.md` });

  constructor() {
    this.owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(): string {
    return this.page;
  }

  async show(items: ReadonlyMap<ReviewItem, Brief>): Promise<void> {
    this.page = [`# ${vscode.l10n.t('Skills to review')}`, ...[...items].map(section)].join('\n\n').concat('\n');
    this.changed.fire(this.uri);
    await vscode.window.showTextDocument(this.uri, { preview: true });
  }

  dispose(): void {
    this.owned.dispose();
  }
}

const looked = (inside: NonNullable<Brief['summary']['inside']>): readonly string[] => [
  ...(inside.hosts.count > 0 ? [vscode.l10n.t('web addresses: {0}', listOf(inside.hosts))] : []),
  ...(inside.allowedTools.length > 0
    ? [vscode.l10n.t('asks to be allowed: {0} (this grants nothing)', inside.allowedTools.join(' '))]
    : []),
  ...(inside.hiddenCharacters > 0 ? [vscode.l10n.t('characters nobody sees: {0}', inside.hiddenCharacters)] : []),
  ...(inside.unread.count > 0 ? [vscode.l10n.t('not looked into: {0}', listOf(inside.unread))] : []),
];

function section([item, brief]: readonly [ReviewItem, Brief]): string {
  const { name, description, files, skipped, origin, folder } = item;
  const from = 'quarantined' in origin ? origin.quarantined.origin : undefined;
  const { scripts, inside } = brief.summary;
  const facts = [
    from
      ? vscode.l10n.t('Import from {0}', [from.source, from.path, from.commit?.slice(0, 12)].filter(Boolean).join(' '))
      : vscode.l10n.t('In {0}, changed from outside', folder.folder.name),
    ...(scripts.count > 0 ? [`${scriptsOf(scripts)}: ${listOf(scripts)}`] : []),
    ...(inside ? looked(inside) : [vscode.l10n.t('Nobody has looked into its files.')]),
    ...item.diagnostics.map(({ line, message }) =>
      vscode.l10n.t('{0}, line {1}: {2}', 'SKILL.md', line, localize(message)),
    ),
    ...skipped.map((what) => vscode.l10n.t('left out: {0}', what)),
  ].map((fact) => `- ${fact}`);
  const list = files.map(
    ({ path, size, executable }) =>
      `    ${path} (${vscode.l10n.t('{0} bytes', size)}${executable ? `, ${vscode.l10n.t('executable')}` : ''})`,
  );
  const quoted = description.split('\n').map((line) => `> ${line}`);
  return [`## ${name}`, quoted.join('\n'), facts.join('\n'), list.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}
