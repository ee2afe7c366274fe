import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, fileProblem } from '../safety/fileProblem.js';
import { sweepTemp, tempName } from '../store/atomic.js';
import { isRealFolder } from '../store/realFolder.js';
import { readTree } from './folder.js';
import { isSkillName } from './name.js';

/** Names of the templates that were put into the library, and of those it had already; sorted. */
export interface Initialized {
  readonly copied: readonly string[];
  readonly kept: readonly string[];
}

/** Milliseconds: a younger temporary folder may be that of another window at work. */
const tempAge = 60 * 60 * 1000;

/**
 * Copies the elementary skills that a library does not have. A folder of the same name is kept as it is, whatever is in it.
 * Each skill appears as a whole or not at all.
 * @param templatesDir `skills-template/` of the installed extension
 * @param skillsDir `<workspace>/.memento/skills`; made when missing
 * @throws {HumanError} when the library is a symbolic link or cannot be written.
 */
export async function initLibrary(templatesDir: string, skillsDir: string): Promise<Initialized> {
  for (const folder of [path.dirname(skillsDir), skillsDir]) await isRealFolder(folder);
  const templates = await readdir(templatesDir, { withFileTypes: true });
  const names = templates.filter((one) => one.isDirectory() && isSkillName(one.name)).map((one) => one.name);
  const copied: string[] = [];
  const kept: string[] = [];
  try {
    await mkdir(skillsDir, { recursive: true });
    await sweepTemp(skillsDir, Date.now() - tempAge);
    const present = new Set(await readdir(skillsDir));
    for (const name of names.sort()) {
      const isNew = !present.has(name) && (await copySkill(path.join(templatesDir, name), skillsDir, name));
      (isNew ? copied : kept).push(name);
    }
  } catch (error) {
    throw fileProblem(error, skillsDir);
  }
  return { copied, kept };
}

/** Hashes of the trees of the shipped templates: what equals one of them needs nobody's trust. Empty when they cannot be read. */
export async function templateTrees(templatesDir: string): Promise<ReadonlySet<string>> {
  const names = await readdir(templatesDir).catch(() => []);
  const readings = await Promise.all(
    names.filter(isSkillName).map((name) => readTree(path.join(templatesDir, name)).catch(() => undefined)),
  );
  return new Set(readings.flatMap((reading) => (reading && reading.files.length > 0 ? [reading.tree] : [])));
}

/** False when another process was faster. */
async function copySkill(from: string, skillsDir: string, name: string): Promise<boolean> {
  const temp = path.join(skillsDir, tempName(name));
  try {
    await copyFolder(from, temp);
    await rename(temp, path.join(skillsDir, name));
    return true;
  } catch (error) {
    await rm(temp, { recursive: true, force: true }).catch(() => undefined);
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

/** Copies contents and what can be run, no other permissions: an installed extension may be read-only, the person's copy must not be. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    else if (entry.isFile()) {
      const { mode } = await stat(source);
      await writeSynced(target, await readFile(source), mode & 0o111 ? 0o777 : 0o666);
    }
  }
}

async function writeSynced(file: string, data: Uint8Array, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
