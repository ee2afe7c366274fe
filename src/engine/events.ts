import type { ApprovalChoice, ApprovalRequest } from './act/approval.js';
import type { Remedy } from './errors.js';
import type { Signal, Verdict } from './feedback/signal.js';
import type { Usage } from './ports.js';
import type { Route, Utility } from './read/route.js';
import type { Task } from './task.js';
import type { Text } from './text.js';
import type { Attribution } from './write/attribution.js';
import type { GateReport } from './write/gate/report.js';
import type { Operation, Proposal, ProposalState, Provenance } from './write/proposal.js';
import type { Spent } from './write/spent.js';

/** A file of the workspace that a run changed. Hashes are SHA-256 of the bytes; `null` means the file did not exist. */
export interface FileChange {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly added: number;
  readonly removed: number;
}

/** `done`: the loop came to its end, whatever the verdict. `error`: it could not go on. */
export type RunStatus = 'running' | 'done' | 'cancelled' | 'error' | 'interrupted';

/** What happens in a run. One stream feeds the panel, the log, the command line and the tests. */
export type RunEventBody =
  | { readonly type: 'run.queued'; readonly behind: string }
  | {
      readonly type: 'run.started';
      readonly task: Task;
      readonly number: number;
      readonly model: { readonly label: string; readonly simulated: boolean };
      readonly limits: { readonly steps: number; readonly minutes: number };
      /** Everything was allowed beforehand. */
      readonly approvals?: 'all';
      /** Id of the failed run whose next skill is tried. */
      readonly retryOf?: string;
    }
  | { readonly type: 'route.decided'; readonly route: Route; readonly ms: number }
  | { readonly type: 'step.started'; readonly step: number }
  | { readonly type: 'step.delta'; readonly step: number; readonly text: string }
  | {
      readonly type: 'step.waiting';
      readonly step: number;
      readonly ms: number;
      readonly attempt: number;
      readonly why: Text;
    }
  | {
      readonly type: 'step.finished';
      readonly step: number;
      readonly text: string;
      readonly calls: number;
      readonly usage: Usage;
      readonly ms: number;
    }
  | {
      readonly type: 'tool.started';
      readonly step: number;
      readonly call: string;
      readonly tool: string;
      readonly input: string;
      readonly title: Text;
    }
  | { readonly type: 'approval.asked'; readonly call: string; readonly request: ApprovalRequest }
  | { readonly type: 'approval.answered'; readonly call: string; readonly id: string; readonly choice: ApprovalChoice }
  | { readonly type: 'tool.delta'; readonly call: string; readonly text: string }
  | {
      readonly type: 'tool.finished';
      readonly step: number;
      readonly call: string;
      readonly ok: boolean;
      readonly output: string;
      readonly summary: Text;
      readonly ms: number;
    }
  | { readonly type: 'file.changed'; readonly change: FileChange }
  /** The run itself brought a file it had changed back to what it was. */
  | { readonly type: 'file.reverted'; readonly path: string }
  | { readonly type: 'notice'; readonly level: 'info' | 'warning'; readonly text: Text }
  | {
      readonly type: 'act.finished';
      readonly answer: string;
      readonly stop: 'answered' | 'steps' | 'time' | 'truncated' | 'repeated' | 'context';
      readonly ms: number;
    }
  | { readonly type: 'check.started'; readonly command: string }
  /** The workspace's own tests, before the agent acts or after it. */
  | { readonly type: 'tests.started'; readonly command: string; readonly when: 'before' | 'after' }
  /** A model is asked whether it was right. */
  | { readonly type: 'judge.started' }
  | { readonly type: 'signal'; readonly signal: Signal; readonly ms: number }
  | { readonly type: 'verdict'; readonly verdict: Verdict }
  | {
      readonly type: 'learned';
      readonly skill: string;
      readonly version: number;
      readonly before: Utility;
      readonly after: Utility;
    }
  /** Text from outside of what the person trusts took part in the run (DESIGN.md 4). */
  | { readonly type: 'tainted'; readonly taint: Omit<Provenance, 'run'> }
  | { readonly type: 'attribution.started' }
  /** A test that says more about the cause than a model does (learning.md 2, step 1). */
  | {
      readonly type: 'attribution.tested';
      /** `again`: the same once more; `masked`: without the skill; `named`: with the one that the model thought better. */
      readonly test: 'again' | 'masked' | 'named';
      /** The one of `named`. */
      readonly skill?: string;
      readonly result: 'passed' | 'failed' | 'unreplayable';
      readonly why?: Text;
      readonly spent: Spent;
    }
  /** A run that had worked with a skill was done once more without it, to see what the skill is worth (learning.md 2, Utility). */
  | {
      readonly type: 'tried.without';
      readonly skill: string;
      readonly result: 'passed' | 'failed';
      readonly spent: Spent;
    }
  | { readonly type: 'attribution'; readonly attribution: Attribution; readonly ms: number }
  /** The failure waits for others like it. */
  | { readonly type: 'write.waiting'; readonly skill: string | null; readonly have: number; readonly needed: number }
  | { readonly type: 'write.started'; readonly operation: Operation; readonly skill: string | null }
  /** A candidate was written, or turned down before any replay. Numbers count from 1. */
  | {
      readonly type: 'write.candidate';
      readonly number: number;
      readonly of: number;
      readonly state: 'written' | 'refused' | 'nothing';
      readonly why?: string;
    }
  | { readonly type: 'gate.started'; readonly candidate: number; readonly replays: number }
  | {
      readonly type: 'gate.replayed';
      readonly candidate: number;
      /** Replays done so far, of all. */
      readonly done: number;
      readonly of: number;
      readonly kind: 'shown' | 'hidden' | 'success' | 'neighbour';
      /** Id of the run that was replayed. */
      readonly replayed: string;
      readonly result: 'passed' | 'failed' | 'unreplayable';
      readonly why?: Text;
    }
  | { readonly type: 'gate.finished'; readonly candidate: number; readonly report: GateReport }
  | { readonly type: 'proposal'; readonly proposal: Proposal; readonly ms: number }
  /** What would have been proposed in shadow mode; it is kept nowhere else. */
  | { readonly type: 'proposal.shadow'; readonly proposal: Proposal }
  /** @see RunFacts.closed: `runs` are failures that were written from in vain: they wait for another one like them. */
  | { readonly type: 'write.nothing'; readonly reason: Text; readonly runs?: readonly string[] }
  /** A new version of a skill has been watched for long enough, or does worse than the one before. */
  | {
      readonly type: 'probation';
      readonly skill: string;
      readonly version: number;
      readonly state: 'kept' | 'rolled_back' | 'rollback_proposed';
      readonly reason: Text;
    }
  | {
      readonly type: 'proposal.decided';
      readonly proposal: string;
      readonly state: ProposalState;
      readonly reason?: string;
    }
  | { readonly type: 'run.undone'; readonly restored: readonly string[]; readonly kept: readonly string[] }
  | {
      readonly type: 'run.finished';
      readonly status: Exclude<RunStatus, 'running'>;
      readonly error?: { readonly text: Text; readonly remedy?: Remedy };
      readonly ms: number;
    };

