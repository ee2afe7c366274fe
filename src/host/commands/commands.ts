import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import type { CommandId, CommandTable } from './table.js';

/** Handlers get what VS Code passes, which may be anything: they narrow it. */
export type Handlers = Readonly<Partial<Record<CommandId, (argument: unknown) => unknown>>>;

/** Registers handlers; what they throw is told to the person. */
export function registerCommands(handlers: Handlers, reporter: Reporter): Disposable {
  const registered = new Disposables();
  for (const [id, handler] of Object.entries(handlers))
    registered.add(
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          return await handler(argument);
        } catch (error) {
          reporter.report(error, () => vscode.commands.executeCommand(id, argument));
          return undefined;
        }
      }),
    );
  return registered;
}

/** Runs one of our commands. */
export const run = <K extends CommandId>(id: K, ...args: CommandTable[K]): Thenable<unknown> =>
  vscode.commands.executeCommand(id, ...args);

/** One of our commands for a tree item, a status bar item or a code lens. */
export const command = <K extends CommandId>(id: K, title: string, ...args: CommandTable[K]): vscode.Command => ({
  command: id,
  title,
  arguments: args,
});
