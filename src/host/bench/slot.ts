import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';

/** Room for one benchmark at a time. */
export class Slot {
  private current: { cancelled: boolean; readonly ended: Promise<void> } | undefined;

  /**
   * Returns when there is room: one that was cancelled takes some seconds to end its processes.
   * @throws {HumanError} when one is running that was not cancelled
   */
  async free(): Promise<void> {
    while (this.current) {
      const { cancelled, ended } = this.current;
      if (!cancelled) throw new HumanError(text('A benchmark is running already.'));
      const title = vscode.l10n.t('Waiting for the end of the benchmark that was cancelled…');
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => ended);
    }
  }

  /**
   * Does the work of a benchmark when there is room, as the only one.
   * @param work is told what to call when the person cancels it
   * @throws {HumanError} as {@link free}; whatever the work throws
   */
  async use<T>(work: (cancelled: () => void) => Promise<T>): Promise<T> {
    while (this.current) await this.free();
    let end = (): void => undefined;
    const current = { cancelled: false, ended: new Promise<void>((resolve) => (end = resolve)) };
    this.current = current;
    try {
      return await work(() => (current.cancelled = true));
    } finally {
      this.current = undefined;
      end();
    }
  }
}
