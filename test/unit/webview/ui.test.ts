import assert from 'node:assert/strict';
import { text } from '../../../src/engine/text.js';
import type { ToPanel } from '../../../src/protocol.js';
import { initial, reduce, type PanelState } from '../../../webview-ui/state.js';
import { follow, initialUi, isOpen, keep, restore, type UiState } from '../../../webview-ui/ui.js';
import { approvalRun } from '../../support/panelEvents.js';
import { proposal } from '../../support/panelProposals.js';
import { failedRun, passedRun, refusedRun } from '../../support/panelRuns.js';

interface Both {
  readonly state: PanelState;
  readonly ui: UiState;
}
const take = (both: Both, message: ToPanel): Both => {
  const state = reduce(both.state, message);
  return { state, ui: follow(both.ui, message, both.state, state) };
};
const start: Both = { state: initial, ui: initialUi };
const events = (list: Extract<ToPanel, { type: 'events' }>['events']): ToPanel => ({ type: 'events', events: list });
const fold = (both: Both, ...ids: readonly string[]): Both => ({
  ...both,
  ui: { ...both.ui, open: Object.fromEntries(ids.map((id) => [id, false])) },
});

describe('webview: what the reader did', () => {
  it('keeps what was folded and opened while the run goes on', () => {
    const list = approvalRun(0).events;
    let both = fold(take(start, events(list.slice(0, 8))), 'route');
    both = take(both, events(list.slice(8, 12)));
    assert.equal(isOpen(both.ui, 'route', true), false);
  });

  it('opens the way to an approval that is new', () => {
    const list = approvalRun(0).events;
    let both = fold(take(start, events(list.slice(0, -1))), 'act', 'steps', 'step:4', 'route');
    both = { ...both, ui: { ...both.ui, stepsEnd: 2 } };
    both = take(both, events(list.slice(-1)));
    for (const id of ['act', 'steps', 'step:4', 'call:4:c4-2']) assert.equal(isOpen(both.ui, id, true), true, id);
    assert.equal(both.ui.stepsEnd, null, 'the newest steps are shown again');
    assert.equal(isOpen(both.ui, 'route', true), false, 'nothing else opens');
    both = take(fold(both, 'act'), events([]));
    assert.equal(isOpen(both.ui, 'act', true), false, 'it may be folded again');
    assert.equal(isOpen(take(both, { type: 'show', tab: 'run', focus: 'approval' }).ui, 'act', true), true);
  });

  it('opens an error and a failed verdict, once', () => {
    const failed = failedRun(0).events;
    const verdict = failed.findIndex(({ type }) => type === 'verdict');
    let both = take(
      fold(take(start, events(failed.slice(0, verdict))), 'feedback', 'act'),
      events(failed.slice(verdict)),
    );
    assert.equal(isOpen(both.ui, 'feedback', true), true);
    assert.equal(isOpen(both.ui, 'act', true), false);
    both = take(fold(both, 'feedback'), { type: 'run', events: failed });
    assert.equal(isOpen(both.ui, 'feedback', true), false, 'a run that is shown again stands as it was left');
    const refused = refusedRun(0).events;
    both = take(fold(take(start, events(refused.slice(0, -1))), 'act'), events(refused.slice(-1)));
    assert.equal(isOpen(both.ui, 'act', true), true);
  });

  it('forgets folding with the run it belongs to', () => {
    let both = fold(take(start, events(passedRun(0).events)), 'act');
    both = take(both, { type: 'run', events: failedRun(0).events });
    assert.deepEqual(both.ui.open, {});
  });

  it('takes back what was shown in advance when a request fails', () => {
    const sent: UiState = {
      ...initialUi,
      deciding: ['prop-1'],
      answered: { 'ask-1': 'once' },
      cancelling: 'run-224',
      graded: { 'run-224': 'bad' },
    };
    const { ui } = take({ state: initial, ui: sent }, { type: 'failed', text: text('No.') });
    assert.deepEqual([ui.deciding, ui.answered, ui.cancelling, ui.graded], [[], {}, null, {}]);
  });

  it('waits for a decision until the proposal is decided, whatever else is listed', () => {
    const sent: Both = {
      state: initial,
      ui: { ...initialUi, deciding: ['prop-1'], rejecting: { proposal: 'prop-1', other: false, text: '' } },
    };
    const waiting = take(sent, { type: 'proposals', proposals: [proposal] });
    assert.deepEqual(waiting.ui.deciding, ['prop-1']);
    const over = take(waiting, { type: 'proposals', proposals: [{ ...proposal, state: 'stale' }] });
    assert.deepEqual(over.ui.deciding, []);
    assert.equal(over.ui.rejecting, null);
  });

  it('survives a reload, and whatever else was kept is ignored', () => {
    const ui: UiState = { ...initialUi, tab: 'inbox', run: 'run-1', open: { act: true } };
    assert.deepEqual(restore(JSON.parse(JSON.stringify(keep(ui)))), ui);
    for (const kept of [undefined, null, 7, 'x', {}, { tab: 'settings' }]) assert.equal(restore(kept), initialUi);
    assert.deepEqual(restore({ tab: 'run', run: 3, open: { a: 'yes', b: false } }).open, { b: false });
    assert.equal(restore({ tab: 'run', run: 3 }).run, null);
  });
});
