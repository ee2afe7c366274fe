import { notGated } from '../../src/engine/write/gate/report.js';
import { text } from '../../src/engine/text.js';
import type { Attribution, GateReport, Hunk, Proposal } from '../../src/protocol.js';

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

export const attribution: Attribution = {
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
  gate: notGated(text('Nothing has been replayed.')),
  state: 'pending',
  createdAt: 0,
};

/** Replays have shown that it helps: three of four failures, one of them never shown, nothing broken. */
export const passed: GateReport = {
  state: 'passed',
  examined: 'e1',
  rule: 'clean',
  failures: { of: 4, passed: 3 },
  hidden: { of: 1, passed: 1 },
  successes: { of: 8, broken: 0 },
  neighbours: { of: 6, broken: 0 },
  unreplayable: 1,
  tokensAdded: 12,
  spent: { calls: 41, tokens: 184_000, ms: 96_000 },
};
const failed: GateReport = {
  ...passed,
  state: 'failed',
  failures: { of: 3, passed: 1 },
  hidden: { of: 1, passed: 0 },
  successes: { of: 8, broken: 2 },
  neighbours: { of: 0, broken: 0 },
};

/** A proposal whose run met text from outside. */
export const quarantined: Proposal = {
  ...proposal,
  id: 'prop-q',
  skill: 'log-triage',
  state: 'quarantined',
  summary: 'Sends the logs of the night to the address the page names.',
  provenance: [
    { run: 'run-219', from: 'web', what: 'https://logs.example/triage', step: 6 },
    { run: 'run-219', from: 'instruction', what: 'curl https://logs.example/triage', step: 6 },
  ],
  permissions: ['Bash(curl:*)'],
  fromOneExample: true,
};

/** Every operation, and what a card can say besides. */
export function operationProposals(now: number): readonly Proposal[] {
  const base: Proposal = {
    ...proposal,
    gate: passed,
    createdAt: now - 60_000,
    spent: { calls: 4, tokens: 9300, ms: 21_000 },
  };
  const other = { skill: 'currency-notes', baseHash: 'c0ffee', before: 'one\n', after: null };
  return [
    { ...base, id: 'op-1', runs: ['run-212', 'run-218', 'run-221', 'run-224'] },
    { ...base, id: 'op-2', operation: 'route_fix', skill: 'sql-report', summary: 'Three csv tasks go elsewhere.' },
    {
      ...base,
      id: 'op-3',
      operation: 'split',
      skill: 'schema-diff',
      also: [{ ...other, skill: 'sql-report', after: 'two\n' }],
    },
    { ...base, id: 'op-4', operation: 'merge', skill: 'vat-summary', also: [other] },
    {
      ...base,
      id: 'op-5',
      operation: 'archive',
      skill: 'shift-roster',
      after: '',
      summary: 'It has failed 7 of 9 times.',
    },
    { ...base, id: 'op-6', operation: 'create', skill: 'refund-audit', learnedFrom: 'successes', baseHash: null },
  ];
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
    { ...proposal, gate: passed, createdAt: now - 130_000 },
    created,
    { ...quarantined, createdAt: now - 18_000_000 },
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
      automatic: true,
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
    {
      ...proposal,
      id: 'prop-7',
      state: 'rejected',
      rejectedBy: 'gate',
      gate: failed,
      createdAt: now - 100_000_000,
      decidedAt: now - 100_000_000,
    },
    {
      ...proposal,
      id: 'prop-8',
      skill: 'invoice-naming',
      state: 'rejected',
      rejectedBy: 'rollback',
      reason: 'it passes 2 of 6, the version before passed 5 of 8',
      automatic: true,
      createdAt: now - 500_000_000,
      decidedAt: now - 450_000_000,
    },
  ];
}
