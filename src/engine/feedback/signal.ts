import type { Text } from '../text.js';
import type { Spent } from '../write/spent.js';

/**
 * Where evidence on a run comes from, strongest first: of two that contradict each other the earlier one holds (DESIGN.md 4). `tests`: the
 * workspace's own command before and after; `diagnostics`: the editor's problems before and after; `implicit`: what the person did with the edits;
 * `tool`: tool calls that failed; `limit`: the run was cut off; `judge`: a model's opinion.
 */
export const sources = ['user', 'check', 'tests', 'diagnostics', 'implicit', 'tool', 'limit', 'judge'] as const;
export type Source = (typeof sources)[number];

export type Outcome = 'success' | 'failure' | 'unknown';

/** One piece of evidence on a run's outcome. */
export interface Signal {
  readonly source: Source;
  readonly outcome: Outcome;
  /** How far it can be relied on, 0 to 1: see strength.ts. Absent in older logs: {@link strengthOf} knows. */
  readonly strength?: number;
  /** What was seen, one line. */
  readonly detail: Text;
  /** For a check or tests: the command, its exit code (null: killed) and the tail of its output; for tests also the exit code before the run. */
  readonly check?: {
    readonly command: string;
    readonly exitCode: number | null;
    readonly tail: string;
    readonly before?: number | null;
  };
  /** For the user: the reason given. */
  readonly reason?: string;
  /** For the user: the answer that would have been right. */
  readonly expected?: string;
  /** For diagnostics: the problems that are new, at most {@link mostShown}. For implicit signs: files that are as they were before the run. */
  readonly problems?: readonly Problem[];
  readonly files?: readonly string[];
  readonly judge?: Judgement;
}

/** Items of a signal that are kept; more tell a person nothing. */
export const mostShown = 20;

/** Something an editor or language server finds wrong in a file of the workspace. */
export interface Problem {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What a model made of the run; always shown as "LLM-judged". */
export interface Judgement {
  readonly votes: readonly Vote[];
  /** Confidence in the outcome most votes are for, 0 to 1: the sum of their confidences by the number of all votes. */
  readonly confidence: number;
  readonly model: { readonly label: string; readonly simulated: boolean };
  readonly spent: Spent;
}

export interface Vote {
  readonly outcome: Outcome;
  /** 0 to 1, as the model states it. */
  readonly confidence: number;
  /** In the model's words. */
  readonly reason: string;
}

/** The outcome drawn from all signals. */
export interface Verdict {
  readonly outcome: Outcome;
  /** The source that decided; absent when nothing did. */
  readonly decidedBy?: Source;
  readonly reason: Text;
  /** The sources that speak for each outcome, strongest first, those too weak to decide included; absent in older logs. */
  readonly signs?: { readonly success: readonly Source[]; readonly failure: readonly Source[] };
}
