import type { Text } from '../text.js';

/** Where a skill comes from. `elementary` skills are ours (`skills-template/`) and never rewritten automatically. */
export type SkillSource = 'own' | 'elementary';

/** One finding about a skill file. `line` counts from 1. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly message: Text;
}

/** A skill that can be used: its SKILL.md was read and found valid. */
export interface Skill {
  readonly name: string;
  readonly description: string;
  /** Everything after the front matter. */
  readonly body: string;
  /** The whole SKILL.md, byte for byte as text. */
  readonly text: string;
  /** SHA-256 of {@link text}, hex: what a proposal is bound to. */
  readonly hash: string;
  /** Absolute path of SKILL.md. */
  readonly path: string;
  readonly source: SkillSource;
  readonly diagnostics: readonly Diagnostic[];
}

/** A folder in the library that cannot be used as a skill, and why. It is shown, never dropped silently. */
export interface BrokenSkill {
  readonly name: string;
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** One reading of the library. */
export interface LibrarySnapshot {
  readonly skills: readonly Skill[];
  readonly broken: readonly BrokenSkill[];
}

/** One entry of a skill's history, oldest first in the file. */
export interface SkillVersion {
  /** Counts from 1. */
  readonly version: number;
  readonly hash: string;
  readonly parent: string | null;
  readonly by: 'memento' | 'hand' | 'template';
  readonly why: string;
  readonly run?: string;
  readonly proposal?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
