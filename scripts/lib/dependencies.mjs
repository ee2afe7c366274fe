// @ts-check
import { readFile } from 'node:fs/promises';
import { Problem } from './problem.mjs';
import { inRoot, root } from './paths.mjs';
import { npm, plainEnvironment, run } from './run.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} Locked */

/** @param {string} file @returns {Promise<Record<string, Locked> | undefined>} */
async function packages(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules is missing or was made from another lock file. npm writes down what it installed; packages
 * for other platforms are optional and missing there.
 */
export async function dependenciesAreStale() {
  const wanted = await packages(inRoot('package-lock.json'));
  const installed = await packages(inRoot('node_modules/.package-lock.json'));
  if (!wanted) throw new Problem('package-lock.json is missing or broken: is this a complete clone?');
  if (!installed) return true;
  const differs = (/** @type {string} */ name) =>
    installed[name]?.version !== wanted[name]?.version || installed[name]?.integrity !== wanted[name]?.integrity;
  return (
    Object.keys(installed).some(differs) ||
    Object.entries(wanted).some(([name, entry]) => name !== '' && !entry.optional && !installed[name])
  );
}

/** Runs `npm ci` when needed. @param {AbortSignal} signal */
export async function ensureDependencies(signal) {
  if (!(await dependenciesAreStale())) return;
  console.error('Installing the dependencies (npm ci) ...');
  const { command, args } = npm();
  const { code, output } = await run(command, [...args, 'ci', '--include=dev', '--loglevel=error'], {
    cwd: root,
    env: plainEnvironment(),
    signal,
  });
  if (code !== 0) throw new Problem(`npm ci failed:\n${output.trim()}`);
}

/** @throws {Problem} when this Node is too old for the project's tools. */
export function ensureNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Problem(`Node 20 or newer is needed; this is Node ${process.versions.node}.`);
}
