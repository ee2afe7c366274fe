import assert from 'node:assert/strict';
import { text } from '../../../src/engine/text.js';
import type { GateReport, RunEvent } from '../../../src/protocol.js';
import { replaysOf } from '../../../webview-ui/learningView.js';
import { begin, fold, type RunView } from '../../../webview-ui/runView.js';
import { initial, reduce } from '../../../webview-ui/state.js';
import { gateSentence, gateShort } from '../../../webview-ui/views/gateWords.js';
import { gatedRun, gatingRun, mergingRun, testedRun } from '../../support/panelLearning.js';
import { passed } from '../../support/panelProposals.js';

function folded(events: readonly RunEvent[]): RunView {
  const [first] = events;
  assert.equal(first?.type, 'run.started');
  return events.reduce(fold, begin(first));
}

describe('webview: what is learned from a run', () => {
  it('keeps replays with their candidate and finds those behind a report', () => {
    const { learning } = folded(gatedRun(0));
    assert.deepEqual(
      learning.gates.map(({ candidate, done, of, report }) => [candidate, done, of, report?.state]),
      [
        [1, 7, 19, 'failed'],
        [3, 7, 19, 'passed'],
      ],
    );
    assert.equal(replaysOf(learning, { ...passed }).length, 7);
    assert.deepEqual(replaysOf(learning, { ...passed, examined: 'another text' }), []);
  });

  it('begins anew when the cause is looked for again', () => {
    const events = testedRun(0);
    const last = events.at(-1)!;
    const again = fold(folded(events), { type: 'attribution.started', run: last.run, seq: last.seq + 1, at: last.at });
    assert.equal(folded(events).learning.tests.length, 2);
    assert.deepEqual(again.learning.tests, []);
  });

  it('keeps what the round ends with apart from it', () => {
    const own = folded(gatedRun(0));
    const going = folded(mergingRun(0, 3));
    assert.deepEqual([going.learning, going.proposal, going.writing], [own.learning, own.proposal, null]);
    assert.deepEqual(going.merging?.writing, { operation: 'merge', skill: 'ledger-conventions' });
    assert.equal(going.merging.learning.gates[0]?.done, 1);
    const done = folded(mergingRun(0));
    assert.deepEqual([done.learning, done.proposal], [own.learning, own.proposal]);
    assert.deepEqual([done.merging?.writing, done.merging?.proposal?.proposal.id], [null, 'merge-1']);
    const next = ({ id: run, seq }: RunView) => ({ run, seq: seq + 1, at: 1 });
    const decide = (run: RunView, id: string): RunView =>
      fold(run, { ...next(run), type: 'proposal.decided', proposal: id, state: 'applied' });
    const accepted = decide(done, 'merge-1');
    assert.equal(accepted.merging?.proposal?.proposal.state, 'applied');
    assert.deepEqual(accepted.proposal, own.proposal);
    const meanwhile = decide(going, own.proposal?.proposal.id ?? '');
    assert.equal(meanwhile.proposal?.proposal.state, 'applied', 'also while the merge is written');
    const ended = fold(going, { ...next(going), type: 'run.finished', status: 'cancelled', ms: 1 });
    assert.deepEqual([ended.merging?.writing, ended.merging?.learning.gates], [null, []]);
  });

  it('shows a gate that was cut off only while it goes on', () => {
    const events = gatingRun(0);
    assert.equal(folded(events).learning.gates.length, 1);
    const last = events.at(-1)!;
    const ended: RunEvent = {
      type: 'run.finished',
      status: 'cancelled',
      ms: 1,
      run: last.run,
      seq: last.seq + 1,
      at: 1,
    };
    assert.deepEqual(fold(folded(events), ended).learning.gates, []);
    const log = [...events.slice(0, -6), ended, ...events.slice(-6).map((event) => ({ ...event, seq: event.seq + 1 }))];
    const state = reduce(initial, { type: 'run', events: log });
    assert.deepEqual(state.run?.learning.gates, [], 'nor after the window that ran it is gone');
  });
});

describe('webview: the gate in one sentence', () => {
  const none: GateReport = {
    ...passed,
    failures: { of: 0, passed: 0 },
    hidden: { of: 0, passed: 0 },
    successes: { of: 0, broken: 0 },
    neighbours: { of: 0, broken: 0 },
    unreplayable: 0,
    tokensAdded: 0,
  };
  const cases: readonly (readonly [Partial<GateReport>, string])[] = [
    [
      {
        failures: { of: 4, passed: 3 },
        hidden: { of: 1, passed: 1 },
        successes: { of: 8, broken: 0 },
        tokensAdded: 12,
      },
      'Fixes 3 of 4 failures, one of them never shown; 8 old successes replayed, 0 broken; +12 tokens.',
    ],
    [
      { failures: { of: 6, passed: 5 }, hidden: { of: 2, passed: 2 } },
      'Fixes 5 of 6 failures, 2 of them never shown; +0 tokens.',
    ],
    [
      { failures: { of: 3, passed: 2 }, hidden: { of: 1, passed: 0 } },
      'Fixes 2 of 3 failures, none of those never shown; +0 tokens.',
    ],
    [{ failures: { of: 1, passed: 1 }, tokensAdded: -1 }, 'Fixes the failure; −1 token.'],
    [{ failures: { of: 1, passed: 0 } }, 'Does not fix the failure; +0 tokens.'],
    [
      { successes: { of: 1, broken: 1 }, neighbours: { of: 6, broken: 2 } },
      '1 old success replayed, 1 broken; 6 tasks of other skills replayed, 2 broken; +0 tokens.',
    ],
    [
      { both: true, rule: 'kept', successes: { of: 5, broken: 0 }, tokensAdded: 18 },
      'Replays 5 old successes of both, 0 broken; +18 tokens.',
    ],
    [
      { fromSuccesses: true, failures: { of: 2, passed: 2 }, tokensAdded: 91 },
      '2 of 2 tasks that worked without it pass; +91 tokens.',
    ],
    [{}, 'Nothing could be replayed; +0 tokens.'],
    [{ state: 'not-gated', why: text('The gate was cancelled.') }, 'Not gated: The gate was cancelled.'],
  ];
  for (const [more, sentence] of cases) it(sentence, () => assert.equal(gateSentence({ ...none, ...more }), sentence));

  it('is shorter in a row', () => {
    assert.equal(gateShort({ ...none, state: 'not-gated' }), 'not gated');
    assert.equal(gateShort({ ...none, failures: { of: 3, passed: 1 } }), 'fixes 1 of 3 failures');
  });
});
