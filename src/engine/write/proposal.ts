import type { Attribution } from './attribution.js';

export type ProposalState = 'pending' | 'applied' | 'rejected' | 'stale';

/** One contiguous change of a proposal. Line numbers count from 1. */
export interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  /** Each line starts with ' ', '-' or '+', as in a unified diff. */
  readonly lines: readonly string[];
}

/** A pending or decided change to the library, bound to the hash it was made from. */
export interface Proposal {
  readonly id: string;
  readonly operation: 'rewrite' | 'create';
  readonly skill: string;
  /** Hash of the SKILL.md the change was made from; `null` for a new skill. */
  readonly baseHash: string | null;
  readonly baseVersion: number | null;
  /** SKILL.md before (empty for a new skill) and after. */
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly Hunk[];
  /** One sentence by the writer on what changes and why. Untrusted text: shown, never executed. */
  readonly summary: string;
  /** Runs the evidence comes from. */
  readonly runs: readonly string[];
  readonly attribution: Attribution | null;
  readonly model: { readonly label: string; readonly simulated: boolean };
  /** The gate comes later; until then nothing is claimed to be proven. */
  readonly gate: 'not-gated';
  readonly state: ProposalState;
  readonly createdAt: number;
  readonly decidedAt?: number;
  /** Why it was rejected, or why it is stale. */
  readonly reason?: string;
  /** Hunks that were accepted (indices from 0) when only some were. */
  readonly acceptedHunks?: readonly number[];
  readonly appliedHash?: string;
}
