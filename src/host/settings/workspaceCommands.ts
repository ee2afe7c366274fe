import * as vscode from 'vscode';

const key = 'feedback.commands';

/**
 * The command that tests a folder (`memento.feedback.command`). It differs from folder to folder, so a workspace may bring it along; but such a
 * command runs only in a trusted workspace and only after the person has allowed exactly this one. Otherwise whoever can write the settings of a
 * workspace, an agent included, could run what they like.
 */
export class WorkspaceCommands {
  private readonly asked = new Set<string>();

  /** @param state where allowed commands are remembered: of this workspace, not in its files */
  constructor(private readonly state: vscode.Memento) {}

  /** The command to use now; empty for none. Asks, without waiting, about a command the workspace brought along: an answer holds from the next run on. */
  of(folder: vscode.WorkspaceFolder): string {
    const found = vscode.workspace.getConfiguration('memento', folder).inspect<unknown>('feedback.command');
    const brought = textOf(found?.workspaceFolderValue) ?? textOf(found?.workspaceValue);
    if (brought === undefined || !vscode.workspace.isTrusted) return textOf(found?.globalValue) ?? '';
    if (brought === '' || this.allowed.includes(brought)) return brought;
    this.ask(folder, brought);
    return '';
  }

  private get allowed(): readonly string[] {
    return this.state.get<readonly string[]>(key, []);
  }

  private ask(folder: vscode.WorkspaceFolder, command: string): void {
    if (this.asked.has(command)) return;
    this.asked.add(command);
    const allow = vscode.l10n.t('Allow');
    const question = vscode.l10n.t(
      'The settings of “{0}” want to run this before and after each task, to see what the task did to its tests: {1}',
      folder.name,
      command,
    );
    void vscode.window.showInformationMessage(question, allow, vscode.l10n.t('Not Now')).then((answer) => {
      if (answer === allow) void this.state.update(key, [...this.allowed, command]);
    });
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value.trim() : undefined);
