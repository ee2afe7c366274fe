import { Console } from 'node:console';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';

/**
 * Called by VS Code inside its extension host: runs the bundled tests of one folder (scripts/test/host-tests.mjs says
 * which, by environment variables).
 * @throws when a test failed; VS Code then ends with a code other than 0
 */
export async function run(): Promise<void> {
  redirectConsole(setting('MEMENTO_TEST_OUTPUT'));
  process.setSourceMapsEnabled(true);
  try {
    const failures = await runMocha(setting('MEMENTO_TEST_FOLDER'));
    if (failures > 0) throw new Error(`${String(failures)} failed`);
    // Written last: a host that dies before this line has not passed, whatever VS Code reports.
    writeFileSync(setting('MEMENTO_TEST_RESULT'), 'ok');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    console.error(said);
    writeFileSync(setting('MEMENTO_TEST_RESULT'), said);
    throw error;
  }
}

/** How many tests failed. */
async function runMocha(folder: string): Promise<number> {
  // Loaded only now: mocha keeps the console it finds when it is loaded.
  const { default: Mocha } = await import('mocha');
  const { CountingReporter } = await import('../../scripts/test/counts.mjs');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 120_000,
    color: false,
    forbidOnly: true,
    forbidPending: true,
    reporter: CountingReporter,
  });
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.cjs'));
  for (const file of files.sort()) mocha.addFile(path.join(folder, file));
  await mocha.loadFilesAsync();
  if (mocha.suite.total() === 0) throw new Error(`no tests in ${folder}`);
  return new Promise((resolve) => mocha.run(resolve));
}

/**
 * In the extension host console.log and its like cannot be replaced one by one, and nothing of theirs reaches the
 * terminal, so the whole console becomes one that writes to a file.
 */
function redirectConsole(file: string): void {
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      appendFileSync(file, chunk);
      done();
    },
  });
  globalThis.console = new Console({ stdout: sink, stderr: sink });
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
