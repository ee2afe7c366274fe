import type { Text } from '../text.js';

/** One thing that could not be verified. */
export interface FsckProblem {
  /** Relative to the state folder, with forward slashes. */
  readonly file: string;
  readonly problem: Text;
}

/** What `memento doctor --fsck` found. */
export interface FsckReport {
  /** How many of each were verified. */
  readonly checked: {
    readonly objects: number;
    readonly versions: number;
    readonly logLines: number;
    readonly proposals: number;
  };
  readonly problems: readonly FsckProblem[];
}
