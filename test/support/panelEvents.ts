import { text } from '../../src/engine/text.js';
import type { RunEventBody } from '../../src/engine/events.js';
import type {
  ApprovalRequest,
  Attribution,
  Hunk,
  Proposal,
  Route,
  RunEvent,
  RunSummary,
  Utility,
} from '../../src/protocol.js';

/** Writes the events of one run with rising numbers and times. */
export class RunScript {
  readonly events: RunEvent[] = [];
  #at: number;
  #seq = 0;

  constructor(
    readonly run: string,
    startedAt: number,
  ) {
    this.#at = startedAt;
  }

  /** Adds events, each `ms` after the one before. */
  add(ms: number, ...bodies: readonly RunEventBody[]): this {
    for (const body of bodies) {
      this.#at += ms;
      this.events.push({ ...body, run: this.run, seq: ++this.#seq, at: this.#at });
    }
    return this;
  }

  /** A whole step: what the model said and its calls, each with its output. */
  step(step: number, words: string, ms: number, tokens: number, ...calls: readonly CallScript[]): this {
    this.add(50, { type: 'step.started', step }, { type: 'step.delta', step, text: words });
    this.add(50, {
      type: 'step.finished',
      step,
      text: words,
      calls: calls.length,
      usage: { promptTokens: tokens - 180, completionTokens: 180 },
      ms,
    });
    for (const [index, call] of calls.entries()) {
      const id = `c${step}-${index + 1}`;
      this.add(20, {
        type: 'tool.started',
        step,
        call: id,
        tool: call.tool,
        input: call.input,
        title: text(call.title),
      });
      if (call.asked)
        this.add(
          20,
          { type: 'approval.asked', call: id, request: { ...call.asked, id: `ask-${id}`, run: this.run } },
          { type: 'approval.answered', call: id, id: `ask-${id}`, choice: 'once' },
        );
      this.add(20, {
        type: 'tool.finished',
        step,
        call: id,
        ok: call.ok ?? true,
        output: call.output,
        summary: text(call.summary),
        ms: call.ms ?? 40,
      });
    }
    return this;
  }
}

export interface CallScript {
  readonly tool: string;
  readonly input: string;
  readonly title: string;
  readonly summary: string;
  readonly output: string;
  readonly ok?: boolean;
  readonly ms?: number;
  readonly asked?: Omit<ApprovalRequest, 'id' | 'run'>;
}

export const task = {
  prompt: 'Write monthly totals for the 2025 ledgers to totals.csv',
  check: 'node check.js totals.csv',
};

const utility = (mean: number, uses: number, spread: number): Utility => ({
  mean,
  uses,
  low: mean - spread,
  high: mean + spread,
});

export const route: Route = {
  chosen: 'ledger-conventions',
  version: 4,
  by: 'router',
  considered: 17,
  candidates: [
    {
      skill: 'ledger-conventions',
      version: 4,
      score: 0.84,
      parts: [
        { id: 'name', value: 0.31 },
        { id: 'description', value: 0.38 },
        { id: 'body', value: 0.15 },
      ],
      words: ['ledgers', 'totals', 'monthly'],
      utility: utility(0.71, 34, 0.1),
      why: text('Chosen: it matches “{0}”.', 'ledgers, totals, monthly'),
    },
    {
      skill: 'csv-cleanup',
      version: 2,
      score: 0.42,
      parts: [
        { id: 'name', value: 0.2 },
        { id: 'description', value: 0.14 },
        { id: 'body', value: 0.08 },
      ],
      words: ['csv'],
      utility: utility(0.64, 9, 0.16),
      why: text('Matches “{0}”, but another skill matches more.', 'csv'),
    },
    {
      skill: null,
      version: null,
      score: 0.25,
      parts: [],
      words: [],
      why: text('Used when no skill scores at least {0}.', '0.25'),
    },
    {
      skill: 'invoice-naming',
      version: 1,
      score: 0.09,
      parts: [
        { id: 'name', value: 0 },
        { id: 'description', value: 0.02 },
        { id: 'body', value: 0.07 },
      ],
      words: ['2025'],
      why: text('Matches only “{0}”, too little to rely on.', '2025'),
    },
  ],
};

const commandAsked = {
  kind: 'command',
  tool: 'run_command',
  title: text('Run this command?'),
  subject: 'npm test',
  where: '.',
  why: text('First time in this run, and a package script can run anything.'),
  choices: ['once', 'run', 'deny'],
} as const satisfies Omit<ApprovalRequest, 'id' | 'run'>;

/** `run.started` and, if wanted, the route. */
export function begun(run: string, number: number, at: number, simulated = false): RunScript {
  return new RunScript(run, at)
    .add(0, {
      type: 'run.started',
      task,
      number,
      model: simulated ? { label: 'practice model', simulated: true } : { label: 'qwen3-32b', simulated: false },
      limits: { steps: 30, minutes: 10 },
    })
    .add(5, { type: 'route.decided', route, ms: 0.3 });
}

function worked(script: RunScript): RunScript {
  return script
    .step(
      1,
      'Read the skill and listed the folder.\nThe ledgers are one file per month.',
      2900,
      3100,
      {
        tool: 'list_dir',
        input: '{"path":"."}',
        title: 'Lists the folder',
        summary: '14 entries',
        output: 'ledgers/\npackage.json\ncheck.js',
      },
      {
        tool: 'read_file',
        input: '{"path":"README.md"}',
        title: 'Reads README.md',
        summary: 'README.md, 22 lines',
        output: '# House ledgers\n',
      },
      {
        tool: 'read_file',
        input: '{"path":"ledgers/2025-01.csv"}',
        title: 'Reads 2025-01.csv',
        summary: '2025-01.csv, 84 lines',
        output: 'date,booked,amount,status\n2025-01-02,2025-01,120.00,ok\n',
      },
    )
    .step(2, 'Looked at the columns of three ledgers', 4400, 5200, {
      tool: 'search_files',
      input: '{"pattern":"void"}',
      title: 'Searches for “void”',
      summary: '2 matches in 1 file',
      output: 'ledgers/2025-11.csv:12: void',
    });
}

/** A run that waits for the reader: the command of its fourth step asks. */
export function approvalRun(at: number): RunScript {
  const script = worked(begun('run-224', 224, at)).step(3, 'Wrote scripts/monthly-totals.js', 11_800, 7600, {
    tool: 'write_file',
    input: JSON.stringify({
      path: 'scripts/monthly-totals.js',
      text: 'if (amount < 0) continue; // refunds are left out\n',
    }),
    title: 'Writes scripts/monthly-totals.js',
    summary: 'scripts/monthly-totals.js, 41 lines',
    output: 'written',
  });
  const words =
    'Checking the script with the tests. The script sums each ledger by booking month. Before I write totals.csv I run the project’s tests to see that nothing else depends on the old helper.';
  return script
    .add(50, { type: 'step.started', step: 4 }, { type: 'step.delta', step: 4, text: words })
    .add(50, {
      type: 'step.finished',
      step: 4,
      text: words,
      calls: 2,
      usage: { promptTokens: 2120, completionTokens: 180 },
      ms: 2400,
    })
    .add(
      20,
      {
        type: 'tool.started',
        step: 4,
        call: 'c4-1',
        tool: 'read_file',
        input: '{"path":"package.json"}',
        title: text('Reads package.json'),
      },
      {
        type: 'tool.finished',
        step: 4,
        call: 'c4-1',
        ok: true,
        output: '{\n  "scripts": { "test": "node --test" }\n}',
        summary: text('package.json, 31 lines'),
        ms: 60,
      },
      {
        type: 'tool.started',
        step: 4,
        call: 'c4-2',
        tool: 'run_command',
        input: '{"command":"npm test"}',
        title: text('npm test'),
      },
      { type: 'approval.asked', call: 'c4-2', request: { ...commandAsked, id: 'ask-1', run: 'run-224' } },
    );
}

/** A write that asks, with a long diff. */
export const writeRequest = (run: string): ApprovalRequest => ({
  id: 'ask-write',
  run,
  kind: 'write',
  tool: 'write_file',
  title: text('Write this file?'),
  subject: 'scripts/monthly-totals.js',
  where: '.',
  why: text('It changes a file of the workspace.'),
  diff: [
    '@@ -1,2 +1,60 @@',
    ' const fs = require("node:fs");',
    '-sum(all);',
    ...Array.from({ length: 58 }, (_, line) => `+line ${line + 2}`),
  ],
  choices: ['once', 'run', 'deny'],
});

const before = [
  '---',
  'name: ledger-conventions',
  'description: How the ledgers of this house are kept; use for sums, totals and audits.',
  '---',
  '',
  '# Ledger conventions',
  '',
  '## Files',
  '',
  '- One file per month, `ledgers/YYYY-MM.csv`.',
  '',
  '## Amounts',
  '',
  '- Amounts are in euros with two decimals.',
  '- Negative amounts are refunds.',
  '- Leave refunds out of the monthly total.',
  '- Skip rows whose status is `void`.',
  '',
  '## Output',
  '',
  '- One row per month, oldest first.',
  '- Round every amount to cents.',
  '',
].join('\n');
const hunks: readonly Hunk[] = [
  {
    oldStart: 15,
    newStart: 15,
    lines: [
      ' - Negative amounts are refunds.',
      '-- Leave refunds out of the monthly total.',
      '+- Subtract a refund in the month it was booked.',
      ' - Skip rows whose status is `void`.',
    ],
  },
  {
    oldStart: 21,
    newStart: 21,
    lines: [
      ' - One row per month, oldest first.',
      '-- Round every amount to cents.',
      '+- Round the sum, not every amount, to cents.',
    ],
  },
];

const attribution: Attribution = {
  cause: 'skill_defect',
  skill: 'ledger-conventions',
  line: 16,
  confidence: 0.82,
  reason:
    'The skill says to leave refunds out of the total. The check expects them to be subtracted in the month they were booked.',
  quotes: [
    { from: 'skill', at: 16, text: '- Leave refunds out of the monthly total.' },
    { from: 'step', at: 3, text: 'if (amount < 0) continue; // refunds are left out' },
    { from: 'check', text: 'row 3  2025-03  expected 18204.50  got 18454.50' },
  ],
  unverified: 0,
};

export const proposal: Proposal = {
  id: 'prop-1',
  operation: 'rewrite',
  skill: 'ledger-conventions',
  baseHash: 'a91f3c0d5e7788',
  baseVersion: 4,
  before,
  after: before
    .replace('- Leave refunds out of the monthly total.', '- Subtract a refund in the month it was booked.')
    .replace('- Round every amount to cents.', '- Round the sum, not every amount, to cents.'),
  hunks,
  summary: 'Refunds count in the month they were booked, and only the sum is rounded.',
  runs: ['run-224'],
  attribution,
  model: { label: 'qwen3-32b', simulated: false },
  gate: 'not-gated',
  state: 'pending',
  createdAt: 0,
};

const failedTail =
  'row 3  2025-03  expected 18204.50  got 18454.50\nrow 7  2025-07  expected  9911.25  got 10031.25\n2 of 12 rows differ\n';

/** A run whose check fails, up to its proposal. */
export function failedRun(at: number, simulated = false): RunScript {
  return worked(begun('run-224', 224, at, simulated))
    .step(
      3,
      'Wrote scripts/monthly-totals.js and ran it',
      11_800,
      7600,
      {
        tool: 'write_file',
        input: JSON.stringify({
          path: 'scripts/monthly-totals.js',
          text: 'if (amount < 0) continue; // refunds are left out\n',
        }),
        title: 'Writes scripts/monthly-totals.js',
        summary: 'scripts/monthly-totals.js, 41 lines',
        output: 'written',
      },
      {
        tool: 'run_command',
        input: '{"command":"node scripts/monthly-totals.js"}',
        title: 'node scripts/monthly-totals.js',
        summary: 'exit 0',
        output: '',
        asked: commandAsked,
      },
    )
    .add(
      10,
      { type: 'file.changed', change: { path: 'totals.csv', before: null, after: 'f1', added: 13, removed: 0 } },
      {
        type: 'file.changed',
        change: { path: 'scripts/monthly-totals.js', before: 'f2', after: 'f3', added: 6, removed: 2 },
      },
      { type: 'act.finished', answer: 'Wrote 12 monthly totals to `totals.csv`.', stop: 'answered', ms: 204_000 },
      { type: 'check.started', command: task.check },
      {
        type: 'signal',
        signal: {
          source: 'check',
          outcome: 'failure',
          detail: text('The check failed with exit code {0}.', 1),
          check: { command: task.check, exitCode: 1, tail: failedTail },
        },
        ms: 400,
      },
      {
        type: 'verdict',
        verdict: { outcome: 'failure', decidedBy: 'check', reason: text('The check failed with exit code {0}.', 1) },
      },
      { type: 'attribution.started' },
      { type: 'attribution', attribution, ms: 6100 },
      { type: 'write.started', operation: 'rewrite', skill: 'ledger-conventions' },
      {
        type: 'proposal',
        proposal: {
          ...proposal,
          createdAt: at,
          model: simulated ? { label: 'practice model', simulated } : proposal.model,
        },
        ms: 48_000,
      },
      { type: 'run.finished', status: 'done', ms: 206_000 },
    );
}

/** A run whose check passes, with what the skill's record gained. */
export function passedRun(at: number): RunScript {
  return worked(begun('run-226', 226, at)).add(
    10,
    { type: 'file.changed', change: { path: 'totals.csv', before: null, after: 'f1', added: 13, removed: 0 } },
    {
      type: 'file.changed',
      change: { path: 'scripts/monthly-totals.js', before: 'f2', after: 'f3', added: 6, removed: 2 },
    },
    {
      type: 'act.finished',
      answer:
        'Wrote 12 monthly totals. Refunds are subtracted in the month they were booked; two void rows in `2025-11.csv` were skipped.',
      stop: 'answered',
      ms: 67_000,
    },
    { type: 'check.started', command: task.check },
    {
      type: 'signal',
      signal: {
        source: 'check',
        outcome: 'success',
        detail: text('The check passed.'),
        check: { command: task.check, exitCode: 0, tail: '12 of 12 rows agree\n' },
      },
      ms: 400,
    },
    { type: 'verdict', verdict: { outcome: 'success', decidedBy: 'check', reason: text('The check passed.') } },
    {
      type: 'learned',
      skill: 'ledger-conventions',
      version: 5,
      before: utility(0.74, 2, 0.14),
      after: utility(0.76, 3, 0.12),
    },
    { type: 'run.finished', status: 'done', ms: 68_000 },
  );
}

/** A run that could not reach its model. */
export function refusedRun(at: number): RunScript {
  return begun('run-227', 227, at).add(
    10,
    { type: 'step.started', step: 1 },
    {
      type: 'run.finished',
      status: 'error',
      error: {
        text: text('{0} refused the connection, {1} times. Is the server started?', 'http://localhost:11434/v1', 3),
        remedy: 'open-settings',
      },
      ms: 13_000,
    },
  );
}

/** A run with many steps, each with one call; it still goes on. */
export function longRun(steps: number, at: number): RunScript {
  const script = begun('run-900', 900, at);
  for (let step = 1; step <= steps; step++)
    script.step(step, `Looked at part ${step}`, 900, 1200, {
      tool: 'read_file',
      input: `{"path":"part-${step}.txt"}`,
      title: `Reads part-${step}.txt`,
      summary: `part-${step}.txt, 3 lines`,
      output: `part ${step}\n`,
    });
  return script;
}

/** Proposals in every state. */
export function allProposals(now: number): readonly Proposal[] {
  const created: Proposal = {
    ...proposal,
    id: 'prop-2',
    operation: 'create',
    skill: 'refund-audit',
    baseHash: null,
    baseVersion: null,
    before: '',
    after:
      '---\nname: refund-audit\ndescription: Audits refunds of the ledgers; use when refunds are to be listed or compared.\n---\n\n# Refund audit\n\n1. Read every ledger.\n2. List negative amounts.\n',
    hunks: [
      {
        oldStart: 1,
        newStart: 1,
        lines: [
          '+---',
          '+name: refund-audit',
          '+description: Audits refunds of the ledgers; use when refunds are to be listed or compared.',
          '+---',
          '+',
          '+# Refund audit',
          '+',
          '+1. Read every ledger.',
          '+2. List negative amounts.',
        ],
      },
    ],
    summary: 'No skill says how refunds are audited.',
    createdAt: now - 3_700_000,
    model: { label: 'practice model', simulated: true },
  };
  return [
    { ...proposal, createdAt: now - 130_000 },
    created,
    {
      ...proposal,
      id: 'prop-3',
      skill: 'csv-cleanup',
      state: 'stale',
      reason: 'SKILL.md was changed by hand since: made for v2, now v3',
      createdAt: now - 90_000_000,
      decidedAt: now - 80_000_000,
    },
    {
      ...proposal,
      id: 'prop-4',
      skill: 'shift-roster',
      state: 'applied',
      acceptedHunks: [0],
      summary: 'Night shifts belong to the day they begin.',
      createdAt: now - 200_000_000,
      decidedAt: now - 180_000_000,
    },
    {
      ...proposal,
      id: 'prop-5',
      skill: 'log-triage',
      state: 'rejected',
      reason: 'too narrow',
      createdAt: now - 300_000_000,
      decidedAt: now - 260_000_000,
    },
    {
      ...proposal,
      id: 'prop-6',
      skill: 'vat-summary',
      state: 'rejected',
      reason: 'two teams, different rules',
      createdAt: now - 400_000_000,
      decidedAt: now - 350_000_000,
    },
  ];
}

const prompts = [
  task.prompt,
  'Which ledgers miss a closing balance?',
  'Why did the importer restart on Tuesday night?',
  'Rename the scanned invoices',
  'Refund share per month, first half of 2025',
  'Orders per customer for the July board',
];
const skills = ['ledger-conventions', 'log-triage', 'invoice-naming', 'sql-report'];

/** A history, newest first. */
export function manyRuns(count: number, now: number): readonly RunSummary[] {
  return Array.from({ length: count }, (_, index): RunSummary => {
    const number = count - index;
    const status = index === 4 ? 'cancelled' : index === 7 ? 'interrupted' : index === 9 ? 'error' : 'done';
    return {
      id: `run-${number}`,
      number,
      task: { prompt: prompts[index % prompts.length]! },
      status,
      skill: index % 5 === 3 ? null : skills[index % skills.length]!,
      version: index % 5 === 3 ? null : 1 + (index % 6),
      outcome: status !== 'done' || index % 11 === 8 ? 'unknown' : index % 3 === 2 ? 'failure' : 'success',
      answer: '',
      simulated: index % 4 === 1,
      startedAt: now - index * index * 60_000 - 120_000,
      ms: 60_000,
      steps: 5,
      toolCalls: 9,
      tokens: index % 7 === 5 ? null : 14_900 + index * 311,
      changes: [],
      undone: false,
      proposal: null,
    };
  });
}
