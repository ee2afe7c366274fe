import * as vscode from 'vscode';
import { CancelledError } from '../../engine/errors.js';

/** Asks before something that cannot be overlooked. @throws {CancelledError} when the person thinks better of it */
export async function confirm(question: string, detail: string, button: string): Promise<void> {
  const picked = await vscode.window.showWarningMessage(question, { modal: true, detail }, button);
  if (picked !== button) throw new CancelledError();
}

/** Tells something with buttons, without waiting for an answer: the person may leave the message alone. */
export function offer(message: string, actions: Readonly<Record<string, () => unknown>>): void {
  void vscode.window.showInformationMessage(message, ...Object.keys(actions)).then((picked) => {
    if (picked !== undefined) return actions[picked]?.();
    return undefined;
  });
}
