// @ts-check
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../lib/problem.mjs';
import { run } from '../lib/run.mjs';
import { main } from '../lib/scope.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isProgram = (/** @type {string} */ file) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** First of these programs on the PATH. @param {readonly string[]} wanted */
export async function onPath(wanted) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  for (const name of wanted)
    for (const folder of folders) if (await isProgram(path.join(folder, name))) return path.join(folder, name);
  return undefined;
}

/**
 * The browser that drives VS Code: `CHROMIUM`, else one on the PATH, else Debian's package when this is root with apt.
 * @param {AbortSignal} signal
 * @returns {Promise<string>} its path
 */
export async function ensureChromium(signal) {
  const given = process.env['CHROMIUM'];
  if (given) {
    if (await isProgram(given)) return given;
    throw new Problem(`CHROMIUM=${given} is not a program.`);
  }
  const found = await onPath(names);
  if (found) return found;
  const missing = 'A Chromium browser is missing: install the package "chromium" or set CHROMIUM=/path/to/it';
  const apt = await onPath(['apt-get']);
  if (!apt || process.getuid?.() !== 0) throw new Problem(`${missing}.`);
  console.log('Installing the package chromium (apt-get) ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  let said = '';
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { code, output } = await run(apt, ['-q', ...args], { env, signal });
    signal.throwIfAborted();
    said = output;
    if (code !== 0) break;
  }
  const installed = await onPath(names);
  if (installed) return installed;
  const reason = said.split('\n').find((line) => line.startsWith('E: ')) ?? 'it installed no such program';
  throw new Problem(`${missing}. apt-get said: ${reason}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(async (_scope, signal) => {
    console.log(await ensureChromium(signal));
    return 0;
  });