/** `seq` counts from 1 within a run and orders its events; clocks may go back, sequences do not. */
export type RunEvent = RunEventBody & { readonly run: string; readonly seq: number; readonly at: number };

/** Deltas are shown while they happen and never logged: `step.finished` and `tool.finished` carry the whole text. */
export const isTransient = (event: RunEvent): boolean =>
  event.type === 'step.delta' || event.type === 'tool.delta' || event.type === 'step.waiting';

/** What a list of runs shows: the fold of a run's events. */
export interface RunSummary {
  readonly id: string;
  readonly number: number;
  readonly task: Task;
  readonly status: RunStatus;
  readonly skill: string | null;
  readonly version: number | null;
  readonly outcome: Verdict['outcome'];
  /** The source that decided it; absent while nothing has. */
  readonly decidedBy?: NonNullable<Verdict['decidedBy']>;
  readonly answer: string;
  readonly simulated: boolean;
  readonly startedAt: number;
  readonly ms: number;
  readonly steps: number;
  readonly toolCalls: number;
  readonly tokens: number | null;
  readonly changes: readonly FileChange[];
  readonly undone: boolean;
  readonly proposal: string | null;
  /** Id of the failed run whose next skill was tried. */
  readonly retryOf?: string;
  readonly error?: { readonly text: Text; readonly remedy?: Remedy };
}
