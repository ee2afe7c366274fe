import path from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.js';
import type { Quarantined } from '../../engine/exchange/quarantine.js';
import type { BrokenSkill, Skill } from '../../engine/skills/skill.js';
import { treeOf, type TreeFile } from '../../engine/skills/tree.js';
import { emptyUri, importUri, versionUri } from '../review/uris.js';

/** One state of a skill's folder, for comparing. */
export interface Side {
  readonly files: readonly Pick<TreeFile, 'path' | 'hash'>[];
  uri(file: Pick<TreeFile, 'path' | 'hash'>): vscode.Uri;
}

/** A state with no files. */
export const nothing: Side = { files: [], uri: ({ path: file }) => emptyUri(file) };

/** A version of the history; one that removed the skill has no files. @throws {HumanError} when an object is missing or damaged */
export async function versionSide(engine: Engine, name: string, tree: string | null): Promise<Side> {
  if (tree === null) return nothing;
  return {
    files: treeOf(await engine.versionFiles(tree)),
    uri: (file) => versionUri(file.hash, name, file.path),
  };
}

/** The files as they are now. Of a folder that cannot be read as a skill, SKILL.md alone. */
export function currentSide(skill: Skill | BrokenSkill | undefined): Side {
  if (!skill) return nothing;
  const dir = path.dirname(skill.path);
  return {
    files: 'files' in skill ? skill.files : [{ path: 'SKILL.md', hash: '' }],
    uri: (file) => vscode.Uri.file(path.join(dir, file.path)),
  };
}

/** An import that waits for a look. */
export const importSide = ({ id, name, files }: Quarantined): Side => ({
  files,
  uri: (file) => importUri(id, name, file.path),
});

/** A file of which one side, or both, may be missing. */
export interface ChangedFile {
  readonly path: string;
  readonly left?: vscode.Uri;
  readonly right?: vscode.Uri;
}

/** The files that differ, SKILL.md first. */
export function changedFiles(left: Side, right: Side): readonly ChangedFile[] {
  const before = new Map(left.files.map((file) => [file.path, file]));
  const after = new Map(right.files.map((file) => [file.path, file]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((each) => before.get(each)?.hash !== after.get(each)?.hash)
    .sort((a, b) => Number(b === 'SKILL.md') - Number(a === 'SKILL.md') || (a < b ? -1 : 1))
    .map((each) => {
      const [old, now] = [before.get(each), after.get(each)];
      return { path: each, ...(old ? { left: left.uri(old) } : {}), ...(now ? { right: right.uri(now) } : {}) };
    });
}
