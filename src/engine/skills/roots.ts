import type { ForeignSource } from './skill.js';

/** A folder whose direct subfolders are skills. */
export interface SkillRoot {
  /** As it is shown and switched off: `.claude/skills`, `~/.claude/skills`. */
  readonly source: ForeignSource;
  /** Absolute path. */
  readonly dir: string;
  readonly scope: 'workspace' | 'home';
  /** Agents that read it, for the hover. */
  readonly hosts: readonly string[];
}
