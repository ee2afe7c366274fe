import { text } from '../../src/engine/text.js';
import type { RunEventBody } from '../../src/engine/events.js';
import type { ApprovalRequest, Route, RunEvent, Utility } from '../../src/protocol.js';

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

  /** Goes on from the events of another script of the same run. */
  take(events: readonly RunEvent[]): this {
    this.events.push(...events);
    const last = events.at(-1);
    if (last) [this.#seq, this.#at] = [last.seq, last.at];
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

export const utility = (mean: number, uses: number, spread: number): Utility => ({
  mean,
  uses,
  low: mean - spread,
  high: mean + spread,
});

/** As runs were logged before the router learned. */
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

export const commandAsked = {
  kind: 'command',
  tool: 'run_command',
  title: text('Run this command?'),
  subject: 'npm test',
  where: '.',
  why: text('First time in this run, and a package script can run anything.'),
  choices: ['once', 'run', 'deny'],
} as const satisfies Omit<ApprovalRequest, 'id' | 'run'>;

/** `run.started` and the route. */
export function begun(run: string, number: number, at: number, simulated = false, decided = route): RunScript {
  return new RunScript(run, at)
    .add(0, {
      type: 'run.started',
      task,
      number,
      model: simulated ? { label: 'practice model', simulated: true } : { label: 'qwen3-32b', simulated: false },
      limits: { steps: 30, minutes: 10 },
    })
    .add(5, { type: 'route.decided', route: decided, ms: 0.3 });
}

/** The first two steps of all runs. */
export function worked(script: RunScript): RunScript {
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
