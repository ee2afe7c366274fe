/**
 * Every number of the write step, in one place. Source: learning.md, section 2 (steps 1 to 8), unless another is named. The bench switches parts
 * off with these to show what each is worth.
 */
export interface LearningSettings {
  /** Attribution decides what is changed; off: the used skill, or a new one where none was used. */
  readonly attribution: boolean;
  /** Re-runs before the model is asked for the cause (step 1). */
  readonly counterfactuals: boolean;
  /** Replays decide what is offered (step 6). */
  readonly gate: boolean;
  /** Failures are held back from the writer for the gate (step 4). */
  readonly hidden: boolean;
  /** Old successes are replayed (step 6, R and B). */
  readonly regression: boolean;
  /** The writer is shown edits that were turned down (step 4). */
  readonly rejectedMemory: boolean;
  /** Changes are held to the evidence and to a size before they are tried; off: to what makes a skill readable and harmless (step 5). */
  readonly lint: boolean;
  /** A description that gathers the words of other tasks goes back to the writer (operations/reach.ts). */
  readonly reach: boolean;
  /** Alike tasks that worked twice without a skill may become one (issue 5). */
  readonly fromSuccesses: boolean;
  /** Two skills that the router can hardly tell apart may become one at a round's end; only where gate and regression are on (step 3). */
  readonly merging: boolean;
  /** At a round's end skills that do badly, do harm or lie idle are proposed for archiving (step 3). */
  readonly archiving: boolean;
  /** A new version is watched and rolled back when it does worse (step 7). */
  readonly probation: boolean;
  /** Judged runs in a round: 20 in the editor (DESIGN.md 4). */
  readonly roundLength: number;
  /** A single failure that a check or the person decided may be written from at once (DESIGN.md 4: in the editor). */
  readonly fromOneExample: boolean;
  /** Failures a bucket needs otherwise (step 2). */
  readonly ripe: number;
  /** Evidence and successes of this many rounds count (step 2); one after a drift alarm. */
  readonly windowRounds: number;
  /** Most failures of a bucket that are looked at (step 2). */
  readonly windowRuns: number;
  /** Drop of a skill's pass rate from one round to the next that raises the drift alarm (step 2). */
  readonly driftDrop: number;
  /** Jaccard similarity of content words from which two requests want the same missing skill (step 2). */
  readonly alike: number;
  /** Candidates, and candidates when the feedback says only right or wrong (step 4). */
  readonly candidates: number;
  readonly candidatesBlind: number;
  /** Failures shown to the writer, and successes shown to be preserved (step 4). */
  readonly shown: number;
  readonly keep: number;
  /** Share of a bucket's failures that only the gate sees, rounded down (step 4). */
  readonly hiddenShare: number;
  /**
   * Failures from which some are held back. Step 4 says two; but of two the writer would see one, and a rule drawn from one is wrong more often than a
   * hidden one finds out (frozen world of the bench).
   */
  readonly hiddenFrom: number;
  /** Edits that were turned down and are shown to the writer (step 4). */
  readonly rejectedShown: number;
  /** Share of its lines a skill may lose in one change (step 5). */
  readonly shrinkage: number;
  /** Successes of the skill that are replayed, and successes of others that it would take over (step 6). */
  readonly replays: number;
  readonly neighbours: number;
  /** Share of replayed successes that may break where more is mended (step 6). */
  readonly tolerance: number;
  /** What a line costs in the choice between candidates that pass (step 6). */
  readonly lineCost: number;
  /** Judged uses a new version is watched for, and how far it may fall below its parent (step 7). */
  readonly probationUses: number;
  readonly probationSlack: number;
  /** Probability that a version is worse than its parent from which it is rolled back early (step 7). */
  readonly worse: number;
  /** Weight of a judged run that is one round old (Utility). */
  readonly decay: number;
  /** Judged uses before a skill may be archived for doing badly, and the utility below which it is (step 3). */
  readonly archiveUses: number;
  readonly archiveBelow: number;
  /** Share, 0 to 1, of the runs that worked with a skill and are done once more without it, in a copy, while a window is open (Utility). */
  readonly maskShare: number;
  /** Runs per arm before a negative uplift archives a skill (step 3). */
  readonly upliftRuns: number;
  /** Rounds without a use after which a skill that is not elementary is archived (step 3). */
  readonly idleRounds: number;
  /** Skills in use at most; the rest is archived, lowest utility · ln(1 + uses) first (step 3). */
  readonly activeCap: number;
  /** Times a right skill must have been missed before its description is changed (step 3, route_fix). */
  readonly routeMisses: number;
  /** Gate failures of one skill that mended and broke, after which it is split (step 3). */
  readonly conflicts: number;
  /** Uses on which two skills must both be routed within `mergeMargin` of each other to be merged (step 3). */
  readonly mergeShare: number;
  readonly mergeMargin: number;
  /** Tokens a day for attribution by re-runs, writing and gates; what goes beyond is offered "not gated". */
  readonly tokensPerDay: number;
}

export const defaultLearning: LearningSettings = {
  attribution: true,
  counterfactuals: true,
  gate: true,
  hidden: true,
  regression: true,
  rejectedMemory: true,
  lint: true,
  reach: true,
  fromSuccesses: true,
  merging: true,
  archiving: true,
  probation: true,
  roundLength: 20,
  fromOneExample: true,
  ripe: 2,
  windowRounds: 2,
  windowRuns: 8,
  driftDrop: 0.3,
  alike: 0.25,
  candidates: 3,
  candidatesBlind: 6,
  shown: 4,
  keep: 4,
  hiddenShare: 1 / 3,
  hiddenFrom: 3,
  rejectedShown: 6,
  shrinkage: 0.3,
  replays: 8,
  neighbours: 6,
  tolerance: 0.2,
  lineCost: 0.002,
  probationUses: 8,
  probationSlack: 0.2,
  worse: 0.9,
  decay: 0.7,
  archiveUses: 8,
  archiveBelow: 0.25,
  maskShare: 0.1,
  upliftRuns: 6,
  idleRounds: 2,
  activeCap: 200,
  routeMisses: 3,
  conflicts: 2,
  mergeShare: 0.5,
  mergeMargin: 0.1,
  tokensPerDay: 2_000_000,
};
