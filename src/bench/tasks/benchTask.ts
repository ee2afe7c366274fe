/** A task of a benchmark, one line of a task file (learning.md 3). */
export interface BenchTask {
  /** Unique within its file. */
  readonly id: string;
  /** `train` teaches; `val` and `test` only measure. */
  readonly split: 'train' | 'val' | 'test';
  readonly domain: string;
  /** Kind of request within the domain; kinds that occur in no training task are reported apart. */
  readonly kind: string;
  /** What the agent is asked; it never sees the rest of the line but its files. */
  readonly prompt: string;
  /** Relative path to what is laid into the workspace: text, or a file or folder beside the task file. */
  readonly files: Readonly<Record<string, string | { readonly path: string }>>;
  /** Real path of the folder that `{path}` is relative to: that of the task file. It does not stand in the line. */
  readonly base?: string;
  /** Shell commands run in the workspace before the agent begins. */
  readonly setup?: string;
  readonly check: Check;
  /** What the agent learns from when it fails: the expected answer, the hint, or only that it was wrong. */
  readonly feedback: 'answer' | 'hint' | 'binary';
  readonly hint?: string;
  readonly limits?: { readonly turns?: number; readonly seconds?: number; readonly tokens?: number };
  readonly source: string;
  /** SPDX identifier of the task's licence. */
  readonly licence: string;
}

/** How an answer is made comparable: as it is, without blanks around it (where nothing is said), in lower case as well, or as GAIA's scorer does. */
export type Normalize = 'none' | 'trim' | 'case' | 'gaia';

/** What decides whether a task is solved (learning.md 3). */
export type Check =
  | { readonly type: 'exact'; readonly answer: string | readonly string[]; readonly normalize?: Normalize }
  /** `abs` and `rel` are the largest differences from `answer` that pass, absolute and as a share of it; `units` are taken off the answer. */
  | {
      readonly type: 'numeric';
      readonly answer: number;
      readonly abs?: number;
      readonly rel?: number;
      readonly units?: readonly string[];
    }
  | { readonly type: 'regex'; readonly pattern: string; readonly flags?: string }
  /** Items one per line or split at commas, in any order unless `ordered`; `subset`: more than these may be there. */
  | {
      readonly type: 'set';
      readonly answer: readonly string[];
      readonly ordered?: boolean;
      readonly subset?: boolean;
      readonly normalize?: Normalize;
    }
  /** Lists are compared in their order unless `ordered` is false; `subset`: objects and lists may hold more. */
  | { readonly type: 'json'; readonly answer: unknown; readonly ordered?: boolean; readonly subset?: boolean }
  /** Exit code 0 in a copy of the workspace, with `$ANSWER` and `answer.txt`. `timeout` in seconds. */
  | { readonly type: 'shell'; readonly script: string; readonly timeout?: number }
  /** A majority of `votes` (odd) of the judging model says that it is right; always shown as LLM-judged. */
  | { readonly type: 'judge'; readonly rubric: string; readonly reference?: string; readonly votes?: number }
  | { readonly type: 'all' | 'any'; readonly checks: readonly Check[] };

/** What a check says. */
export interface Checked {
  readonly passed: boolean;
  /** What went wrong, at most 20 lines; empty when it passed. It may hold the expected answer: the agent is shown what `feedbackFor` leaves of it. */
  readonly feedback: string;
  /** A model's judgement took part. */
  readonly judged: boolean;
}
