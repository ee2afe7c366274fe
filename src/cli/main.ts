import path from 'node:path';
import { CancelledError, HumanError } from '../engine/errors.js';
import { doctorCommand } from './commands/doctor.js';
import { practiceCommand } from './commands/practice.js';
import { proposalsCommand } from './commands/proposals.js';
import { feedbackCommand, runsCommand } from './commands/runs.js';
import { skillsCommand } from './commands/skills.js';
import { solveCommand } from './commands/solve.js';
import type { CliContext } from './context.js';
import { say, t, useLanguage } from './l10n.js';
import { Output } from './output.js';
import { UsageError } from './usage.js';

const commands: Readonly<Record<string, (context: CliContext, args: string[]) => Promise<number>>> = {
  solve: solveCommand,
  feedback: feedbackCommand,
  runs: runsCommand,
  skills: skillsCommand,
  proposals: proposalsCommand,
  doctor: doctorCommand,
  practice: practiceCommand,
};

const help = `memento solve "<task>" [--check "<shell>"] [--approve ask|read-only|all] [--review review|shadow] [--model practice] [--skill NAME|none]
memento feedback RUN good|bad [--reason "..."]
memento runs list | show ID | undo ID
memento skills init | list
memento proposals list | show ID | accept ID [--hunks 1,3] | reject ID [--reason "..."]
memento doctor
memento practice DIR
--json prints JSON on stdout and nothing else; --folder DIR works in another folder.`;

/** Runs one command and returns its exit code: 0 done, 1 failed, 2 bad usage or input, 130 cancelled (DESIGN.md 6). */
async function main(argv: readonly string[]): Promise<number> {
  const root = path.resolve(__dirname, '..');
  useLanguage(process.env, root);
  const { flags, rest } = commonFlags(argv);
  const output = new Output(flags.json, process.stdout, process.stderr);
  const [name, ...args] = rest;
  const command = name === undefined ? undefined : commands[name];
  if (!command || args.includes('--help')) {
    output.note(help);
    return name === undefined || name === '--help' || name === 'help' || command ? 0 : 2;
  }
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => cancel.abort());
  try {
    return await command(
      {
        output,
        environment: process.env,
        folder: path.resolve(flags.folder ?? '.'),
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
  if (error instanceof CancelledError) return 130;
  if (error instanceof HumanError) output.note(say(error.text));
  else if (error instanceof UsageError) output.note(error.message);
  else if (isParseError(error)) output.note(error.message.split('. ')[0] ?? error.message);
  else if (isMissingFolder(error)) output.note(t('There is no folder {0}.', error.path));
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
  error.code === 'ENOENT' &&
  'syscall' in error &&
  error.syscall === 'realpath' &&
  'path' in error;

/** `--json` and `--folder` stand anywhere. */
function commonFlags(argv: readonly string[]): {
  flags: { json: boolean; folder: string | undefined };
  rest: string[];
} {
  const rest: string[] = [];
  let json = false;
  let folder: string | undefined;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--json') json = true;
    else if (word === '--folder') folder = argv[++index];
    else rest.push(word);
  }
  return { flags: { json, folder }, rest };
}

// The exit code is set, not forced, so that piped output is written to its end.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
