// @ts-check
// Extension-host tests: bundles test/host and runs it inside a real VS Code. That is the server build in a headless
// browser, or with MEMENTO_TEST_DESKTOP=1 the desktop build, downloaded by @vscode/test-electron
// (MEMENTO_TEST_DESKTOP=1.99.0 takes that version, MEMENTO_TEST_DESKTOP=/path/to/code that program). It needs a display.
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPracticeWorkspace, practiceSettings } from '../host/practice.mjs';
import { endMarked, markName } from '../host/processes.mjs';
import { quietSettings, writeSettings } from '../host/settings.mjs';
import { inRoot, root } from '../lib/paths.mjs';
import { describe } from '../lib/problem.mjs';
import { run } from '../lib/run.mjs';
import { main } from '../lib/scope.mjs';
import { tail } from '../lib/tail.mjs';
import { bundleHostTests } from './bundle-host-tests.mjs';

/**
 * Folders below test/host, and the window in which the tests of each run.
 * @type {readonly { tests: string, folder: 'practice' | 'several' | 'none', trusted: boolean }[]}
 */
const windows = [
  { tests: '.', folder: 'practice', trusted: true },
  { tests: 'no-folder', folder: 'none', trusted: true },
  { tests: 'restricted', folder: 'practice', trusted: false },
  // A window of one folder starts its extension host, and the tests in it, anew when it gets a second one.
  { tests: 'several', folder: 'several', trusted: true },
];

/**
 * Runs the bundled tests of one folder in one window.
 * @param {import('../lib/scope.mjs').Scope} scope
 * @param {{ bundle: string, tests: string, folder: 'practice' | 'several' | 'none', trusted: boolean, counts: string }} options
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether all passed
 */
async function runWindow(scope, { bundle, tests, folder, trusted, counts }, signal) {
  const base = await scope.folder();
  const [dataDir, workspace] = [path.join(base, 'data'), path.join(base, 'workspace')];
  const [result, output] = [path.join(base, 'result'), path.join(base, 'output')];
  await writeSettings(dataDir, { ...quietSettings, ...(folder === 'practice' ? practiceSettings : {}) });
  if (folder === 'practice') await createPracticeWorkspace(workspace);
  else await mkdir(workspace);
  const opened = folder === 'several' ? await createSeveral(workspace) : workspace;
  const mark = path.basename(base);
  scope.defer(() => endMarked(mark, 2000));

  const launchArgs = [
    `--user-data-dir=${dataDir}`,
    `--extensions-dir=${path.join(base, 'ext')}`,
    ...(folder === 'none' ? [] : [opened]),
  ];
  const extensionTestsEnv = {
    [markName]: mark,
    MEMENTO_HOME: path.join(base, 'home'),
    MEMENTO_USER_HOME: path.join(base, 'person'),
    MEMENTO_TEST_FOLDER: path.join(bundle, tests),
    MEMENTO_TEST_OUTPUT: output,
    MEMENTO_TEST_RESULT: result,
    MEMENTO_TEST_COUNTS: counts,
  };
  const extension = { extensionDevelopmentPath: root, extensionTestsPath: path.join(bundle, 'index.cjs') };
  const vscodeExecutablePath = await executable();
  const stopTail = await tail(output);
  try {
    if (trusted) await runTests({ vscodeExecutablePath, ...extension, launchArgs, extensionTestsEnv });
    else {
      // runTests always switches workspace trust off.
      const flags = Object.entries(extension).map(([name, value]) => `--${name}=${value}`);
      const args = [...launchArgs, '--no-sandbox', '--skip-welcome', '--disable-updates', ...flags];
      const env = { ...process.env, ...extensionTestsEnv };
      const { code } = await run(vscodeExecutablePath, args, { env, inherit: true, signal });
      if (code !== 0) throw new Error(`VS Code ended with code ${code}`);
    }
    // VS Code may report success for an extension host that was killed: only the tests' own word counts.
    return (await readFile(result, 'utf8').catch(() => '')) === 'ok';
  } catch (error) {
    console.error(error instanceof Error ? error.message : describe(error));
    return false;
  } finally {
    await stopTail();
  }
}

/** Two empty folders in one window. @param {string} base @returns {Promise<string>} the file that VS Code opens */
async function createSeveral(base) {
  const names = ['first', 'second'];
  for (const name of names) await mkdir(path.join(base, name));
  const file = path.join(base, 'several.code-workspace');
  await writeFile(file, JSON.stringify({ folders: names.map((name) => ({ path: name })) }));
  return file;
}

/** The VS Code that runs the tests. @returns {Promise<string>} */
async function executable() {
  const wanted = process.env['MEMENTO_TEST_DESKTOP'];
  if (!wanted) return fileURLToPath(new URL('../host/code-headless', import.meta.url));
  if (/[\\/]/.test(wanted)) return wanted;
  return downloadAndUnzipVSCode(wanted === '1' ? 'stable' : wanted);
}

await main(async (scope, signal) => {
  const bundle = await bundleHostTests();
  const counts = process.env['MEMENTO_TEST_COUNTS'] ?? path.join(await scope.folder(), 'counts');
  let [ran, passed] = [0, 0];
  for (const window of windows) {
    const folder = path.join(bundle, window.tests);
    if (!existsSync(folder) || !(await readdir(folder)).some((name) => name.endsWith('.test.cjs'))) continue;
    console.log(`\nExtension host, ${window.folder} folder${window.trusted ? '' : ', restricted'}:`);
    const ok = await runWindow(scope, { ...window, bundle, counts: `${counts}.${window.tests}` }, signal);
    ran++;
    if (ok) passed++;
  }
  if (ran === 0) console.error(`No tests in ${inRoot('test/host')}.`);
  return ran > 0 && passed === ran ? 0 : 1;
});
