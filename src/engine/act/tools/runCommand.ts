import { stat } from 'node:fs/promises';
import * as z from 'zod';
import { HumanError } from '../../errors.js';
import { explained } from '../../safety/fileProblem.js';
import { visible } from '../../safety/hidden.js';
import { relativeTo, resolveInside } from '../../safety/paths.js';
import { text, type Text } from '../../text.js';
import { runProcess, type ProcessResult } from '../process.js';
import type { Coverage } from '../tracking.js';
import { denied, type Tool } from './tool.js';
import { brief } from './words.js';

const schema = z.strictObject({
  command: z.string().trim().min(1).max(32_000).describe('Command line for the shell.'),
  cwd: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('Folder to run in, relative to the workspace; the workspace itself when absent.'),
});

/** A program that raises privileges where a command may stand. A guard-rail: the person reads every command anyway. */
const raisesPrivileges =
  /(^|[\n;&|(`]|\b(?:then|do|else|env|nohup|exec|command|time|xargs)\s)\s*(\/\S{0,80}\/)?(sudo|doas|pkexec|su)\s/;

/** Runs a command line in the workspace. Always asked for; everything it started has ended when it returns. */
export const runCommand: Tool<z.infer<typeof schema>> = {
  name: 'run_command',
  description:
    'Runs a command line with bash (cmd on Windows) in the workspace. The user sees it first. There is no terminal and no standard input. Background processes are ended when the command returns. Long output is cut in the middle.',
  schema,
  title: ({ command }) => text('Run {0}', brief(command)),
  async run({ command, cwd = '.' }, context, signal) {
    if (command.includes('\0')) throw new HumanError(text('A command cannot hold a NUL character.'));
    if (raisesPrivileges.test(`${command} `))
      throw new HumanError(text('Commands with administrator rights are not run.'));
    const folder = await resolveInside(context.workspace, cwd);
    if (!(await explained(cwd, () => stat(folder))).isDirectory())
      throw new HumanError(text('“{0}” is not a folder.', cwd));
    const coverage = await context.snapshot.beforeCommand(signal);
    const allowed = await context.ask({
      kind: 'command',
      tool: runCommand.name,
      title: text('Run a command'),
      subject: visible(command),
      where: visible(relativeTo(context.workspace, folder)),
      why: reasonFor(command, coverage),
      // What is remembered for the run is the text shown, and that of a command with hidden characters could also be meant literally.
      choices: hides(command) ? ['once', 'deny'] : ['once', 'run', 'deny'],
    });
    if (!allowed) return denied;
    // What the person changed while the question was open is theirs, not the command's.
    await context.snapshot.beforeCommand(signal);
    try {
      const { output, limits, run, confine, execute = runProcess } = context;
      const timeoutMs = limits.commandTimeoutMs;
      const request = { command, cwd: folder, run, timeoutMs, output, ...(confine ? { confine } : {}) };
      return toResult(await execute(request, signal), timeoutMs);
    } finally {
      await context.snapshot.afterCommand();
    }
  },
};

const hides = (command: string): boolean => visible(command) !== command;

function reasonFor(command: string, coverage: Coverage): Text {
  if (hides(command)) return text('It holds characters that cannot be seen; they are shown as escapes.');
  if (/\.memento\b/i.test(command))
    return text(
      'It names the skill library. A command can change any file, and skills it changes must be looked at again.',
    );
  return coverage.complete ? text('A command can change any file and use the network.') : coverage.reason;
}

function toResult(result: ProcessResult, timeoutMs: number): { ok: boolean; output: string; summary: Text } {
  const { exitCode, signal, timedOut, ended, survivors } = result;
  const seconds = Math.round(timeoutMs / 1000);
  const notes = [
    timedOut
      ? `[stopped after ${seconds} s]`
      : exitCode === null
        ? `[ended by ${signal ?? 'a signal'}]`
        : `[exit ${exitCode}]`,
  ];
  if (ended) notes.push(`[${ended} background process(es) ended with the command]`);
  if (survivors) notes.push(`[${survivors} process(es) could not be ended]`);
  const body = result.output && !result.output.endsWith('\n') ? `${result.output}\n` : result.output;
  return {
    ok: exitCode === 0,
    output: body + notes.join('\n'),
    summary: timedOut
      ? text('stopped after {0} s', seconds)
      : exitCode === null
        ? text('ended by {0}', signal ?? '?')
        : text('exit {0}', exitCode),
  };
}
