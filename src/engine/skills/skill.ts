import type { Text } from '../text.js';
import type { Tree } from './tree.js';

/** A folder of another agent: relative to the workspace (`.claude/skills`) or to the person's home (`~/.claude/skills`). Read-only. */
export type ForeignSource = `${string}/${string}`;

/** Where a skill comes from. `elementary` skills are ours (`skills-template/`) and never rewritten automatically. */
export type SkillSource = 'own' | 'elementary' | ForeignSource;

/** Whether a skill lies in a folder of another agent, where Memento changes nothing. */
export const isForeign = (source: SkillSource): source is ForeignSource => source !== 'own' && source !== 'elementary';

/** One finding about a skill file. `line` counts from 1. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly message: Text;
}

/** A skill that can be used: its SKILL.md could be read. It may break rules of the format all the same; then {@link diagnostics} has errors. */
export interface Skill {
  /** As the front matter says; the folder's name when the two differ. */
  readonly name: string;
  readonly description: string;
  /** Everything after the front matter. */
  readonly body: string;
  /** The whole SKILL.md, byte for byte as text. */
  readonly text: string;
  /** SHA-256 of {@link text}, hex: what a proposal is bound to. */
  readonly hash: string;
  /** Everything in the folder, SKILL.md included; see {@link Tree}. */
  readonly files: Tree;
  /** Hash of {@link files}: what trust and versions are bound to. */
  readonly tree: string;
  /** Absolute path of SKILL.md. */
  readonly path: string;
  readonly source: SkillSource;
  readonly diagnostics: readonly Diagnostic[];
  /** Of a candidate that is in no library yet: the requests it was written for. */
  readonly madeFor?: readonly string[];
}

/** A folder in the library that cannot be used as a skill, and why. It is shown, never dropped silently. */
export interface BrokenSkill {
  readonly name: string;
  readonly path: string;
  readonly source: SkillSource;
  readonly diagnostics: readonly Diagnostic[];
}

/** One reading of the library. */
export interface LibrarySnapshot {
  /** One per name, sorted by name. Of several with one name the own one counts, then those of the workspace, then those of the home folder. */
  readonly skills: readonly Skill[];
  readonly broken: readonly BrokenSkill[];
  /** Skills that another one of the same name hides; each says so in its diagnostics (`shadowed`). */
  readonly shadowed: readonly Skill[];
}

/** `hand`: found changed, by whatever means. `import` covers adopting, too. */
export type VersionAuthor = 'memento' | 'hand' | 'template' | 'import' | 'restore';

/** One entry of a skill's history, oldest first in the file. */
export interface SkillVersion {
  /** Counts from 1. */
  readonly version: number;
  /** Hash of the folder's {@link Tree}; `null` when the skill was removed. */
  readonly tree: string | null;
  /** Hash of its SKILL.md; empty when the skill was removed. */
  readonly hash: string;
  /** Tree of the version it was made from; `null` for the first. */
  readonly parent: string | null;
  readonly by: VersionAuthor;
  /** One sentence; empty where nobody gave one. */
  readonly why: string;
  readonly run?: string;
  readonly proposal?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
