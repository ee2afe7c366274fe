// @ts-check
// Takes VS Code's own command line: --extensionDevelopmentPath=, --extensionTestsPath=, --user-data-dir=,
// --extensions-dir=, [--disable-workspace-trust] [FOLDER | X.code-workspace]. Runs the tests in a real extension host and
// exits with their code. The flags that only a desktop window knows are ignored.
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../lib/problem.mjs';
import { inRoot } from '../lib/paths.mjs';
import { main } from '../lib/scope.mjs';
import { launchBrowser, viewport } from './browser.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureHost } from './install.mjs';
import { remoteUri, startServer, workbenchUrl } from './server.mjs';

/** Milliseconds for all tests of one call. */
const timeout = Number(process.env['MEMENTO_TEST_TIMEOUT'] ?? 600_000);

/** @type {Map<string, string[]>} */
const options = new Map();
/** @type {string[]} */
const opened = [];
for (let i = 2; i < process.argv.length; i++) {
  const argument = process.argv[i] ?? '';
  const match = /^--([\w-]+)(?:=(.*))?$/s.exec(argument);
  if (!match) opened.push(argument);
  else options.set(match[1] ?? '', [...(options.get(match[1] ?? '') ?? []), match[2] ?? '']);
}

await main(async (scope, signal) => {
  const executable = await ensureChromium(signal);
  await ensureHost(signal);
  const base = await scope.folder();
  const tests = options.get('extensionTestsPath')?.at(-1);
  if (!tests) throw new Problem('--extensionTestsPath= is missing.');
  const server = await startServer({
    dataDir: path.resolve(options.get('user-data-dir')?.at(-1) || path.join(base, 'data')),
    extensionsDir: path.resolve(options.get('extensions-dir')?.at(-1) || path.join(base, 'ext')),
    trusted: options.has('disable-workspace-trust'),
    // Without it a built VS Code ignores the two paths of the payload, silently.
    driver: true,
  });
  scope.defer(server.stop);
  const browser = await launchBrowser(executable);
  scope.defer(() => browser.close());
  const page = await browser.newPage({ viewport });

  const finished = new Promise((resolve, reject) => {
    page.on('crash', () => reject(new Problem('The browser page crashed.')));
    setTimeout(() => reject(new Problem(`The tests gave no result in ${timeout / 1000} s.`)), timeout).unref();
    void server.ended.then(() => reject(new Problem('The VS Code server ended.')));
    // VS Code calls this when the tests are over.
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  const development = await developmentPath(base);
  const [target] = opened.map((file) => path.resolve(file));
  await page.goto(
    workbenchUrl(server, {
      ...(target?.endsWith('.code-workspace') ? { workspace: target } : { folder: target }),
      payload: [
        ...(development ? [/** @type {const} */ (['extensionDevelopmentPath', remoteUri(server, development)])] : []),
        ['extensionTestsPath', remoteUri(server, path.resolve(tests))],
      ],
    }),
  );
  try {
    const code = Number(await finished);
    return code === 0 && !(await testsSaidSo()) ? 70 : code;
  } catch (error) {
    const picture = inRoot('out/host-tests.png');
    await page.screenshot({ path: picture }).then(
      () => console.error(`What the window showed: ${picture}`),
      () => undefined,
    );
    throw error;
  }
});

/**
 * The payload becomes a Map, so of two extensions only the last would count: a folder of links instead, which VS Code scans.
 * @param {string} base
 */
async function developmentPath(base) {
  const paths = (options.get('extensionDevelopmentPath') ?? []).map((file) => path.resolve(file));
  if (paths.length < 2) return paths[0];
  const folder = path.join(base, 'dev');
  await mkdir(folder);
  await Promise.all(paths.map((file, i) => symlink(file, path.join(folder, `${i}-${path.basename(file)}`))));
  return folder;
}

/** VS Code reports 0 when the extension host dies under the tests: only the word that the tests themselves wrote counts. */
async function testsSaidSo() {
  const file = process.env['MEMENTO_TEST_RESULT'] ?? '';
  const said = await readFile(file, 'utf8').catch(() => '');
  if (said !== 'ok') console.error(said ? `The tests said: ${said}` : 'The extension host ended before the tests did.');
  return said === 'ok';
}
