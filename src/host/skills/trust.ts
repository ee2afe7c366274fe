import * as vscode from 'vscode';
import type { Reporter } from '../common/reporter.js';
import type { Engines } from '../engines/engines.js';
import type { ReviewItem } from './reviewItem.js';
import type { Reviewing } from './reviewing.js';
import type { SummaryFiles } from './summaryFiles.js';

/** What reviews are made from. */
export interface TrustDeps {
  readonly engines: Engines;
  readonly reviewing: Reviewing;
  readonly summaries: SummaryFiles;
  readonly reporter: Reporter;
  /** Contents the person trusts, by tree. */
  readonly trusted: () => Promise<ReadonlySet<string>>;
}

/** Trusts and says so. */
export async function trust(reviewing: Reviewing, items: readonly ReviewItem[]): Promise<void> {
  const names = await reviewing.trust(items);
  const message =
    names.length === 1
      ? vscode.l10n.t('{0} is trusted.', names[0] ?? '')
      : vscode.l10n.t('{0} skills are trusted.', names.length);
  vscode.window.setStatusBarMessage(message, 5000);
}
