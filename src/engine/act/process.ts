import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CancelledError, HumanError, throwIfCancelled } from '../errors.js';
import { commandEnvironment } from '../safety/environment.js';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { text } from '../text.js';
import { Capture } from './capture.js';
import { endFamily, runVariable } from './family.js';
import { bootTicks } from './processes.js';

export interface ProcessRequest {
  /** A line for the shell: bash where there is one, else sh; cmd on Windows. */
  readonly command: string;
  /** Absolute path of the folder to run in. */
  readonly cwd: string;
  /** Id of the run: every process carries it, so that none is left behind. */
  readonly run: string;
  /** Milliseconds of working time; a machine that sleeps does not use it up. */
  readonly timeoutMs: number;
  /** Variables besides those of `safety/environment.ts`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Told of the output while it comes (the first 256 KB of it). */
  readonly output?: (delta: string) => void;
  /** Absent: the command may do what this process may. */
  readonly confine?: Confine;
}

/** A program about to be started, with its surroundings. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Puts walls around a program: returns what is started instead. */
export type Confine = (launch: Launch) => Launch;

export interface ProcessResult {
  /** `null` when a signal or the timeout ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Standard output and error in the order they were written, at most about 64 KB: beginning and end. */
  readonly output: string;
  readonly truncated: boolean;
  readonly timedOut: boolean;
  /** Processes the command had left in the background; they were ended with it. */
  readonly ended: number;
  /** Processes that could not be ended. */
  readonly survivors: number;
}

/** A way to carry out commands: {@link runProcess}, or what stands for it. */
export type Execute = (request: ProcessRequest, signal: AbortSignal) => Promise<ProcessResult>;

/** Bytes of output kept for the model. */
const outputLimit = 64 * 1024;
/** A process in the background may hold the output open for ever; what has not come this long after the exit is not waited for. */
const pipeGrace = 250;

/**
 * Runs a command to its end, with all it started: nothing of it is left when this returns (reliability.md 2f). Standard input is closed, so
 * that a question fails at once instead of hanging.
 *
 * @throws {CancelledError} when the signal fires, after everything has been ended
 * @throws {HumanError} when it cannot be started
 */
export async function runProcess(request: ProcessRequest, signal: AbortSignal): Promise<ProcessResult> {
  throwIfCancelled(signal);
  const capture = new Capture(outputLimit, request.output);
  const since = bootTicks();
  const child = await start(request);
  const family = { leader: child.pid, run: request.run, since };
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<{ exitCode: number | null; signal: string | null }>((resolve) =>
    child.once('exit', (exitCode, name) => resolve({ exitCode, signal: name })),
  );
  const inlets = streams.map((stream) => {
    const inlet = capture.open();
    stream.on('data', (piece: Buffer) => inlet.push(piece));
    // A pipe that breaks when it is destroyed has nothing more to say.
    stream.on('error', () => undefined);
    return inlet;
  });

  const interrupted = await firstOf(exited, request.timeoutMs, signal);
  const early = interrupted ? await endFamily(family) : undefined;
  const exit = early?.survivors ? { exitCode: null, signal: null } : await exited;
  await within(closed, pipeGrace);
  for (const stream of streams) stream.destroy();
  const late = await endFamily(family);
  if (signal.aborted) throw new CancelledError();
  for (const inlet of inlets) inlet.end();
  return {
    exitCode: interrupted ? null : exit.exitCode,
    signal: exit.signal,
    output: capture.text(),
    truncated: capture.truncated,
    timedOut: interrupted === 'timeout',
    ended: early ? 0 : late.ended,
    survivors: late.survivors,
  };
}

/**
 * Ends everything that carries a run's id, for example what a killed editor left behind. Where the system does not tell (all but Linux)
 * nothing is found.
 *
 * @returns how many processes were ended
 */
export async function sweepRun(run: string): Promise<number> {
  const { ended, survivors } = await endFamily({ leader: undefined, run });
  return ended - survivors;
}

async function start(request: ProcessRequest): Promise<ChildProcess> {
  const { command, cwd } = request;
  if (command.includes('\0')) throw new HumanError(text('A command cannot hold a NUL character.'));
  // Otherwise a missing folder would look like a missing shell.
  const folder = await stat(cwd).catch((error: unknown) => Promise.reject(fileProblem(error, cwd) as Error));
  if (!folder.isDirectory()) throw new HumanError(text('“{0}” is not a folder.', cwd));
  const windows = process.platform === 'win32';
  const [file, args] = windows ? windowsShell(command) : posixShell(command);
  const environment = commandEnvironment(process.env, { ...request.environment, [runVariable]: request.run });
  const plain: Launch = { file, args, cwd, environment };
  const launch = request.confine?.(plain) ?? plain;
  try {
    const child = spawn(launch.file, launch.args, {
      cwd: launch.cwd,
      env: { ...launch.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group (and session) of its own, so that it can be ended as one.
      detached: !windows,
      windowsHide: true,
      windowsVerbatimArguments: windows,
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).on('error', reject));
    return child;
  } catch (error) {
    if (codeOf(error) === 'E2BIG') throw new HumanError(text('The command is too long for this system.'));
    const code = codeOf(error);
    throw code
      ? new HumanError(text('The shell could not be started ({0}).', code), undefined, { cause: error })
      : error;
  }
}

/** The outer shell only joins both outputs, so that errors stand between the lines they belong to. */
function posixShell(command: string): [string, string[]] {
  const bash = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/opt/homebrew/bin/bash'].find((at) =>
    existsSync(at),
  );
  const inner = bash ? [bash, '--noprofile', '--norc', '-c', command] : ['/bin/sh', '-c', command];
  return ['/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', ...inner]];
}

const windowsShell = (command: string): [string, string[]] => [
  process.env.ComSpec ?? 'cmd.exe',
  ['/d', '/s', '/c', `"${command}"`],
];

/** Waits for the exit; undefined when it came first, else what came before it. */
async function firstOf(
  exited: Promise<unknown>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<'timeout' | 'cancel' | undefined> {
  let timer: NodeJS.Timeout | undefined;
  let cancel: (() => void) | undefined;
  try {
    return await Promise.race([
      exited.then(() => undefined),
      new Promise<'timeout'>((resolve) => (timer = setTimeout(() => resolve('timeout'), timeoutMs))),
      new Promise<'cancel'>((resolve) => {
        cancel = () => resolve('cancel');
        if (signal.aborted) cancel();
        signal.addEventListener('abort', cancel);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (cancel) signal.removeEventListener('abort', cancel);
  }
}

async function within(done: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([done, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
