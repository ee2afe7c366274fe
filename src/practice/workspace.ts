import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dataFiles } from './workspace/data.js';
import { expectedAnswers, practiceTasks } from './workspace/tasks.js';
import { checker, ledgerSkill, readme, taskFile } from './workspace/texts.js';

/** The file by which a practice workspace is recognised. */
const marker = '.practice.json';
const mark = { memento: 'practice workspace', simulated: true };

/** The folder to make the workspace in holds other things. */
export class FolderNotEmptyError extends Error {
  override readonly name = 'FolderNotEmptyError';
  constructor(readonly folder: string) {
    super(`not empty and not a practice workspace: ${folder}`);
  }
}

/**
 * Makes the practice workspace: data files, tasks with checks, a skill with one wrong rule. The same bytes every time; in an existing
 * practice workspace only what is missing is added, so that what was learned stays.
 * @throws {FolderNotEmptyError} rather than mix with files of the person
 */
export async function createPracticeWorkspace(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder);
  if (present.length && !(await isPracticeWorkspace(folder))) throw new FolderNotEmptyError(folder);
  const files: Readonly<Record<string, string>> = {
    [marker]: `${JSON.stringify(mark)}\n`,
    'README.md': readme(practiceTasks),
    ...dataFiles,
    'tasks.jsonl': taskFile(practiceTasks),
    'check.mjs': checker,
    'expected.json': `${JSON.stringify(expectedAnswers(), null, 2)}\n`,
    '.memento/skills/ledger-conventions/SKILL.md': ledgerSkill(),
  };
  for (const [name, text] of Object.entries(files)) await writeMissing(path.join(folder, name), text);
}

/** Whether a folder was made by {@link createPracticeWorkspace}. */
export async function isPracticeWorkspace(folder: string): Promise<boolean> {
  try {
    const found: unknown = JSON.parse(await readFile(path.join(folder, marker), 'utf8'));
    return typeof found === 'object' && found !== null && 'memento' in found && found.memento === mark.memento;
  } catch {
    // No marker, or not ours.
    return false;
  }
}

async function writeMissing(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
