import type { Text } from '../../text.js';
import type { Spent } from '../spent.js';

/** Failures that were replayed with the change, and how many of them pass now. */
export interface Mended {
  readonly of: number;
  readonly passed: number;
}

/** Successes that were replayed with the change, and how many of them fail now (twice, with two seeds). */
export interface Held {
  readonly of: number;
  readonly broken: number;
}

/** Why replays speak for a change (learning.md 2, step 6). */
export type AcceptRule =
  /** It mends something and breaks nothing. */
  | 'clean'
  /** It breaks at most a fifth of the successes and mends more than it breaks: labels are noisy. */
  | 'tolerance'
  /** What it breaks is older than all it mends: the conventions have changed. */
  | 'drift'
  /** Two skills become one: there was nothing to mend, and nothing that worked with either is broken. */
  | 'kept';

/** What replays have shown about a change of the library. */
export interface GateReport {
  /** `passed` and `failed`: replays decided. `not-gated`: nothing is proven, and `why` says why. */
  readonly state: 'passed' | 'failed' | 'not-gated';
  readonly why?: Text;
  /** SHA-256 of the SKILL.md that was examined; a proposal with another text is not gated. Absent when nothing was. */
  readonly examined?: string;
  readonly rule?: AcceptRule;
  /** Two skills become one: the successes are those of both. */
  readonly both?: true;
  /** What stands for failures are tasks that had worked without the new skill: all of them must pass with it. */
  readonly fromSuccesses?: true;
  /** All failures, those the writer never saw included. */
  readonly failures: Mended;
  /** Ids of those that still fail. */
  readonly unmended?: readonly string[];
  /** The part of them that the writer never saw. */
  readonly hidden: Mended;
  /** Successes of the same skill. */
  readonly successes: Held;
  /** Successes of other skills whose tasks the change would take over. */
  readonly neighbours: Held;
  /** Runs that could not be replayed: no check, no snapshot, or a command that was not approved. */
  readonly unreplayable: number;
  /** Estimated tokens by which the skill grows (four characters each); negative when it shrinks. */
  readonly tokensAdded: number;
  readonly spent: Spent;
}

/** The report of a change that no replay has looked at. */
export const notGated = (why: Text): GateReport => ({
  state: 'not-gated',
  why,
  failures: { of: 0, passed: 0 },
  hidden: { of: 0, passed: 0 },
  successes: { of: 0, broken: 0 },
  neighbours: { of: 0, broken: 0 },
  unreplayable: 0,
  tokensAdded: 0,
  spent: { calls: 0, tokens: 0, ms: 0 },
});
