/** How a published copy compares with the skill now. */
export type Drift = 'same' | 'skill-changed' | 'copy-changed' | 'both-changed' | 'copy-missing' | 'skill-missing';

/** A copy of an own skill in another agent's folder. */
export interface Publication {
  readonly skill: string;
  /** The other agent's folder, as a source is written: `.agents/skills`. */
  readonly target: string;
  /** Absolute path of the copy's folder. */
  readonly path: string;
  /** Hash of the tree that was copied. */
  readonly tree: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly drift: Drift;
}
