import type { BenchReport } from './bench/report/benchReport.js';
import type { ApprovalChoice } from './engine/act/approval.js';
import type { Remedy } from './engine/errors.js';
import type { RunEvent, RunSummary } from './engine/events.js';
import type { RouterReport } from './engine/read/report.js';
import type { Route } from './engine/read/route.js';
import type { Text } from './engine/text.js';
import type { Cause } from './engine/write/attribution.js';
import type { Proposal } from './engine/write/proposal.js';

export type {
  BenchReport,
  Comparison,
  ConditionReport,
  CostReport,
  CurveRound,
  DomainReport,
  EditCounts,
  Interval,
  MapPoint,
  RoundDetail,
} from './bench/report/benchReport.js';
export type { ApprovalChoice, ApprovalRequest } from './engine/act/approval.js';
export type { Remedy } from './engine/errors.js';
export type { FileChange, RunEvent, RunStatus, RunSummary } from './engine/events.js';
export type { Outcome, Signal, Source, Verdict } from './engine/feedback/signal.js';
export type {
  CalibrationBin,
  Compared,
  CurvePoint,
  GenerationInfo,
  LearnedSkill,
  RouterReport,
  Share,
} from './engine/read/report.js';
export type { Candidate, Route, ScorePart, Utility } from './engine/read/route.js';
export type { Text } from './engine/text.js';
export type { Attribution, Cause, Quote } from './engine/write/attribution.js';
export type { GateReport, Held, Mended } from './engine/write/gate/report.js';
export type { AlsoChange, Hunk, Operation, Proposal, ProposalState, Provenance } from './engine/write/proposal.js';
export type { Spent } from './engine/write/spent.js';

/** Pages of the panel. */
export type PanelTab = 'run' | 'inbox' | 'history' | 'router' | 'learning';

/** What becomes of a change that was written: it waits, is accepted when its gate passes it, or is only recorded in the run. */
export type LearningMode = 'review' | 'auto' | 'shadow';

/** What the host knows about the gate of a proposal that waits. */
export interface GateFacts {
  /** Replays a new gate is likely to make, and the tokens it uses: `null` where nothing is known to go by. */
  readonly replays: number;
  readonly tokens: number | null;
  /** The edits its report is about, from 0; `null`: about a text the person made. */
  readonly edits: readonly number[] | null;
}

/** A gate that the person asked for and that goes on. */
export interface Gating {
  readonly proposal: string;
  /** Replays done so far, of all; both 0 until that is known. */
  readonly done: number;
  readonly of: number;
}

/** A benchmark there is a report of. */
export interface BenchEntry {
  /** Name of its folder. */
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly model: string;
}

/** What the panel needs to know besides runs and proposals. */
export interface PanelStatus {
  /** The configured model, or why there is none to use. */
  readonly model: { readonly label: string; readonly simulated: boolean } | null;
  readonly problem?: { readonly text: Text; readonly remedy: Remedy };
  /** Whether this folder is the practice workspace (it then offers its tasks). */
  readonly practice: boolean;
  readonly mode: LearningMode;
}

/** Where in a run something stands: a step (from 1), or the output of the check. */
export type Place = { readonly step: number } | 'check';

