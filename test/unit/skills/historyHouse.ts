import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createHistory, type Change, type FileEdit, type History } from '../../../src/engine/skills/history.js';
import { readTree } from '../../../src/engine/skills/folder.js';
import type { Skill, SkillSource } from '../../../src/engine/skills/skill.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createObjectStore, type ObjectStore } from '../../../src/engine/store/objects.js';
import { createWindowId } from '../../../src/engine/store/window.js';

/** What a folder holds: contents by path, those of files that may be run with `x:` in front. */
export type Files = Readonly<Record<string, string>>;

/** A history on real folders: `<root>/ws/.memento/skills` and `<root>/state`. */
export interface HistoryHouse {
  readonly history: History;
  readonly objects: ObjectStore;
  readonly skillsDir: string;
  readonly dir: (name: string) => string;
  readonly log: (name: string) => string;
}

/**
 * @param wrap changes the object store, for tests that interfere.
 * @param window whose house it is; absent: this process's.
 */
export function openHouse(
  root: string,
  now: () => number,
  wrap = (objects: ObjectStore) => objects,
  window = createWindowId(),
): HistoryHouse {
  const state = path.join(root, 'state');
  const skillsDir = path.join(root, 'ws', '.memento', 'skills');
  const objects = wrap(createObjectStore(path.join(state, 'objects')));
  const lock = createStateLock({ dir: path.join(state, 'lock'), owner: window });
  return {
    history: createHistory({ dir: path.join(state, 'skills'), objects, lock, clock: { now }, window }),
    objects,
    skillsDir,
    dir: (name) => path.join(skillsDir, name),
    log: (name) => path.join(state, 'skills', `${name}.history.jsonl`),
  };
}

/** The skill in a folder as the library reads it. */
export async function skillIn(dir: string, source: SkillSource = 'own'): Promise<Skill> {
  const { files, tree } = await readTree(dir);
  const file = path.join(dir, 'SKILL.md');
  const text = await readFile(file, 'utf8');
  const name = path.basename(dir);
  return {
    ...{ name, description: '', body: '', text, hash: sha256(text), path: file, source, diagnostics: [] },
    ...{ files, tree },
  };
}

/** One edit; contents as in {@link Files}, `null` for no file. */
export const edit = (file: string, before: string | null, after: string | null): FileEdit => ({
  path: file,
  before: before === null ? null : sha256(before.replace(/^x:/, '')),
  after: after === null ? null : { data: Buffer.from(after.replace(/^x:/, '')), executable: after.startsWith('x:') },
});

export const change = (dir: string, ...files: readonly FileEdit[]): Change => ({
  ...{ name: path.basename(dir), dir, files, by: 'memento', why: 'better' },
});

/** Everything in a folder, temporary files included; empty when there is none. */
export async function filesIn(dir: string): Promise<Files> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: Record<string, string> = {};
  for (const entry of entries.filter((one) => !one.isDirectory())) {
    const file = path.join(entry.parentPath, entry.name);
    const isRun = process.platform !== 'win32' && ((await lstat(file)).mode & 0o111) !== 0;
    files[path.relative(dir, file).split(path.sep).join('/')] = (isRun ? 'x:' : '') + (await readFile(file, 'utf8'));
  }
  return Object.fromEntries(Object.entries(files).sort());
}
