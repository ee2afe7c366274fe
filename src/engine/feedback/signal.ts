import type { Text } from '../text.js';

/** One piece of evidence on a run's outcome. */
export interface Signal {
  readonly source: 'user' | 'check' | 'limit';
  readonly outcome: Outcome;
  /** What was seen, one line. */
  readonly detail: Text;
  /** For a check: the command, its exit code (null: killed) and the tail of its output. */
  readonly check?: { readonly command: string; readonly exitCode: number | null; readonly tail: string };
  /** For the user: the reason given. */
  readonly reason?: string;
}

export type Outcome = 'success' | 'failure' | 'unknown';

/** The outcome drawn from all signals. */
export interface Verdict {
  readonly outcome: Outcome;
  /** The source that decided; absent when nothing did. */
  readonly decidedBy?: Signal['source'];
  readonly reason: Text;
}
