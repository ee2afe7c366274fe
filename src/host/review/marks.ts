import * as vscode from 'vscode';
import { command } from '../commands/commands.js';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import type { LibraryModel } from '../library/libraryModel.js';
import { isOpen } from '../../engine/write/proposal.js';
import { anchorOf } from './blocks.js';
import type { Drafts } from './drafts.js';
import type { Reviews } from './reviews.js';
import { editorOf, isGated, type Session } from './session.js';
import { proposalOf, proposalScheme } from './uris.js';
import { gateShort, gateLines } from './words.js';

/** A tick whose green stands out from light and dark ground alike. */
const check = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2.5 8.5 6.3 12.3 13.5 4" fill="none" stroke="#3fa266" stroke-width="2.4"/></svg>',
).toString('base64')}`;

/** What shows how far a review is: a mark at each accepted edit, a line in the status bar, the context key of *Apply*. */
export class ReviewMarks implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly accepted = this.owned.add(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      overviewRulerColor: new vscode.ThemeColor('testing.iconPassed'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      // In the margin too: behind the line it lies out of sight in a narrow editor, since such text does not wrap.
      gutterIconPath: vscode.Uri.parse(check),
      gutterIconSize: '80%',
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
  private readonly gate = this.owned.add(
    vscode.window.createStatusBarItem('memento.gate', vscode.StatusBarAlignment.Left, 48),
  );

  constructor(
    private readonly reviews: Reviews,
    drafts: Drafts,
    library: Pick<LibraryModel, 'onDidRead'>,
    reporter: Reporter,
  ) {
    this.item.name = vscode.l10n.t('Memento review');
    this.gate.name = vscode.l10n.t('Memento gate');
    const update = (): void => reporter.guard(() => this.update());
    this.owned.add(drafts.onDidChange(update));
    // What a gate has found, or what was decided in another window.
    this.owned.add(library.onDidRead(update));
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
    const session = id === undefined ? undefined : await this.reviews.find(id);
    const count = session?.accepted.size ?? 0;
    await vscode.commands.executeCommand('setContext', 'memento.acceptedEdits', count);
    if (!session || !isOpen(session.proposal)) {
      this.item.hide();
      this.gate.hide();
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

  private show(session: Session): void {
    const { proposal, blocks, accepted, edited } = session;
    const gated = isGated(session);
    const label = [
      vscode.l10n.t('Edits accepted: {0} of {1}', accepted.size, blocks.length),
      ...(edited ? [vscode.l10n.t('changed by you')] : []),
      gated ? gateShort(proposal.gate) : vscode.l10n.t('not gated'),
      ...(proposal.state === 'quarantined' ? [vscode.l10n.t('from outside')] : []),
      ...(proposal.model.simulated ? [vscode.l10n.t('simulated')] : []),
    ].join(', ');
    const target = { proposal: proposal.id };
    this.item.text = `$(${proposal.state === 'quarantined' ? 'warning' : 'checklist'}) ${label}`;
    this.item.tooltip = [
      ...(gated ? gateLines(proposal.gate) : [vscode.l10n.t('No replay has tested this text yet.')]),
      vscode.l10n.t('Click to apply the accepted edits.'),
    ].join('\n');
    this.item.command = command('memento.applyAccepted', vscode.l10n.t('Apply Accepted Edits'), target);
    this.item.accessibilityInformation = { label, role: 'button' };
    this.item.show();
    if (gated) return this.gate.hide();
    this.gate.text = `$(beaker) ${vscode.l10n.t('Run the gate…')}`;
    this.gate.tooltip = vscode.l10n.t('Replays runs with exactly this text; says first what that uses.');
    this.gate.command = command('memento.runGate', vscode.l10n.t('Run Gate'), target);
    this.gate.show();
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
