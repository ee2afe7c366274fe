import path from 'node:path';
import type { BrokenSkill, Diagnostic, Skill } from '../../engine/skills/skill.js';
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
  readonly diagnostics: readonly Diagnostic[];
  /** Files of its folder, where they are known. */
  readonly paths?: readonly string[];
}

/** Every SKILL.md of every source, hidden ones and those that cannot be used included. */
export function skillFiles(views: readonly FolderView[]): readonly SkillFile[] {
  return views.flatMap(({ folder, own, elementary, foreign, broken }) => {
    const library = path.join(folder, '.memento', 'skills') + path.sep;
    const fileOf = (skill: Skill | BrokenSkill): SkillFile => ({
      path: skill.path,
      folder,
      name: skill.name,
      own: skill.path.startsWith(library),
      diagnostics: skill.diagnostics,
      ...('files' in skill ? { paths: skill.files.map((file) => file.path) } : {}),
    });
    const usable = [...own, ...elementary, ...foreign.flatMap(({ skills, shadowed }) => [...skills, ...shadowed])];
    return [...usable.map(({ skill }) => fileOf(skill)), ...broken.map(fileOf)];
  });
}
