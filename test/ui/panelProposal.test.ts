import assert from 'node:assert/strict';
import { PanelHouse, type PanelPage } from '../support/panelPage.js';
import { allProposals, proposal } from '../support/panelProposals.js';
import { failedRun } from '../support/panelRuns.js';
import { ready } from '../support/panelScenes.js';

describe('panel: proposals', () => {
  let house: PanelHouse;
  let panel: PanelPage;
  before(async () => {
    house = await PanelHouse.open();
  });
  after(() => house.close());
  beforeEach(async () => {
    panel = await house.panel();
    await panel.start(ready);
  });
  afterEach(async () => {
    assert.deepEqual(await panel.breaches(), []);
    await panel.close();
  });

  const card = () => panel.page.getByRole('group', { name: 'Rewrite ledger-conventions' });
  const edit = (number: number) => panel.page.locator(`[data-edit="${number - 1}"]`);

  describe('in the run', () => {
    beforeEach(() => panel.events(...failedRun(Date.now() - 300_000).events));

    it('says that nothing was proven, shows the edits and marks the changed words', async () => {
      assert.match((await card().textContent()) ?? '', /not gated: no replay has shown yet that this helps/);
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
      assert.equal(words.length, 6);
      assert.match(words[0] ?? '', /Rewrite ledger-conventions.*pending.*not gated/s);
      assert.match(words[1] ?? '', /Create refund-audit.*pending/s);
      assert.match(words[2] ?? '', /csv-cleanup.*stale.*made for v2, now v3/s);
      assert.match(words[3] ?? '', /shift-roster.*applied.*1 of 2 edits were written/s);
      assert.match(words[4] ?? '', /log-triage.*rejected.*too narrow/s);
      assert.equal(await panel.page.locator('.btn.primary').count(), 1, 'one blue button per view');
    });

    it('shows one kind', async () => {
      await panel.button('Rejected 2').click();
      assert.equal(await items().count(), 2);
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

    it('leads to the runs a proposal comes from', async () => {
      await panel.button('Create refund-audit').click();
      await panel.button('Open run run-224').click();
      assert.deepEqual(await panel.lastSent(), { type: 'openRun', run: 'run-224' });
    });
  });
});
