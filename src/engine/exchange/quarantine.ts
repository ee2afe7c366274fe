import type { Diagnostic } from '../skills/skill.js';
import type { Content, Tree } from '../skills/tree.js';

/** Where an imported skill comes from. */
export interface Origin {
  readonly kind: 'folder' | 'zip' | 'git';
  /** What the person gave: a path or an address, without credentials. */
  readonly source: string;
  /** Folder inside it; empty for its root. */
  readonly path: string;
  /** Commit, for git. */
  readonly commit?: string;
}

/** A skill as it was fetched, in memory. */
export interface Fetched {
  readonly name: string;
  readonly origin: Origin;
  readonly content: Content;
  readonly diagnostics: readonly Diagnostic[];
  /** Files that were left out (links, submodules, devices), with their kind, for the person to read. */
  readonly skipped: readonly string[];
}

/** An imported skill that lies in the state folder until the person has looked at it. */
export interface Quarantined {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly origin: Origin;
  readonly files: Tree;
  readonly tree: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly skipped: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}
