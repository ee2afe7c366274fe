import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { endFamily, runVariable } from '../../act/family.js';
import { CancelledError, HumanError, throwIfCancelled } from '../../errors.js';
import { commandEnvironment } from '../../safety/environment.js';
import { codeOf } from '../../safety/fileProblem.js';
import { text } from '../../text.js';
import type { GitAddress } from './address.js';

export interface GitRequest {
  readonly args: readonly string[];
  /** A bare repository, or an empty folder. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Bytes of output; more end the program. */
  readonly most: number;
}

export interface GitResult {
  readonly exitCode: number | null;
  readonly output: Buffer;
  /** The end of what it said about errors. */
  readonly errors: string;
}

/**
 * Settings that win over all configuration: nothing of a repository runs (hooks, monitors, filters need a work tree and there is none),
 * nothing is done in the background, and no transport helps itself to another one.
 */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.symlinks=false',
  'core.askPass=',
  'fetch.recurseSubmodules=false',
  'fetch.fsckObjects=false',
  // One pack instead of many files, however few objects there are: what comes can be measured.
  'fetch.unpackLimit=1',
  'fetch.writeCommitGraph=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.ext.allow=never',
  'protocol.version=2',
  'http.lowSpeedLimit=1',
  'http.lowSpeedTime=60',
].flatMap((setting) => ['-c', setting]);

const keptErrors = 16 * 1024;

/**
 * Runs the system's git to its end. The person's own settings count (proxy, certificates, credential helper), but it asks nothing: there is
 * no terminal, and nobody to answer.
 * @throws {CancelledError} when the signal fires, after the program and all it started have been ended
 * @throws {HumanError} when there is no git, or it gives more output than allowed
 */
export async function runGit(request: GitRequest, signal: AbortSignal): Promise<GitResult> {
  throwIfCancelled(signal);
  const mark = `import-${randomBytes(8).toString('hex')}`;
  const windows = process.platform === 'win32';
  const child = spawn('git', [...settings, ...request.args], {
    cwd: request.cwd,
    env: { ...request.environment, [runVariable]: mark },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group and session of its own: it can be ended as one, and ssh finds no terminal to ask at.
    detached: !windows,
    windowsHide: true,
  });
  const pieces: Buffer[] = [];
  let length = 0;
  let errors = '';
  const closed = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  const stopped = new Promise<'cancel' | 'much'>((resolve) => {
    const cancel = (): void => resolve('cancel');
    signal.addEventListener('abort', cancel, { once: true });
    void closed.catch(() => undefined).finally(() => signal.removeEventListener('abort', cancel));
    child.stdout.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > request.most) resolve('much');
      else pieces.push(piece);
    });
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (errors = (errors + piece).slice(-keptErrors)));
  // It may end before it has read everything; its exit code tells.
  child.stdin.on('error', () => undefined).end(request.input);
  try {
    const first = await Promise.race([closed, stopped]);
    if (typeof first !== 'string') return { exitCode: first, output: Buffer.concat(pieces), errors };
    await endFamily({ leader: child.pid, run: mark });
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
    await closed;
    if (first === 'cancel') throw new CancelledError();
    throw new HumanError(text('The repository is too large to import: name a folder inside it.'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new HumanError(text('The program “git” was not found. Install it, or import a folder or a zip file.'));
    throw error;
  }
}

/**
 * The environment of git: what every command of ours gets, and what only a program of the person's own may have: the agent that holds
 * their ssh keys, their command for ssh, and the proxy's address as it is.
 */
export async function gitEnvironment(
  address: GitAddress,
  source: Readonly<Record<string, string | undefined>>,
  cwd: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const base: Record<string, string> = {
    ...commandEnvironment(source),
    ...own(source),
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_ALLOW_PROTOCOL: allowed[address.protocol],
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  if (address.authorization) return { ...base, ...signedIn(address.authorization) };
  if (!allowed[address.protocol].includes('ssh')) return base;
  const asked = { args: ['config', '--get', 'core.sshCommand'], cwd, environment: base, most: 10_000 };
  const configured = source.GIT_SSH_COMMAND || (await runGit(asked, signal)).output.toString().trim() || 'ssh';
  return { ...base, GIT_SSH_COMMAND: `${configured} -o BatchMode=yes` };
}

/** Many people let git take ssh for https, or the other way round (`url.<base>.insteadOf`). No server can bring that about. */
const allowed: Readonly<Record<GitAddress['protocol'], string>> = {
  https: 'https:ssh',
  ssh: 'ssh:https',
  http: 'http',
  file: 'file',
};

const passed = /^(?:SSH_AUTH_SOCK|SSH_AGENT_PID|GIT_SSL_[A-Z]+|GIT_PROXY_SSL_[A-Z]+|(?:https?|all|no)_proxy)$/i;

const own = (source: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(source).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && passed.test(entry[0]),
    ),
  );

/** The header is not sent on to another server: redirects are off with it. No helper is asked to keep the password. */
const signedIn = (authorization: string): Record<string, string> => ({
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: 'http.extraHeader',
  GIT_CONFIG_VALUE_0: `Authorization: ${authorization}`,
  GIT_CONFIG_KEY_1: 'http.followRedirects',
  GIT_CONFIG_VALUE_1: 'false',
  GIT_CONFIG_KEY_2: 'credential.helper',
  GIT_CONFIG_VALUE_2: '',
});
