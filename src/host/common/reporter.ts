import * as vscode from 'vscode';
import type { Logger } from '../../engine/ports.js';
import { conflictOf } from './conflicts.js';
import { isCancelled, isHumanError } from './errors.js';
import { actionFor } from './remedies.js';
import { localize } from './text.js';

/** Tells the person what went wrong: a {@link HumanError} with the button that mends it, anything else as a bug with its stack in the log. */
export class Reporter {
  constructor(
    private readonly log: Logger,
    private readonly extensionId: string,
  ) {}

  /** @param retry repeats what failed, for errors that can simply be tried again */
  report(error: unknown, retry?: () => unknown): void {
    if (isCancelled(error)) return;
    this.show(error, retry).then(undefined, (failure: unknown) => this.log.error('Showing an error failed', failure));
  }

  private async show(error: unknown, retry?: () => unknown): Promise<void> {
    if (!isHumanError(error)) {
      this.log.error('Unexpected error', error);
      const showLog = vscode.l10n.t('Show Log');
      const message = vscode.l10n.t('Memento met an error it did not expect: {0}', String(error));
      const picked = await vscode.window.showErrorMessage(message, showLog);
      if (picked) await vscode.commands.executeCommand('memento.showLog');
      return;
    }
    this.log.warn(error.message);
    const action = error.remedy ? actionFor(error.remedy, this.extensionId, conflictOf(error)) : undefined;
    const again = error.remedy === 'retry' && retry ? vscode.l10n.t('Try Again') : undefined;
    const buttons = [action?.label, again].filter((label) => label !== undefined);
    const picked = await vscode.window.showWarningMessage(localize(error.text), ...buttons);
    if (picked === undefined) return;
    if (picked === action?.label) await action.run();
    else await retry?.();
  }

  /** Runs something whose failure must not reach the caller. */
  guard(work: () => unknown): void {
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => this.report(error));
  }
}
