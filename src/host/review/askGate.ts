import * as vscode from 'vscode';
import { CancelledError } from '../../engine/errors.js';
import type { RunSummary } from '../../engine/events.js';
import type { Proposal } from '../../engine/write/proposal.js';
import { compact } from '../status/statusBar.js';
import { gateFacts } from './gateFacts.js';
import type { Gates } from './gates.js';
import { gateLines, titleOf } from './words.js';

/** Says what a gate is likely to use before it begins. @throws {CancelledError} when the person does not want it */
export async function askGate(proposal: Proposal, runs: readonly RunSummary[]): Promise<void> {
  const { replays, tokens } = gateFacts(proposal, runs);
  const price =
    tokens === null
      ? vscode.l10n.t('How many tokens that takes is not known.')
      : vscode.l10n.t('Runs that are replayed: {0}, about {1} tokens.', replays, compact(tokens));
  const run = vscode.l10n.t('Run the Gate');
  const picked = await vscode.window.showInformationMessage(
    `${vscode.l10n.t('Run the gate on exactly this text?')} ${price}`,
    run,
  );
  if (picked !== run) throw new CancelledError();
}

/** Runs it, shows how far it is, and says what it found. */
export async function runGate(gates: Gates, proposal: Proposal, after: string | undefined): Promise<void> {
  const title = vscode.l10n.t('The gate is running on “{0}”', titleOf(proposal));
  const location = vscode.ProgressLocation.Notification;
  const examined = await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    let reached = 0;
    const listener = gates.onDidChange(() => {
      const { done, of } = gates.at(proposal.id) ?? { done: 0, of: 0 };
      if (of === 0) return;
      const now = Math.floor((100 * done) / of);
      progress.report({
        message: vscode.l10n.t('{0} of {1} replays', done, of),
        increment: Math.max(0, now - reached),
      });
      reached = Math.max(reached, now);
    });
    token.onCancellationRequested(() => gates.cancel(proposal.id));
    try {
      return await gates.run(proposal.id, after);
    } finally {
      listener.dispose();
    }
  });
  void vscode.window.showInformationMessage(gateLines(examined.gate).join('. '));
}
