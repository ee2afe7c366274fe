import { text } from '../../src/engine/text.js';
import type { RunEventBody } from '../../src/engine/events.js';
import type { Signal } from '../../src/protocol.js';
import { begun, worked, type RunScript } from './panelEvents.js';

const answered: RunEventBody = { type: 'act.finished', answer: '2122.75', stop: 'answered', ms: 67_000 };
const ended: RunEventBody = { type: 'run.finished', status: 'done', ms: 68_000 };

const judge: Signal = {
  source: 'judge',
  outcome: 'success',
  strength: 0.5,
  detail: text('LLM-judged: right, {0} of {1} votes, {2} % sure.', 3, 3, 90),
  judge: {
    votes: [
      { outcome: 'success', confidence: 0.9, reason: 'A step printed this answer.' },
      { outcome: 'success', confidence: 0.95, reason: 'The total follows from the rows that were read.' },
      { outcome: 'success', confidence: 0.85, reason: 'Nothing else was changed.' },
    ],
    confidence: 0.9,
    model: { label: 'qwen3-32b', simulated: false },
    spent: { calls: 3, tokens: 6120, ms: 4100 },
  },
};

/** A run that nothing but a judge has judged. */
export const judgedRun = (at: number): RunScript =>
  worked(begun('run-228', 228, at)).add(
    10,
    answered,
    { type: 'judge.started' },
    { type: 'signal', signal: judge, ms: 4100 },
    {
      type: 'verdict',
      verdict: {
        outcome: 'success',
        decidedBy: 'judge',
        reason: judge.detail,
        signs: { success: ['judge'], failure: [] },
      },
    },
    ended,
  );

/** A run with a sign from everywhere but a check, which the person undid. */
export const signsRun = (at: number): RunScript =>
  worked(begun('run-229', 229, at)).add(
    10,
    answered,
    {
      type: 'signal',
      signal: {
        source: 'tool',
        outcome: 'failure',
        strength: 0.2,
        detail: text('The last tool call failed ({0} of {1} failed).', 1, 4),
      },
      ms: 0,
    },
    { type: 'tests.started', command: 'npm test', when: 'after' },
    {
      type: 'signal',
      signal: {
        source: 'tests',
        outcome: 'failure',
        strength: 0.85,
        detail: text('The tests passed before the run and fail now.'),
        check: { command: 'npm test', before: 0, exitCode: 1, tail: '40 passing\n1 failing: totals of an empty month' },
      },
      ms: 9100,
    },
    {
      type: 'signal',
      signal: {
        source: 'diagnostics',
        outcome: 'success',
        strength: 0.4,
        detail: text('{0} errors are gone from files the run changed.', 2),
        problems: [
          { path: 'scripts/monthly-totals.js', line: 18, severity: 'warning', message: '“sum” is never used.' },
        ],
      },
      ms: 800,
    },
    {
      type: 'verdict',
      verdict: {
        outcome: 'failure',
        decidedBy: 'tests',
        reason: text('The tests passed before the run and fail now.'),
        signs: { success: ['diagnostics'], failure: ['tests', 'tool'] },
      },
    },
    ended,
    {
      type: 'signal',
      signal: {
        source: 'implicit',
        outcome: 'failure',
        strength: 0.55,
        detail: text('You undid its edits.'),
        files: ['totals.csv'],
      },
      ms: 0,
    },
  );
