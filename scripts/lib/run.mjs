// @ts-check
import { spawn } from 'node:child_process';
import path from 'node:path';

/**
 * @typedef {object} Result
 * @property {number} code exit code; 128 + n after signal n, 127 when the program could not be started
 * @property {string} output what it printed on both streams (empty when inherited)
 */

/**
 * Runs a program to its end. Never throws: what went wrong is in the result.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, inherit?: boolean, signal?: AbortSignal }} [options]
 * `inherit` shows the output instead of keeping it; `signal` ends the program's whole process group.
 * @returns {Promise<Result>}
 */
export function run(command, args, { cwd, env, inherit = false, signal } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(cwd ? { cwd } : {}),
      env: env ?? process.env,
      stdio: inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    const stop = () => child.pid && endGroup(child.pid, 'SIGTERM');
    signal?.addEventListener('abort', stop);
    // A script that ends early takes its programs along: they sit in process groups of their own.
    process.once('exit', stop);
    const done = (/** @type {number} */ code, /** @type {string} */ text) => {
      signal?.removeEventListener('abort', stop);
      process.removeListener('exit', stop);
      resolve({ code, output: text });
    };
    child.once('error', (error) => done(127, error.message));
    child.once('close', (code, name) => done(code ?? (name === 'SIGINT' ? 130 : 143), output));
  });
}

/**
 * Signals a process group; it may already be gone.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function endGroup(pid, signal) {
  try {
    if (process.platform === 'win32') process.kill(pid, signal);
    else process.kill(-pid, signal);
  } catch {
    // ESRCH: nothing left to end.
  }
}

/** How to call npm: by the npm that runs this script, if any, since `npm` need not be a program on Windows. */
export function npm() {
  const script = process.env['npm_execpath'];
  return script && /^npm(-cli)?\.c?js$/.test(path.basename(script))
    ? { command: process.execPath, args: [script] }
    : { command: 'npm', args: [] };
}

/**
 * The environment without what `npm run` adds to it: npm's project folder would redirect an `npm install` elsewhere, and
 * a person's terminal inside VS Code should look as if VS Code had been opened by hand. Settings such as the registry stay.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function plainEnvironment(env = process.env) {
  const added = /^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(local_prefix|noproxy|node_gyp)$)/;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !added.test(name) && name !== 'INIT_CWD' && name !== 'NODE_OPTIONS'),
  );
}