/** Host to panel. Posted only after the panel said `ready`. */
export type ToPanel =
  /** Sent first: translations (English text to translated text; empty for English) and where to begin. */
  | {
      readonly type: 'init';
      readonly strings: Readonly<Record<string, string>>;
      readonly locale: string;
      readonly status: PanelStatus;
      readonly tab: PanelTab;
    }
  | { readonly type: 'status'; readonly status: PanelStatus }
  /** Replaces the run on show: all its logged events so far; `null` shows the empty page. */
  | { readonly type: 'run'; readonly events: readonly RunEvent[] | null }
  /** New events of any run, oldest first; those of a run that is not on show are ignored, `run.started` of a new run replaces a finished one on show. */
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  | { readonly type: 'runs'; readonly runs: readonly RunSummary[] }
  | {
      readonly type: 'proposals';
      readonly proposals: readonly Proposal[];
      /** Of those that wait, by id. */
      readonly gates?: Readonly<Record<string, GateFacts>>;
      /** Skills whose latest version was written from a proposal and is still watched: judged uses so far, of how many. */
      readonly watched?: Readonly<Record<string, { readonly uses: number; readonly of: number }>>;
    }
  /** What the router has learned, when its tab is shown and whenever that changed; `null` where there is no engine to ask. */
  | { readonly type: 'router'; readonly report: RouterReport | null }
  /** The benchmarks that have run, newest first, and the report of one of them, when the Learning tab is shown; `null` where none has run. */
  | {
      readonly type: 'bench';
      readonly list: readonly BenchEntry[];
      readonly shown: { readonly id: string; readonly report: BenchReport } | null;
    }
  /** How the router would choose for a task that was not run. */
  | { readonly type: 'explained'; readonly task: string; readonly route: Route }
  /** All gates that go on. */
  | { readonly type: 'gating'; readonly gates: readonly Gating[] }
  /** @see {@link Place} */
  | { readonly type: 'show'; readonly tab: PanelTab; readonly focus?: 'approval' | Place }
  /** The person thought better of what they had asked for: it is as it was. */
  | { readonly type: 'calledOff' }
  /** A request of the panel could not be carried out. */
  | { readonly type: 'failed'; readonly text: Text; readonly remedy?: Remedy };

/** Panel to host. The host checks every field: the panel shows untrusted text and is not trusted itself. */
export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'newTask' }
  | { readonly type: 'runAgain'; readonly run: string; readonly skill?: string | null }
  /** The other skill (or none) would have been right: the task runs again with it, which is a full label for the router. */
  | { readonly type: 'useInstead'; readonly run: string; readonly skill: string | null }
  /** The next skill on the slate of a failed run is tried once. */
  | { readonly type: 'tryNext'; readonly run: string }
  | { readonly type: 'trainRouter' }
  | { readonly type: 'cancelTraining' }
  | { readonly type: 'revertRouter'; readonly generation: number }
  /** Asks for a task and shows how the router would choose for it. */
  | { readonly type: 'explainRoute' }
  | { readonly type: 'cancel'; readonly run: string }
  | { readonly type: 'approve'; readonly id: string; readonly choice: ApprovalChoice }
  | {
      readonly type: 'feedback';
      readonly run: string;
      readonly outcome: 'good' | 'bad';
      /** What was wrong, and what would have been right, in the person's words. */
      readonly reason?: string;
      readonly answer?: string;
    }
  /** The cause of the failure is another one. `skill` is the one to blame, or the better one for `wrong_skill`; absent: the host asks for it. */
  | { readonly type: 'correct'; readonly run: string; readonly cause: Cause; readonly skill?: string | null }
  | { readonly type: 'undo'; readonly run: string }
  | { readonly type: 'accept'; readonly proposal: string; readonly hunks?: readonly number[] }
  | { readonly type: 'reject'; readonly proposal: string; readonly reason?: string }
  /** Runs the gate on a proposal, or on a part of its edits (counted from 0). */
  | { readonly type: 'gate'; readonly proposal: string; readonly hunks?: readonly number[] }
  | { readonly type: 'cancelGate'; readonly proposal: string }
  /** `also`: the change of that further skill. */
  | { readonly type: 'openDiff'; readonly proposal: string; readonly also?: string }
  | { readonly type: 'undoAccept'; readonly proposal: string }
  | { readonly type: 'showConflict'; readonly proposal: string }
  | { readonly type: 'openSkill'; readonly skill: string; readonly line?: number }
  | { readonly type: 'openFile'; readonly path: string }
  | { readonly type: 'openRun'; readonly run: string; readonly at?: Place }
  | { readonly type: 'remedy'; readonly remedy: Remedy }
  | { readonly type: 'usePractice' }
  | { readonly type: 'benchmark.run' }
  /** Another report than the one on show. `id` as in {@link BenchEntry}. */
  | { readonly type: 'benchmark.show'; readonly id: string }
  /** Figures or a drawing as a file; the person says where. */
  | { readonly type: 'save'; readonly name: string; readonly content: string }
  | { readonly type: 'tab'; readonly tab: PanelTab };
