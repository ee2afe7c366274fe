import { type Content, usesOf } from './lineage.js';
import type { TrackRecord } from './trackRecord.js';

/** Judged runs, and how many of them worked. */
export interface Arm {
  readonly runs: number;
  readonly passed: number;
}

/** What a skill is worth: how much more often its tasks work with it than without. */
export interface Uplift {
  /** Pass rate with it minus pass rate without it, -1 to 1. */
  readonly mean: number;
  /** With its present content. */
  readonly withSkill: Arm;
  /** Without it, whatever its content was then. */
  readonly masked: Arm & {
    /**
     * How many of them were done because the task had failed with the skill. Those are the harder tasks, and of the others only a share is tried: as
     * far as they make up the arm, the uplift flatters the skill, so it never archives one that helps.
     */
    readonly afterFailure: number;
  };
}

/**
 * A(s) of learning.md 2, Utility. Runs count alike whatever their age: there are few without the skill.
 * @param content versions with the present content
 * @returns undefined as long as one of the arms is empty
 */
export function upliftOf(track: TrackRecord, content: Content): Uplift | undefined {
  const withSkill = armOf(usesOf(track, content));
  const masked = armOf(track.without);
  if (withSkill.runs === 0 || masked.runs === 0) return undefined;
  const afterFailure = track.without.filter((one) => one.afterFailure).length;
  return {
    mean: withSkill.passed / withSkill.runs - masked.passed / masked.runs,
    withSkill,
    masked: { ...masked, afterFailure },
  };
}

const armOf = (runs: readonly { readonly passed: boolean }[]): Arm => ({
  runs: runs.length,
  passed: runs.filter(({ passed }) => passed).length,
});
