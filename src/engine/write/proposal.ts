import type { Attribution } from './attribution.js';
import type { GateReport } from './gate/report.js';
import type { Spent } from './spent.js';

/** `quarantined`: it waits like a pending one, but comes from a tainted run; only the person can accept it, after seeing where it comes from. */
export type ProposalState = 'pending' | 'applied' | 'rejected' | 'stale' | 'quarantined';

/** Whether a proposal still waits for a decision. */
export const isOpen = ({ state }: Pick<Proposal, 'state'>): boolean => state === 'pending' || state === 'quarantined';

/** What a proposal does to the library (DESIGN.md 2). */
export const operations = ['rewrite', 'create', 'split', 'route_fix', 'merge', 'archive'] as const;
export type Operation = (typeof operations)[number];

/** A further skill that changes together with the one a proposal is about: the parent of a split, the other half of a merge. */
export interface AlsoChange {
  readonly skill: string;
  /** SHA-256 of its SKILL.md. */
  readonly baseHash: string;
  readonly before: string;
  /** `null`: the skill is archived. */
  readonly after: string | null;
}

/** What one proposal does to one skill. */
export interface SkillChange {
  readonly skill: string;
  /** SHA-256 of its SKILL.md; `null` for a new skill. */
  readonly baseHash: string | null;
  /** Empty for a new skill. */
  readonly before: string;
  /** `null`: the skill is archived. */
  readonly after: string | null;
}

/** An accept while it is carried out: what a crash leaves of it is finished at the next start, or taken back. */
export interface Accepting {
  /** In the order in which they are written. */
  readonly changes: readonly SkillChange[];
  /** What becomes of the proposal when all are written. */
  readonly outcome: Partial<Omit<Proposal, 'id' | 'state' | 'accepting' | 'undoing'>>;
}

/** Where text that took part in a run came from, when it came from outside of what the person trusts. */
export interface Provenance {
  readonly run: string;
  /** `instruction`: data that asks to be obeyed or remembered. */
  readonly from: 'web' | 'mcp' | 'outside' | 'instruction';
  /** The file, address or command it came with. Untrusted text. */
  readonly what: string;
  /** Step of the run. */
  readonly step: number;
}

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
  readonly operation: Operation;
  readonly skill: string;
  /** Hash of the SKILL.md the change was made from; `null` for a new skill. */
  readonly baseHash: string | null;
  readonly baseVersion: number | null;
  /** SKILL.md before (empty for a new skill) and after. */
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly Hunk[];
  /** Further skills that change with it; all or none of them. */
  readonly also?: readonly AlsoChange[];
  /** One sentence by the writer on what changes and why. Untrusted text: shown, never executed. */
  readonly summary: string;
  /** Runs the evidence comes from. */
  readonly runs: readonly string[];
  readonly attribution: Attribution | null;
  readonly model: { readonly label: string; readonly simulated: boolean };
  readonly gate: GateReport;
  /** Taint of the runs it comes from; the card names it. */
  readonly provenance?: readonly Provenance[];
  /** Entries of `allowed-tools` that the change adds. */
  readonly permissions?: readonly string[];
  /** Attribution and writing; what the gate cost stands in its report. */
  readonly spent?: Spent;
  /** Made from a single failure. */
  readonly fromOneExample?: boolean;
  /** What was learned from; absent: failures. */
  readonly learnedFrom?: 'successes';
  /** Who turned it down; absent: the person. */
  readonly rejectedBy?: 'gate' | 'rollback';
  /** Accepted without the person, in auto mode. */
  readonly automatic?: boolean;
  /** Runs it was made from that are judged otherwise by now; derived when it is listed, never stored. */
  readonly overruled?: readonly string[];
  readonly state: ProposalState;
  readonly createdAt: number;
  readonly decidedAt?: number;
  /** Why it was rejected, or why it is stale. */
  readonly reason?: string;
  /** Hunks that were accepted (indices from 0) when only some were. */
  readonly acceptedHunks?: readonly number[];
  readonly appliedHash?: string;
  readonly accepting?: Accepting;
  /** It is being taken back: what a crash leaves of that is finished at the next start. */
  readonly undoing?: boolean;
}
