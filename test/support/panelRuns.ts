import { text } from '../../src/engine/text.js';
import type { RunSummary } from '../../src/protocol.js';
import { begun, commandAsked, route, task, utility, worked, type RunScript } from './panelEvents.js';
import { attribution, proposal } from './panelProposals.js';

const failedTail =
  'row 3  2025-03  expected 18204.50  got 18454.50\nrow 7  2025-07  expected  9911.25  got 10031.25\n2 of 12 rows differ\n';

/** A run whose check fails, up to its proposal. */
export function failedRun(at: number, simulated = false, decided = route): RunScript {
  return worked(begun('run-224', 224, at, simulated, decided))
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
export function passedRun(at: number, simulated = false, decided = route): RunScript {
  return worked(begun('run-226', 226, at, simulated, decided)).add(
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
