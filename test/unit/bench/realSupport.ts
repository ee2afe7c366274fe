import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkAnswer } from '../../../src/bench/checks/checkAnswer.js';
import type { BenchTask, Checked } from '../../../src/bench/tasks/benchTask.js';
import { layTask } from '../../../src/bench/tasks/layTask.js';
import { makeTempFolder } from './tempFolder.js';

const run = promisify(execFile);

export const bench = path.resolve('bench');

/** Names of the domains with a task file. */
export const domains: readonly string[] = readdirSync(path.join(bench, 'tasks'))
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => path.basename(name, '.jsonl'));

export const houseText = (domain: string): string => readFileSync(path.join(bench, 'houses', `${domain}.md`), 'utf8');

/** The names of the rules of a domain's house. */
export const rulesOf = (domain: string): readonly string[] =>
  [...houseText(domain).matchAll(/^- \*\*(\w+)\*\*/gm)].map(([, name = '']) => name);

/** Lays the bench's tools into a folder; returns the one that belongs on PATH, so that tests need no program but those of every machine. */
export async function layTools(folder: string): Promise<string> {
  await run(process.execPath, [path.join(bench, 'tools/lay.mjs'), folder]);
  return path.join(folder, 'bin');
}

/** Lays the task out, runs the script with these rules in force, and checks what it printed and left behind. */
export async function attempt(
  task: BenchTask,
  script: string,
  rules: readonly string[],
  signal: AbortSignal,
): Promise<Checked & { readonly answer: string }> {
  const temp = await makeTempFolder();
  try {
    await layTask(task, temp.dir, signal);
    const answer = await printed(script, temp.dir, rules, signal);
    return { ...(await checkAnswer(task.check, { answer, folder: temp.dir, prompt: task.prompt }, signal)), answer };
  } finally {
    await temp.dispose();
  }
}

/** A script that fails or complains is a mistake of ours, also where it is not to find the answer. */
async function printed(script: string, cwd: string, rules: readonly string[], signal: AbortSignal): Promise<string> {
  const env = { ...process.env, ...Object.fromEntries(rules.map((rule) => [`house_${rule}`, 'yes'])) };
  const { stdout, stderr } = await run('bash', ['-c', script], { cwd, env, signal });
  assert.equal(stderr, '');
  return stdout;
}

/** Every five words that follow each other, in lower case and without punctuation. */
export function fives(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.slice(4).map((_, index) => words.slice(index, index + 5).join(' '));
}
