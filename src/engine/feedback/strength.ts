import type { Signal, Source } from './signal.js';

/**
 * How far each kind of evidence can be relied on, 0 to 1: every figure of the verdict in one place. The order is that of issue 5 ("strongest
 * first"); the figures are judgement, not measurement. What matters is on which side of {@link decisive} each lies.
 */
export const strengths = {
  /** The person said so. */
  user: 1,
  /** The task's own check ended with or without success. */
  check: 0.95,
  /** The workspace's tests passed before and fail now, or the other way round. */
  testsTurned: 0.85,
  /** A file the run changed has an error it did not have. */
  newErrors: 0.6,
  /** Errors are gone from files the run changed and none is new. Does not decide: most tasks want more than that. */
  errorsGone: 0.4,
  /** The person undid the run. */
  undone: 0.55,
  /** The person brought every file back to what it was, at least one of them by hand and not by deleting it. */
  allReverted: 0.55,
  /** Some files, or only files the run had made, which may just have been cleared away. Does not decide. */
  someReverted: 0.3,
  /** The edits are still there after {@link keptAfterMs}. Does not decide: people leave things lying about. */
  kept: 0.4,
  /** The work ended with a failed tool call, or half of the calls failed. Does not decide: agents recover. */
  toolErrors: 0.2,
  /** The run was cut off. */
  limit: 0.6,
  /** A judge that was sure enough; weaker than everything else that decides. */
  judge: 0.5,
  /** It says nothing either way. */
  nothing: 0,
} as const;

/** Strength from which a signal decides alone. */
export const decisive = 0.5;

/** Strength from which a sign of the workspace or the person makes a judge that says otherwise doubtful: then nothing is known. */
export const doubt = 0.3;

/** Confidence from which a judge's majority counts; below it the run stays unjudged. */
export const sureJudge = 0.7;

/** Edits that stand for a day were seen by somebody. Milliseconds. */
export const keptAfterMs = 24 * 60 * 60 * 1000;

/** Shares of failed tool calls, from two calls on, that are a sign. */
export const failedShare = 0.5;

/** Logs from before there were strengths hold these sources. */
const byDefault: Readonly<Partial<Record<Source, number>>> = {
  user: strengths.user,
  check: strengths.check,
  limit: strengths.limit,
};

/** The strength of a signal, 0 to 1, older logs included. */
export const strengthOf = ({ strength, source }: Signal): number => strength ?? byDefault[source] ?? strengths.nothing;

/** Sources whose word is taken as fact: one failure they decide may be learned from at once (DESIGN.md 4). */
export const isFirm = (source: Source | undefined): boolean => source === 'user' || source === 'check';

/**
 * Sources whose verdicts teach the router. The others are signs: they count for the skill's record, which a later verdict corrects, but are no
 * labels to train on.
 */
export const teachesRouter = (source: Source | undefined): boolean => isFirm(source) || source === 'tests';
