import type { Text } from '../text.js';

/** Why a run failed (DESIGN.md 2). */
export const causes = [
  'skill_defect',
  'missing_skill',
  'wrong_skill',
  'execution_lapse',
  'environment',
  'bad_task',
] as const;
export type Cause = (typeof causes)[number];

/** Confidence below which an attribution is a guess and nothing follows from it (issue 5: an unverifiable quote lowers it to "unsure"). */
export const sureEnough = 0.5;

/** A verbatim line that supports an attribution. Only quotes found in the trace are kept. */
export interface Quote {
  /** `skill` quotes the skill's text, `check` the check's output, `step` a tool call's input or output, `task` the task. */
  readonly from: 'skill' | 'check' | 'step' | 'task';
  /** For `skill` the line in SKILL.md (from 1), for `step` the step number. */
  readonly at?: number;
  readonly text: string;
}

export interface Attribution {
  readonly cause: Cause;
  /** What it was found by: re-runs and plain facts, the model, or the person; absent: the model. */
  readonly by?: 'tests' | 'model' | 'user';
  /** The skill to blame, or the better one for `wrong_skill`. */
  readonly skill: string | null;
  /** Line of SKILL.md, from 1. */
  readonly line?: number;
  /** Step of the run at which it first went wrong, from 1. */
  readonly step?: number;
  /** 0 to 1; below {@link sureEnough} when a quote could not be verified. */
  readonly confidence: number;
  /** In the model's own words, or in English. */
  readonly reason: string;
  /** The reason as a sentence that can be translated; absent when it is in somebody's own words. */
  readonly why?: Text;
  readonly quotes: readonly Quote[];
  /** Quotes the model gave that stand nowhere in the trace. */
  readonly unverified: number;
}
