import * as vscode from 'vscode';
import { command } from '../commands/commands.js';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import { anchorOf } from './blocks.js';
import type { Drafts } from './drafts.js';
import type { Reviews } from './reviews.js';
import { editorOf, type Session } from './session.js';
import { proposalOf, proposalScheme } from './uris.js';

/** What shows how far a review is: a mark behind each accepted edit, a line in the status bar, the context key of *Apply*. */
export class ReviewMarks implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly accepted = this.owned.add(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      overviewRulerColor: new vscode.ThemeColor('testing.iconPassed'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      after: {
        contentText: `✓ ${vscode.l10n.t('accepted')}`,
        color: new vscode.ThemeColor('testing.iconPassed'),
        margin: '0 0 0 2em',
      },
    }),
  );
  private readonly item = this.owned.add(
    vscode.window.createStatusBarItem('memento.review', vscode.StatusBarAlignment.Left, 49),
  );

  constructor(
    private readonly reviews: Reviews,
    drafts: Drafts,
    reporter: Reporter,
  ) {
    this.item.name = vscode.l10n.t('Memento review');
    const update = (): void => reporter.guard(() => this.update());
    this.owned.add(drafts.onDidChange(update));
    this.owned.add(vscode.window.onDidChangeActiveTextEditor(update));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(update));
    this.owned.add(vscode.window.tabGroups.onDidChangeTabs(update));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === proposalScheme) update();
      }),
    );
    update();
  }

  private async update(): Promise<void> {
    const id = activeReview();
    const session = id === undefined ? undefined : await this.reviews.session(id).catch(() => undefined);
    const count = session?.accepted.size ?? 0;
    await vscode.commands.executeCommand('setContext', 'memento.acceptedEdits', count);
    if (session?.proposal.state !== 'pending') {
      this.item.hide();
      return;
    }
    this.mark(session);
    this.show(session);
  }

  private mark({ uri, blocks, accepted }: Session): void {
    const editor = editorOf(uri);
    if (!editor) return;
    const { document } = editor;
    const ranges = blocks
      .filter(({ key }) => accepted.has(key))
      .map((block) => document.lineAt(anchorOf(block, document.lineCount)).range);
    editor.setDecorations(this.accepted, ranges);
  }

  private show({ proposal, blocks, accepted, edited }: Session): void {
    const state = vscode.l10n.t('Edits accepted: {0} of {1}', accepted.size, blocks.length);
    const label = edited
      ? vscode.l10n.t('{0}, changed by you, not gated', state)
      : vscode.l10n.t('{0}, not gated', state);
    this.item.text = `$(checklist) ${label}`;
    this.item.tooltip = vscode.l10n.t('No replay has tested this change yet. Click to apply the accepted edits.');
    this.item.command = command('memento.applyAccepted', vscode.l10n.t('Apply Accepted Edits'), {
      proposal: proposal.id,
    });
    this.item.accessibilityInformation = { label, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** The proposal whose diff is in front, whether or not it has the focus. */
export function activeReview(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? proposalOf(input.modified) : undefined;
}
