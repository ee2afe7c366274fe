import * as vscode from 'vscode';
import { command } from '../commands/commands.js';
import { isOpen } from '../../engine/write/proposal.js';
import { anchorOf } from './blocks.js';
import type { Drafts } from './drafts.js';
import type { Reviews } from './reviews.js';
import { proposalOf } from './uris.js';

/** The decisions above each edit, for those who have `diffEditor.codeLens` on; everything works without. */
export class ReviewLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly reviews: Reviews,
    drafts: Drafts,
  ) {
    this.listener = drafts.onDidChange(() => this.changed.fire());
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const proposal = proposalOf(document.uri);
    if (proposal === undefined) return [];
    const session = await this.reviews.session(proposal);
    if (!isOpen(session.proposal)) return [];
    return session.blocks.flatMap((block) => {
      const line = anchorOf(block, document.lineCount);
      const at = new vscode.Range(line, 0, line, 0);
      const target = { proposal, edit: block.key };
      const accepted = session.accepted.has(block.key);
      return [
        command(
          'memento.acceptHunk',
          accepted ? `$(check) ${vscode.l10n.t('Accepted (undo)')}` : vscode.l10n.t('Accept'),
          target,
        ),
        ...(accepted ? [] : [command('memento.rejectHunk', vscode.l10n.t('Reject'), target)]),
        command('memento.whyHunk', vscode.l10n.t('Why'), target),
      ].map((one) => new vscode.CodeLens(at, one));
    });
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}
