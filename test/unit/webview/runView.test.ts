import assert from 'node:assert/strict';
import fc from 'fast-check';
import { text } from '../../../src/engine/text.js';
import type { RunEvent } from '../../../src/protocol.js';
import {
  approvalCount,
  begin,
  callCount,
  fold,
  reached,
  totalTokens,
  waitingCall,
  type RunView,
} from '../../../webview-ui/runView.js';
import { stepState } from '../../../webview-ui/stepView.js';
import { approvalRun, begun, longRun } from '../../support/panelEvents.js';
import { failedRun, passedRun, refusedRun } from '../../support/panelRuns.js';

function view(events: readonly RunEvent[]): RunView {
  const [started] = events;
  assert.ok(started?.type === 'run.started');
  return events.slice(1).reduce(fold, begin(started));
}

describe('webview: run view', () => {
  it('folds a failed run to what the panel shows', () => {
    const run = view(failedRun(1000).events);
    assert.equal(run.status, 'done');
    assert.equal(run.verdict?.outcome, 'failure');
    assert.equal(run.attribution?.attribution.cause, 'skill_defect');
    assert.equal(run.proposal?.proposal.id, 'prop-1');
    assert.equal(run.writing, null);
    assert.equal(run.attributing, false);
    assert.deepEqual([run.steps.length, callCount(run), approvalCount(run)], [3, 6, 1]);
    assert.equal(totalTokens(run), 3100 + 5200 + 7600);
    assert.deepEqual(
      run.changes.map(({ path }) => path),
      ['totals.csv', 'scripts/monthly-totals.js'],
    );
  });

  it('takes no event twice and none of another run', () => {
    const { events } = approvalRun(1000).add(1, { type: 'step.delta', step: 5, text: 'said once' });
    const once = view(events);
    assert.deepEqual([...events, ...events].reduce(fold, once), once);
    assert.equal(fold(once, { ...events[3]!, run: 'other', seq: 999 }), once);
  });

  it('comes to the same whether it is replayed from any point or seen live', () => {
    const { events } = failedRun(1000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: events.length }), fc.integer({ min: 0, max: 20 }), (cut, overlap) => {
        const replayed = view(events.slice(0, cut));
        const live = events.slice(Math.max(1, cut - overlap)).reduce(fold, replayed);
        assert.deepEqual(live, view(events));
      }),
      { seed: 7 },
    );
  });

  it('knows the question that waits, until it is answered or the run ends', () => {
    const script = approvalRun(1000);
    const waiting = view(script.events);
    assert.equal(waitingCall(waiting)?.call.approval?.request.subject, 'npm test');
    assert.equal(stepState(waitingCall(waiting)!.step, true), 'asking');
    const from = script.events.length;
    script.add(1, { type: 'approval.answered', call: 'c4-2', id: 'another question', choice: 'once' });
    assert.ok(waitingCall(view(script.events)), 'an answer to another question changes nothing');
    script.add(1, { type: 'approval.answered', call: 'c4-2', id: 'ask-1', choice: 'once' });
    assert.equal(waitingCall(view(script.events)), undefined);
    const ended = [
      ...script.events.slice(0, from),
      { type: 'run.finished', status: 'cancelled', ms: 9, run: 'run-224', seq: 999, at: 9 } as const,
    ];
    assert.equal(waitingCall(view(ended)), undefined);
    assert.equal(stepState(view(ended).steps.at(-1)!, false), 'stopped');
  });

  it('gives the whole text at the end of a step, whatever its parts were', () => {
    const script = begun('r', 1, 0).add(
      1,
      { type: 'step.started', step: 1 },
      { type: 'step.delta', step: 1, text: 'Hel' },
    );
    script.add(1, { type: 'step.waiting', step: 1, ms: 2000, attempt: 2, why: { key: 'rate limit', args: [] } });
    assert.equal(view(script.events).steps[0]?.retry?.attempt, 2);
    script.add(1, { type: 'step.delta', step: 1, text: 'lo' });
    assert.equal(view(script.events).steps[0]?.text, 'Hello');
    assert.equal(view(script.events).steps[0]?.retry, null);
    script.add(1, {
      type: 'step.finished',
      step: 1,
      text: 'Hello there',
      calls: 1,
      usage: { promptTokens: 5, completionTokens: null },
      ms: 3,
    });
    const [step] = view(script.events).steps;
    assert.equal(step?.text, 'Hello there');
    assert.equal(stepState(step, true), 'running', 'the call it asked for has not ended');
    assert.equal(totalTokens(view(script.events)), null, 'a sum with a gap would be a wrong figure');
  });

  it('keeps calls apart that share an id: the newest is meant', () => {
    const start = (step: number) =>
      ({ type: 'tool.started', step, call: 'call_0', tool: 'read_file', input: '{}', title: text('Reads') }) as const;
    const script = begun('r', 1, 0).add(
      1,
      { type: 'step.started', step: 1 },
      start(1),
      { type: 'step.started', step: 2 },
      start(2),
    );
    script.add(1, { type: 'tool.delta', call: 'call_0', text: 'second' });
    assert.deepEqual(
      view(script.events).steps.map((step) => step.calls.map((call) => call.output)),
      [[''], ['second']],
    );
  });

  it('holds little of what a tool prints while it runs', () => {
    const script = begun('r', 1, 0).add(
      1,
      { type: 'tool.started', step: 1, call: 'c', tool: 'run_command', input: '', title: text('x') },
      { type: 'tool.delta', call: 'nobody', text: 'lost' },
    );
    for (let part = 0; part < 50; part++)
      script.add(1, { type: 'tool.delta', call: 'c', text: `${part} `.repeat(300) });
    const output = view(script.events).steps[0]?.calls[0]?.output ?? '';
    assert.ok(output.length <= 8000);
    assert.ok(output.endsWith('49 '));
  });

  it('says how far a run came', () => {
    assert.equal(reached(view(begun('r', 1, 0).events.slice(0, 1))), 'route');
    assert.equal(reached(view(refusedRun(0).events)), 'act');
    assert.equal(reached(view(passedRun(0).events)), 'write');
  });

  it('takes what came later for the same thing in the place of the earlier', () => {
    const script = passedRun(0);
    const signal = { source: 'user', outcome: 'failure', detail: text('You said it was wrong.') } as const;
    script.add(
      1,
      { type: 'signal', signal, ms: 0 },
      { type: 'signal', signal: { ...signal, outcome: 'success' }, ms: 0 },
    );
    script.add(1, { type: 'proposal.decided', proposal: 'someone else', state: 'applied' });
    const run = view(script.events);
    assert.deepEqual(
      run.signals.map((each) => [each.signal.source, each.signal.outcome]),
      [
        ['check', 'success'],
        ['user', 'success'],
      ],
    );
  });

  it('leaves out a file that the run itself brought back', () => {
    const script = failedRun(1000).add(1, { type: 'file.reverted', path: 'totals.csv' });
    assert.deepEqual(
      view(script.events).changes.map(({ path }) => path),
      ['scripts/monthly-totals.js'],
    );
  });

  it('folds a long run quickly enough to be shown at once', () => {
    assert.equal(view(longRun(1000, 0).events).steps.length, 1000);
  });
});
