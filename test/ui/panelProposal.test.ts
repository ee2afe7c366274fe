import assert from 'node:assert/strict';
import type { PanelPage } from '../support/panelPage.js';
import { allProposals, operationProposals, passed, proposal } from '../support/panelProposals.js';
import { failedRun } from '../support/panelRuns.js';
import { usePanel } from '../support/usePanel.js';

describe('panel: proposals', () => {
  let panel: PanelPage;
  usePanel((opened) => (panel = opened));

  const card = () => panel.page.getByRole('group', { name: 'Rewrite ledger-conventions' });
  const edit = (number: number) => panel.page.locator(`[data-edit="${number - 1}"]`);

  describe('in the run', () => {
    beforeEach(() => panel.events(...failedRun(Date.now() - 300_000).events));

    it('says that nothing was proven, shows the edits and marks the changed words', async () => {
      assert.match(
        (await card().textContent()) ?? '',
        /Not gated: Nothing has been replayed\..*No replay has shown yet that this helps\./s,
      );
      assert.deepEqual(await edit(1).locator('mark').allTextContents(), [
        'Leave refunds out of the monthly total',
        'Subtract a refund in the month it was booked',
      ]);
      assert.deepEqual(await edit(2).locator('mark').allTextContents(), ['every amount', 'the sum, not every amount,']);
      assert.deepEqual(await card().locator('.hh .t').allTextContents(), [
        'Edit 1 of 2, Amounts',
        'Edit 2 of 2, Output',
      ]);
      await panel.button('Open diff').click();
      assert.deepEqual(await panel.lastSent(), { type: 'openDiff', proposal: 'prop-1' });
    });

    it('accepts the whole with one button, once', async () => {
      await panel.button('Accept both edits').click();
      assert.deepEqual(await panel.lastSent(), { type: 'accept', proposal: 'prop-1' });
      const sent = (await panel.sent()).length;
      await panel.button('Applying…').click({ force: true });
      assert.equal((await panel.sent()).length, sent);
      await panel.post({ type: 'proposals', proposals: [{ ...proposal, state: 'applied', decidedAt: Date.now() }] });
      assert.equal(await card().locator('.tag').first().textContent(), 'applied');
      assert.equal(await panel.button('Accept edit 1').count(), 0);
      assert.match(await panel.focused(), /Rewrite ledger-conventions/, 'focus stays with the proposal');
    });

    it('accepts some edits: marks first, then one button', async () => {
      await panel.button('Reject edit 1').click();
      assert.equal(await panel.pressed('Reject edit 1'), 'true');
      await panel.button('Accept 1 of 2 edits').click();
      assert.deepEqual(await panel.lastSent(), { type: 'accept', proposal: 'prop-1', hunks: [1] });
    });

    it('is reviewed by keyboard alone', async () => {
      await card().focus();
      const press = (key: string) => panel.page.keyboard.press(key);
      await press(']');
      assert.equal(await panel.focused(), 'edit-prop-1-0');
      await press('a');
      await press(']');
      await press('r');
      await press(']');
      assert.equal(await panel.focused(), 'edit-prop-1-1', 'the last edit is the last');
      assert.equal(await panel.pressed('Accept edit 1'), 'true');
      assert.equal(await panel.pressed('Reject edit 2'), 'true');
      await press('[');
      assert.equal(await panel.focused(), 'edit-prop-1-0');
      await press('Control+Enter');
      assert.deepEqual(await panel.lastSent(), { type: 'accept', proposal: 'prop-1', hunks: [0] });
    });

    it('is rejected with a reason: one click or own words', async () => {
      await panel.button('Reject…').press('Enter');
      assert.equal(await panel.focused(), 'reason-prop-1');
      await panel.button('Keep it').press('Enter');
      assert.equal(await panel.focused(), 'reject-prop-1');
      await panel.button('Reject…').click();
      await panel.button('other…').click();
      assert.equal(await panel.focused(), 'why-prop-1');
      await panel.page.keyboard.type('a rule of [one] team');
      await panel.page.keyboard.press('Enter');
      assert.deepEqual(await panel.lastSent(), { type: 'reject', proposal: 'prop-1', reason: 'a rule of [one] team' });
    });

    it('offers the gate with its price, for the edits that would be written, and shows how far it is', async () => {
      const gates = { 'prop-1': { replays: 12, tokens: 61_500, edits: [0, 1] } };
      await panel.post({ type: 'proposals', proposals: [{ ...proposal, gate: passed }], gates });
      assert.match((await card().textContent()) ?? '', /Run the gate again12 replays, about 61\.5k tokens/);
      await panel.button('Reject edit 2').click();
      assert.match((await card().textContent()) ?? '', /Not gated: no replay has seen these edits without the others/);
      await panel.button('Run the gate').click();
      assert.deepEqual(await panel.lastSent(), { type: 'gate', proposal: 'prop-1', hunks: [0] });
      await panel.post({ type: 'gating', gates: [{ proposal: 'prop-1', done: 3, of: 12 }] });
      await card().getByText('The gate is running: 3 of 12 replays').waitFor();
      await card().getByRole('button', { name: 'Cancel' }).click();
      assert.deepEqual(await panel.lastSent(), { type: 'cancelGate', proposal: 'prop-1' });
      const part = { 'prop-1': { ...gates['prop-1'], edits: [0] } };
      await panel.post(
        { type: 'gating', gates: [] },
        { type: 'proposals', proposals: [{ ...proposal, gate: passed }], gates: part },
      );
      assert.match((await card().textContent()) ?? '', /About edit 1 alone:.*Run the gate again/s);
    });

    it('can be decided again when a decision could not be carried out', async () => {
      await panel.button('Accept both edits').click();
      await panel.post({ type: 'failed', text: { key: 'The skill is locked.', args: [] } });
      await panel.button('Reject…').click();
      await panel.button('wrong rule').click();
      assert.deepEqual(await panel.lastSent(), { type: 'reject', proposal: 'prop-1', reason: 'wrong rule' });
    });
  });

  describe('in the inbox', () => {
    beforeEach(() =>
      panel.post({ type: 'proposals', proposals: allProposals(Date.now()) }, { type: 'show', tab: 'inbox' }),
    );
    const items = () => panel.page.locator('.ibx > li');

    it('puts what waits first and says why the others were decided', async () => {
      const words = await items().allTextContents();
      assert.equal(words.length, 8);
      assert.match(
        words[0] ?? '',
        /Rewrite ledger-conventions.*pending2 edits\. Fixes 3 of 4 failures, one of them never shown; 8 old successes replayed, 0 broken; 6 tasks of other skills replayed, 0 broken; \+12 tokens\./s,
      );
      assert.match(words[1] ?? '', /Create refund-audit.*pending.*simulated\. Not gated/s);
      assert.match(words[2] ?? '', /log-triage.*quarantined.*a web page:.*logs\.example.*and 1 more/s);
      assert.match(words[3] ?? '', /csv-cleanup.*stale.*made for v2, now v3/s);
      assert.match(words[4] ?? '', /shift-roster.*applied.*automatic.*1 of 2 edits were written/s);
      assert.match(words[5] ?? '', /log-triage.*rejected.*By you: “too narrow”/s);
      assert.match(words[7] ?? '', /invoice-naming.*rolled back.*passes 2 of 6/s);
      assert.equal(await panel.page.locator('.btn.primary').count(), 1, 'one blue button per view');
    });

    it('shows one kind', async () => {
      await panel.button('Rejected 4').click();
      assert.equal(await items().count(), 4);
      assert.match((await items().last().textContent()) ?? '', /By the gate, fixes 1 of 3 failures/);
      await panel.button('Stale 1').click();
      assert.equal(await items().count(), 1);
    });

    it('opens the edits in place and rejects in place', async () => {
      await panel.button('Create refund-audit').click();
      assert.equal(await items().nth(1).locator('.diff tr').count(), 9);
      await items().nth(0).getByRole('button', { name: 'Reject…' }).click();
      await panel.button('too narrow').click();
      assert.deepEqual(await panel.lastSent(), { type: 'reject', proposal: 'prop-1', reason: 'too narrow' });
    });

    it('says how far the latest change of a skill has been watched', async () => {
      const proposals = allProposals(Date.now());
      await panel.post({ type: 'proposals', proposals, watched: { 'shift-roster': { uses: 5, of: 8 } } });
      assert.match(
        (await items().nth(4).textContent()) ?? '',
        /edits were written\. On probation, 5 of 8 uses\. Night/,
      );
    });

    it('keeps what the gate turned down out of the way, a click away', async () => {
      assert.doesNotMatch((await items().allTextContents()).join(), /by the gate/i);
      await panel.button('Show under Rejected').click();
      assert.match((await items().allTextContents()).join(), /By the gate/);
    });

    it('has no accept for what comes from outside before it is looked at, and then asks the host', async () => {
      const item = panel.page.locator('.ibx > li[data-state=quarantined]');
      assert.equal(await item.getByRole('button', { name: /Accept/ }).count(), 0);
      await item.getByRole('button', { name: 'Look at it' }).click();
      assert.match(
        (await item.locator('.taint').textContent()) ?? '',
        /a web page: https:\/\/logs\.example\/triage step 6 of run run-219/,
      );
      assert.match((await item.textContent()) ?? '', /more tools: Bash\(curl:\*\)/);
      await item.getByRole('button', { name: 'Accept anyway…' }).click();
      assert.deepEqual(await panel.lastSent(), { type: 'accept', proposal: 'prop-q' });
      await panel.button('Applying…').waitFor();
      await panel.post({ type: 'calledOff' });
      assert.equal(await item.getByRole('button', { name: 'Accept anyway…' }).count(), 1, 'it can be decided again');
    });

    it('names every operation and takes several skills only as a whole', async () => {
      await panel.post({ type: 'proposals', proposals: operationProposals(Date.now()) });
      const titles = await panel.page.locator('.ibx .title .b').allTextContents();
      assert.deepEqual(titles.toSorted(), [
        'Archive shift-roster',
        'Change when sql-report is used',
        'Create refund-audit',
        'Merge currency-notes into vat-summary',
        'Rewrite ledger-conventions',
        'Split schema-diff off sql-report',
      ]);
      await panel.button('Merge currency-notes into vat-summary').click();
      const card = panel.page.getByRole('group', { name: 'Merge currency-notes into vat-summary' });
      assert.equal(await card.getByRole('button', { name: /edit 1/ }).count(), 0);
      assert.match((await card.textContent()) ?? '', /currency-notes is archived; its history is kept/);
      await card.getByRole('button', { name: 'Open the diff of currency-notes' }).click();
      assert.deepEqual(await panel.lastSent(), { type: 'openDiff', proposal: 'op-4', also: 'currency-notes' });
      await card.focus();
      await panel.page.keyboard.press('Control+Enter');
      assert.deepEqual(await panel.lastSent(), { type: 'accept', proposal: 'op-4' });
    });

    it('leads from a quote to its place in the run', async () => {
      await panel.button('Rewrite ledger-conventions').first().click();
      await panel.button('step 3').click();
      assert.deepEqual(await panel.lastSent(), { type: 'openRun', run: 'run-224', at: { step: 3 } });
      await panel.events(...failedRun(Date.now() - 300_000).events);
      await panel.post({ type: 'show', tab: 'run', focus: { step: 3 } });
      assert.equal(await panel.focused(), 'step-3');
      await panel.post({ type: 'show', tab: 'run', focus: 'check' });
      assert.equal(await panel.focused(), 'check-tail');
    });

    it('leads to the runs a proposal comes from', async () => {
      await panel.button('Create refund-audit').click();
      await panel.button('Open run run-224').click();
      assert.deepEqual(await panel.lastSent(), { type: 'openRun', run: 'run-224' });
    });
  });
});
