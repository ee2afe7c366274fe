// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from './problem.mjs';

/**
 * Owns what a script has started. Everything is ended in reverse order, once, whichever way the script leaves.
 */
export class Scope {
  /** @type {(() => unknown)[]} */
  #closers = [];
  #closed = false;

  /**
   * Registers what ends something. After the scope was closed it runs at once, so nothing started late is left behind.
   * @param {() => unknown} closer
   */
  defer(closer) {
    if (this.#closed) void run(closer);
    else this.#closers.push(closer);
  }

  /** A new temporary folder, removed at the end. Its path is short: Unix socket names inside it have about 100 bytes. */
  async folder(prefix = 'memento-') {
    const folder = await mkdtemp(path.join(os.tmpdir(), prefix));
    this.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
    return folder;
  }

  async close() {
    this.#closed = true;
    for (let closer = this.#closers.pop(); closer; closer = this.#closers.pop()) await run(closer);
  }
}

/** @param {() => unknown} closer */
async function run(closer) {
  try {
    await closer();
  } catch (error) {
    console.error(`While cleaning up: ${describe(error)}`);
  }
}

const signals = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });

/**
 * Closes a scope and ends the process when it is told to end; a second signal ends it without waiting.
 * @param {Scope} scope
 * @returns {AbortSignal} fires first
 */
export function closeOnSignals(scope) {
  const stop = new AbortController();
  for (const [name, code] of Object.entries(signals))
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(code);
      stop.abort();
      void scope.close().then(() => process.exit(code));
    });
  return stop.signal;
}

/**
 * Runs a script: closes its scope on return, error and signal, and ends the process with the code it returned.
 * @param {(scope: Scope, signal: AbortSignal) => Promise<number>} script
 */
export async function main(script) {
  const scope = new Scope();
  const signal = closeOnSignals(scope);
  let code = 1;
  const running = script(scope, signal);
  // Closed last: what the script itself does at its end may take a moment after a signal.
  scope.defer(() => Promise.race([running.catch(() => undefined), sleep(5000)]));
  try {
    code = await running;
  } catch (error) {
    // After a signal everything fails because it is being ended; the handler above exits.
    if (signal.aborted) return;
    console.error(describe(error));
  }
  if (signal.aborted) return;
  await scope.close();
  process.exit(code);
}
