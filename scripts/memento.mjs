// @ts-check
// npm run memento: the command line of this clone. Installs and builds first where that is missing or the sources have changed.
import { buildIsStale } from './lib/built.mjs';
import { ensureDependencies, ensureNode } from './lib/dependencies.mjs';
import { describe } from './lib/problem.mjs';
import { buildAll } from './package.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** Returns whether there is something to run; says why not. Standard output is the command's. */
async function prepare() {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const name of signals) process.on(name, onSignal);
  try {
    ensureNode();
    await ensureDependencies(stop.signal);
    if (await buildIsStale()) {
      console.error('Building ...');
      await buildAll(stop.signal);
    }
    return true;
  } catch (error) {
    process.exitCode = stop.signal.aborted ? 130 : 1;
    if (!stop.signal.aborted) console.error(describe(error));
    return false;
  } finally {
    // From here on the command ends itself.
    for (const name of signals) process.off(name, onSignal);
  }
}

if (await prepare()) await import(new URL('../dist/cli.cjs', import.meta.url).href);
