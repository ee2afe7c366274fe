// @ts-check
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';
import { run } from '../lib/run.mjs';

/**
 * Every file below a folder with the hash of its bytes.
 * @param {string} folder
 * @returns {Promise<Record<string, string>>}
 */
export async function fileHashes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const hashes = await Promise.all(
    files.sort().map(async (file) => {
      const hash = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      return /** @type {const} */ ([path.relative(folder, file), hash]);
    }),
  );
  return Object.fromEntries(hashes);
}

/** SKILL.md of an own skill. @param {string} folder @param {string} skill */
export const skillFile = (folder, skill) => path.join(folder, '.memento/skills', skill, 'SKILL.md');

/**
 * A task of the folder's task file.
 * @param {string} folder
 * @param {string} id
 * @returns {Promise<{ prompt: string, check: string }>}
 */
export async function taskOf(folder, id) {
  const lines = (await readFile(path.join(folder, 'tasks.jsonl'), 'utf8')).trim().split('\n');
  const task = lines.map((line) => JSON.parse(line)).find((each) => each.id === id);
  if (!task) throw new Error(`tasks.jsonl has no task ${id}`);
  return { prompt: task.prompt, check: task.check.script };
}

/**
 * Runs the command line beside the windows that are open on the folder.
 * @param {{ folder: string, home: string }} where `home`: Memento's per-user state
 * @param {readonly string[]} args
 * @param {readonly number[]} [fine] exit codes that are no failure
 * @returns {Promise<string>} what it printed
 */
export async function memento({ folder, home }, args, fine = [0]) {
  const env = { ...process.env, MEMENTO_HOME: home };
  const { code, output } = await run(process.execPath, [inRoot('dist/cli.cjs'), '--folder', folder, ...args], { env });
  if (!fine.includes(code)) throw new Problem(`memento ${args.join(' ')} ended with ${code}: ${output.trim()}`);
  return output;
}

/**
 * The same with `--json`, where it answers with a list.
 * @param {{ folder: string, home: string }} where
 * @param {readonly string[]} args
 * @returns {Promise<any[]>}
 */
export async function mementoList(where, args) {
  const output = await memento(where, [...args, '--json']);
  // Remarks for the person stand on lines of their own.
  const list = output.split('\n').find((line) => line.startsWith('['));
  if (list === undefined) throw new Problem(`memento ${args.join(' ')} --json answered: ${output.trim()}`);
  return JSON.parse(list);
}

/**
 * Solves a task of the folder's task file on the command line.
 * @param {string} folder
 * @param {string} home Memento's per-user state
 * @param {string} id
 * @returns {Promise<string>} what it printed
 */
export async function solveFromOutside(folder, home, id) {
  const { prompt, check } = await taskOf(folder, id);
  const args = ['solve', prompt, '--check', check, '--approve', 'all', '--model', 'practice'];
  // 1: the check failed, which is what makes a proposal.
  return memento({ folder, home }, args, [0, 1]);
}
