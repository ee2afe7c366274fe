import path from 'node:path';
import { CancelledError, HumanError } from '../engine/errors.js';
import { benchCommand } from './commands/bench/bench.js';
import { doctorCommand } from './commands/doctor.js';
import { practiceCommand } from './commands/practice.js';
import { proposalsCommand } from './commands/proposals.js';
import { roundsCommand } from './commands/rounds/rounds.js';
import { routerCommand } from './commands/router/router.js';
import { feedbackCommand, runsCommand } from './commands/runs.js';
import { skillsCommand } from './commands/skills/skills.js';
import { solveCommand } from './commands/solve.js';
import { commonFlags, wantsHelp, wantsJson } from './commonFlags.js';
import type { CliContext } from './context.js';
import { helpFor } from './help.js';
import { say, t, useLanguage } from './l10n.js';
import { Output } from './output.js';
import { UsageError } from './usage.js';

const commands: ReadonlyMap<string, (context: CliContext, args: string[]) => Promise<number>> = new Map([
  ['solve', solveCommand],
  ['feedback', feedbackCommand],
  ['runs', runsCommand],
  ['skills', skillsCommand],
  ['proposals', proposalsCommand],
  ['router', routerCommand],
  ['rounds', roundsCommand],
  ['bench', benchCommand],
  ['doctor', doctorCommand],
  ['practice', practiceCommand],
]);

/** Runs one command and returns its exit code: 0 done, 1 failed, 2 bad usage or input, 130 cancelled (DESIGN.md 6). */
async function main(argv: readonly string[]): Promise<number> {
  const root = path.resolve(__dirname, '..');
  useLanguage(process.env, root);
  const output = new Output(wantsJson(argv), process.stdout, process.stderr);
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => cancel.abort());
  try {
    const { folder, rest } = commonFlags(argv);
    const [name, ...args] = rest;
    if (name === undefined || name === 'help' || wantsHelp([name])) {
      output.help(helpFor(args[0], args[1]));
      return 0;
    }
    const command = commands.get(name);
    if (!command) throw new UsageError(t('There is no command “{0}”. “memento --help” lists them.', name));
    if (wantsHelp(args)) {
      output.help(helpFor(name, args[0]));
      return 0;
    }
    return await command(
      {
        output,
        environment: process.env,
        folder: path.resolve(folder),
        root,
        signal: cancel.signal,
        input: process.stdin,
      },
      args,
    );
  } catch (error) {
    return report(error, output);
  }
}

function report(error: unknown, output: Output): number {
  if (error instanceof CancelledError) {
    output.note(t('Cancelled.'));
    return 130;
  }
  if (error instanceof HumanError) output.refusal(say(error.text));
  else if (error instanceof UsageError) output.refusal(error.message);
  else if (isParseError(error)) output.refusal(error.message.split('. ')[0] ?? error.message);
  else if (isMissingFolder(error)) output.refusal(t('There is no folder {0}.', error.path));
  else {
    output.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
  return 2;
}

/** `node:util` parseArgs marks what the person typed wrong with these codes. */
const isParseError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

const isMissingFolder = (error: unknown): error is NodeJS.ErrnoException & { path: string } =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR') &&
  'syscall' in error &&
  error.syscall === 'realpath' &&
  'path' in error;

// Whoever reads a piped list may have seen enough (`memento skills list | head`): no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// The exit code is set, not forced, so that piped output is written to its end.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
