import assert from 'node:assert/strict';
import { text } from '../../../src/engine/text.js';
import type { ToPanel } from '../../../src/protocol.js';
import { initial, newest, reduce, type PanelState } from '../../../webview-ui/state.js';
import { approvalRun, begun } from '../../support/panelEvents.js';
import { proposal } from '../../support/panelProposals.js';
import { failedRun, passedRun } from '../../support/panelRuns.js';

const after = (...messages: readonly ToPanel[]): PanelState => messages.reduce(reduce, initial);
const events = (list: Extract<ToPanel, { type: 'events' }>['events']): ToPanel => ({ type: 'events', events: list });

describe('webview: panel state', () => {
  it('shows nothing before it knows where it is', () => {
    assert.equal(initial.ready, false);
    const status = { model: { label: 'qwen3-32b', simulated: false }, practice: false, mode: 'review' as const };
    const state = after({ type: 'init', strings: {}, locale: 'en', status, tab: 'run' });
    assert.equal(state.ready, true);
    assert.deepEqual(after({ type: 'status', status }).status, status);
  });

  it('lets a new run replace a finished one, never one that goes on', () => {
    const going = after(events(approvalRun(0).events), events(begun('run-300', 300, 0).events));
    assert.equal(going.run?.id, 'run-224');
    const next = after(events(passedRun(0).events), events(begun('run-300', 300, 0).events));
    assert.equal(next.run?.id, 'run-300');
    assert.equal(next.run.status, 'running');
  });

  it('shows the run it is given, or the empty page', () => {
    assert.equal(after({ type: 'run', events: passedRun(0).events }).run?.number, 226);
    assert.equal(after({ type: 'run', events: passedRun(0).events }, { type: 'run', events: null }).run, null);
    assert.equal(after({ type: 'run', events: [] }).run, null);
  });

  it('does not wait for what a log shows as begun after the end', () => {
    const script = passedRun(0).add(1, { type: 'attribution.started' });
    assert.equal(after({ type: 'run', events: script.events }).run?.attributing, false);
    assert.equal(after(events(script.events)).run?.attributing, true);
  });

  it('counts the tasks that wait, until they begin or are given up', () => {
    const queued = (run: string) => ({ type: 'run.queued', behind: 'run-224', run, seq: 1, at: 1 }) as const;
    const state = after(events(approvalRun(0).events), events([queued('a'), queued('b'), queued('c'), queued('a')]));
    assert.deepEqual(state.queued, ['b', 'c', 'a']);
    const cancelled = { type: 'run.finished', status: 'cancelled', ms: 0, run: 'b', seq: 2, at: 2 } as const;
    assert.deepEqual(reduce(state, events([cancelled, ...begun('c', 3, 0).events])).queued, ['a']);
  });

  it('keeps the last failure', () => {
    assert.deepEqual(after({ type: 'failed', text: text('No.'), remedy: 'retry' }).failure, {
      text: text('No.'),
      remedy: 'retry',
    });
  });

  it('knows the newest form of a proposal, wherever it was decided', () => {
    const applied = { ...proposal, state: 'applied' } as const;
    const state = after(events(failedRun(0).events), { type: 'proposals', proposals: [applied] });
    assert.equal(newest(state, proposal).state, 'applied');
    const decided = after(
      events(failedRun(0).events),
      { type: 'proposals', proposals: [proposal] },
      events([
        {
          type: 'proposal.decided',
          proposal: 'prop-1',
          state: 'rejected',
          reason: 'too narrow',
          run: 'run-224',
          seq: 999,
          at: 9,
        },
      ]),
    );
    assert.equal(newest(decided, decided.run!.proposal!.proposal).state, 'rejected');
    assert.equal(newest(decided, decided.run!.proposal!.proposal).reason, 'too narrow');
  });
});
