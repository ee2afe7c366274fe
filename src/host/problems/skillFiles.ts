import path from 'node:path';
import type { BrokenSkill, Skill } from '../../engine/skills/skill.js';
import type { FolderView } from '../library/folderView.js';

/** A SKILL.md the library knows. */
export interface SkillFile {
  /** Absolute. */
  readonly path: string;
  /** Path of the workspace folder. */
  readonly folder: string;
  readonly name: string;
  /** Whether it lies in `.memento/skills`, where the person may change it; others are only read. */
  readonly own: boolean;
  /** What the library says of it; its diagnostics are found when they are first asked for. */
  readonly entry: Skill | BrokenSkill;
}

/** The files of its folder, where they are known. */
export const pathsOf = ({ entry }: SkillFile): readonly string[] | undefined =>
  'files' in entry ? entry.files.map((file) => file.path) : undefined;

/** Every SKILL.md of every source, hidden ones and those that cannot be used included. */
export function skillFiles(views: readonly FolderView[]): readonly SkillFile[] {
  return views.flatMap(({ folder, own, elementary, foreign, broken }) => {
    const library = path.join(folder, '.memento', 'skills') + path.sep;
    const fileOf = (entry: Skill | BrokenSkill): SkillFile => {
      const { path: file, name } = entry;
      return { path: file, folder, name, own: file.startsWith(library), entry };
    };
    const usable = [...own, ...elementary, ...foreign.flatMap(({ skills, shadowed }) => [...skills, ...shadowed])];
    return [...usable.map(({ skill }) => fileOf(skill)), ...broken.map(fileOf)];
  });
}
