import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** What a person would answer. Under test VS Code shows no modal dialog, and nobody sits at the keyboard. */
export interface Answers {
  /** Button of a warning, or of one after the other; absent: it is closed. */
  readonly warning?: string | readonly string[];
  /** Label of the row picked in a list, without its icon. */
  readonly pick?: string;
  /** Where to save. */
  readonly save?: vscode.Uri;
}

/** What the person was asked and told meanwhile. */
export interface Asked {
  readonly warnings: readonly string[];
  readonly messages: readonly string[];
  readonly errors: readonly string[];
}

type Window = { -readonly [K in keyof typeof vscode.window]: unknown };

/** Answers for the time of a command. */
export async function answering(answers: Answers, use: () => Thenable<unknown>): Promise<Asked> {
  const asked = { warnings: [] as string[], messages: [] as string[], errors: [] as string[] };
  const window = vscode.window as Window;
  const before = { ...window };
  window.showWarningMessage = (message: string, ...rest: unknown[]) => {
    asked.warnings.push(message);
    return Promise.resolve(rest.find((one) => typeof one === 'string' && [answers.warning].flat().includes(one)));
  };
  window.showInformationMessage = (message: string) => {
    asked.messages.push(message);
    return Promise.resolve(undefined);
  };
  window.showErrorMessage = (message: string) => {
    asked.errors.push(message);
    return Promise.resolve(undefined);
  };
  window.showQuickPick = async (items: readonly vscode.QuickPickItem[] | Promise<readonly vscode.QuickPickItem[]>) =>
    (await items).find(({ label }) => label.replace(/^\$\(.+?\) /, '') === answers.pick);
  window.showSaveDialog = () => Promise.resolve(answers.save);
  try {
    await use();
    // Messages are shown without waiting for them.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return asked;
  } finally {
    for (const name of [
      'showWarningMessage',
      'showInformationMessage',
      'showErrorMessage',
      'showQuickPick',
      'showSaveDialog',
    ] as const)
      window[name] = before[name];
  }
}

/** Runs a command as a person does who expects that nothing goes wrong. */
export async function command(id: string, argument?: unknown, answers: Answers = {}): Promise<Asked> {
  const asked = await answering(answers, () => vscode.commands.executeCommand(id, argument));
  assert.deepEqual(asked.errors, [], 'no bug is told');
  return asked;
}
