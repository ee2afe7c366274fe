import { english, text } from '../../src/engine/text.js';
import type { GateReport, RunEvent } from '../../src/protocol.js';
import { attribution, passed, proposal, quarantined } from './panelProposals.js';
import { failedRun } from './panelRuns.js';
import { RunScript } from './panelEvents.js';

/** The events of the failed run up to its attribution, and a script to go on with. */
function attributed(at: number): RunScript {
  const events = failedRun(at).events;
  const script = new RunScript('run-224', at);
  script.take(events.slice(0, events.findIndex(({ type }) => type === 'attribution.started') + 1));
  return script.add(
    40,
    {
      type: 'attribution.tested',
      test: 'again',
      result: 'failed',
      spent: { calls: 6, tokens: 21_000, ms: 9000 },
    },
    { type: 'attribution.tested', test: 'masked', result: 'failed', spent: { calls: 5, tokens: 18_000, ms: 8000 } },
  );
}

/** A run that was learned from ends a round: two skills are made one. It is cut off `last` events before its end. */
export function mergingRun(at: number, last = 0): readonly RunEvent[] {
  const script = new RunScript('run-224', at);
  script.take(gatedRun(at).filter(({ type }) => type !== 'run.finished'));
  script.add(
    20,
    { type: 'write.started', operation: 'merge', skill: 'ledger-conventions' },
    { type: 'write.candidate', number: 1, of: 3, state: 'written' },
    { type: 'gate.started', candidate: 1, replays: 2 },
  );
  for (const done of [1, 2])
    script.add(20, {
      ...{ type: 'gate.replayed', candidate: 1, done, of: 2, kind: 'success', replayed: `run-20${done}` },
      result: 'passed',
    });
  script.add(
    20,
    { type: 'gate.finished', candidate: 1, report: kept },
    { type: 'proposal', proposal: { ...proposal, id: 'merge-1', operation: 'merge', gate: kept }, ms: 9000 },
  );
  return script.events.slice(0, script.events.length - last);
}

const kept: GateReport = {
  ...{ ...passed, rule: 'kept', both: true, successes: { of: 2, broken: 0 }, neighbours: { of: 0, broken: 0 } },
  ...{ failures: { of: 0, passed: 0 }, hidden: { of: 0, passed: 0 }, unreplayable: 0 },
};

/** The model thought another skill better, and the task failed with that one as well: a skill is missing, and one failure is not enough. */
export function namedRun(at: number): readonly RunEvent[] {
  const why = text('The task failed with “{0}” too, which the model thought better.', 'month-end');
  return attributed(at).add(
    40,
    {
      ...{ type: 'attribution.tested', test: 'named', skill: 'month-end', result: 'failed' },
      spent: { calls: 6, tokens: 19_000, ms: 8000 },
    },
    {
      type: 'attribution',
      attribution: {
        ...{ cause: 'missing_skill', by: 'tests', skill: null, confidence: 0.7, reason: english(why), why },
        quotes: attribution.quotes.filter(({ from }) => from === 'check'),
        unverified: 0,
      },
      ms: 14_000,
    },
    { type: 'write.waiting', skill: null, have: 1, needed: 2 },
    { type: 'run.finished', status: 'done', ms: 60_000 },
  ).events;
}

/** The cause is still looked for, and what was run for it is known. */
export const testedRun = (at: number): readonly RunEvent[] => attributed(at).events;

function writing(at: number): RunScript {
  return attributed(at).add(
    40,
    { type: 'attribution', attribution, ms: 6100 },
    { type: 'write.started', operation: 'rewrite', skill: 'ledger-conventions' },
    { type: 'write.candidate', number: 1, of: 3, state: 'written' },
    { type: 'write.candidate', number: 2, of: 3, state: 'refused', why: 'it copies an expected answer' },
    { type: 'write.candidate', number: 3, of: 3, state: 'written' },
  );
}

const replays = [
  ['shown', 'run-212', 'passed'],
  ['shown', 'run-218', 'failed'],
  ['shown', 'run-221', 'passed'],
  ['hidden', 'run-224', 'passed'],
  ['success', 'run-203', 'passed'],
  ['success', 'run-204', 'passed'],
  ['neighbour', 'run-190', 'unreplayable'],
] as const;

function gate(script: RunScript, candidate: number, count: number): RunScript {
  script.add(20, { type: 'gate.started', candidate, replays: 19 });
  replays.slice(0, count).forEach(([kind, replayed, result], index) =>
    script.add(20, {
      type: 'gate.replayed',
      candidate,
      done: index + 1,
      of: 19,
      kind,
      replayed,
      result,
      ...(result === 'unreplayable' && { why: text('it has no check') }),
    }),
  );
  return script;
}

/** The gate is at its fifth replay of the first candidate. */
export const gatingRun = (at: number): readonly RunEvent[] => gate(writing(at), 1, 5).events;

/** The gate has passed a candidate, which is proposed. */
export const gatedRun = (at: number): readonly RunEvent[] =>
  gate(
    gate(writing(at), 1, 7).add(20, {
      type: 'gate.finished',
      candidate: 1,
      report: {
        ...passed,
        examined: 'e0',
        state: 'failed',
        failures: { of: 4, passed: 1 },
        hidden: { of: 1, passed: 0 },
      },
    }),
    3,
    7,
  ).add(
    20,
    { type: 'gate.finished', candidate: 3, report: passed },
    { type: 'proposal', proposal: { ...proposal, gate: passed, fromOneExample: true, createdAt: at }, ms: 96_000 },
    { type: 'run.finished', status: 'done', ms: 400_000 },
  ).events;

/** A run that met a web page, and what was learned from it. */
export const taintedRun = (at: number): readonly RunEvent[] =>
  writing(at).add(
    20,
    { type: 'tainted', taint: { from: 'web', what: 'https://logs.example/triage', step: 2 } },
    { type: 'tainted', taint: { from: 'instruction', what: 'README.md', step: 3 } },
    { type: 'proposal', proposal: { ...quarantined, createdAt: at }, ms: 96_000 },
    { type: 'run.finished', status: 'done', ms: 400_000 },
  ).events;

/** The failure waits for others like it. */
export const waitingRun = (at: number): readonly RunEvent[] =>
  attributed(at).add(
    20,
    { type: 'attribution', attribution: { ...attribution, cause: 'execution_lapse', by: 'user' }, ms: 10 },
    { type: 'write.waiting', skill: 'ledger-conventions', have: 1, needed: 2 },
    {
      type: 'probation',
      skill: 'ledger-conventions',
      version: 4,
      state: 'rolled_back',
      reason: text('it passes {0} of {1}', 2, 6),
    },
    { type: 'run.finished', status: 'done', ms: 400_000 },
  ).events;
