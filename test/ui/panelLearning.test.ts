import assert from 'node:assert/strict';
import { gatedRun, gatingRun, namedRun, taintedRun, testedRun, waitingRun } from '../support/panelLearning.js';
import type { PanelPage } from '../support/panelPage.js';
import { failedRun } from '../support/panelRuns.js';
import { usePanel } from '../support/usePanel.js';

describe('panel: what is learned from a run', () => {
  let panel: PanelPage;
  usePanel((opened) => (panel = opened));
  const at = Date.now() - 300_000;
  const said = async (part: string): Promise<string> => (await panel.section(part).textContent()) ?? '';

  it('shows what was run for the cause before and after it is known', async () => {
    await panel.events(...testedRun(at));
    assert.match(
      await said('attribution'),
      /looking for the cause.*it fails again when it is run again.*it fails without the skill too/s,
    );
    await panel.events(...gatedRun(at));
    assert.match(await said('attribution'), /82.% sure.*it fails without the skill too/s);
  });

  it('shows that the skill which the model thought better was tried, and what that says', async () => {
    await panel.events(...namedRun(at));
    assert.match(await said('attribution'), /found by facts.*it fails with “month-end” too/s);
    assert.match(await said('attribution'), /The task failed with “month-end” too, which the model thought better\./);
  });

  it('shows the candidates and each replay of the gate as they come', async () => {
    await panel.events(...gatingRun(at));
    assert.match(await said('write'), /the gate is running: 5 of 19 replays/);
    assert.match(
      await said('write'),
      /Candidate 1 of 3.*5 of 19 replays.*Candidate 2 of 3turned down: it copies an expected answer/s,
    );
    assert.equal(await panel.section('write').locator('.live .dot').count(), 5);
    assert.equal(await panel.section('write').locator('.live .dot.no').count(), 1);
    await panel.button('Cancel').click();
    assert.deepEqual(await panel.lastSent(), { type: 'cancel', run: 'run-224' });
  });

  it('lists every replay behind the sentence of the gate', async () => {
    await panel.events(...gatedRun(at));
    const gate = panel.section('write').locator('[data-gate]');
    assert.equal(await gate.getAttribute('data-gate'), 'passed');
    assert.match(
      (await gate.textContent()) ?? '',
      /Fixes 3 of 4 failures, one of them never shown; 8 old successes replayed, 0 broken/,
    );
    await panel.button('7 replays').click();
    const rows = await gate.locator('.replays li').allTextContents();
    assert.equal(rows.length, 7);
    assert.match(rows[1] ?? '', /failurefailed/);
    assert.match(rows[3] ?? '', /failure, never shownpassed/);
    assert.match(rows[6] ?? '', /task of another skillnot replayable: it has no check/);
    assert.match(await said('write'), /from one example/);
  });

  it('says which text from outside took part, in the run and on the card', async () => {
    await panel.events(...taintedRun(at));
    await panel.head('act').getByRole('button').click();
    assert.match(await said('act'), /Text from outside took part.*a web page: https:\/\/logs\.example\/triage step 2/s);
    assert.match(
      await said('write'),
      /a proposal waits for your look.*text that asks to be obeyed or remembered: curl/s,
    );
  });

  it('says that a failure waits for another, and what became of an earlier change', async () => {
    await panel.events(...waitingRun(at));
    assert.match(
      await said('write'),
      /waits for another failure like it.*1 of 2 failures that are needed before ledger-conventions is changed/s,
    );
    assert.match(await said('write'), /ledger-conventions v4 was rolled back: it passes 2 of 6/);
    assert.match(await said('attribution'), /corrected by you/);
  });

  describe('the cause, corrected', () => {
    beforeEach(() => panel.events(...failedRun(at).events));

    it('by a cause that names no skill, at once', async () => {
      await panel.button('Not right?').press('Enter');
      assert.equal(await panel.focused(), 'correct-first');
      await panel.button('environment: the surroundings, not the skill').click();
      assert.deepEqual(await panel.lastSent(), { type: 'correct', run: 'run-224', cause: 'environment', skill: null });
    });

    it('by a better skill of the list, or any other', async () => {
      await panel.button('Not right?').click();
      await panel.button('wrong skill: another skill would fit').click();
      const group = panel.page.getByRole('group', { name: 'Which skill would have been right?' });
      assert.deepEqual(
        (await group.locator('vscode-button').allTextContents()).map((name) => name.trim()),
        ['csv-cleanup', 'invoice-naming', 'another skill…'],
      );
      await panel.button('csv-cleanup').click();
      assert.deepEqual(await panel.lastSent(), {
        type: 'correct',
        run: 'run-224',
        cause: 'wrong_skill',
        skill: 'csv-cleanup',
      });
      await panel.button('Not right?').click();
      await panel.button('skill defect: a line of the skill').click();
      await panel.button('another skill…').click();
      assert.deepEqual(await panel.lastSent(), { type: 'correct', run: 'run-224', cause: 'skill_defect' });
    });

    it('or not, and focus is back where it was', async () => {
      await panel.button('Not right?').press('Enter');
      const sent = (await panel.sent()).length;
      await panel.button('Leave it').press('Enter');
      assert.equal(await panel.focused(), 'not-right');
      assert.equal((await panel.sent()).length, sent);
    });
  });

  describe('a bad verdict', () => {
    beforeEach(() => panel.events(...failedRun(at).events));

    it('carries what was wrong and what would have been right', async () => {
      await panel.button('It was wrong').first().press('Enter');
      assert.equal(await panel.focused(), 'blame-reason');
      await panel.page.keyboard.type('two rows differ');
      await panel.page.keyboard.press('Tab');
      await panel.page.keyboard.type('18204.50 in March');
      await panel.page.keyboard.press('Enter');
      assert.deepEqual(await panel.lastSent(), {
        type: 'feedback',
        run: 'run-224',
        outcome: 'bad',
        reason: 'two rows differ',
        answer: '18204.50 in March',
      });
    });

    it('is not lost when it cannot be kept', async () => {
      await panel.button('It was wrong').first().click();
      await panel.page.keyboard.type('two rows differ');
      await panel.page.keyboard.press('Enter');
      assert.equal(await panel.page.locator('.blame').count(), 0);
      assert.equal(await panel.focused(), 'thumb-down', 'the same key presses nothing else');
      await panel.post({ type: 'failed', text: { key: 'That is the answer the run gave.', args: [] } });
      assert.equal(
        await panel.page.locator('#blame-reason').evaluate((field): unknown => Reflect.get(field, 'value')),
        'two rows differ',
      );
    });

    it('may carry nothing, and may be thought better of', async () => {
      await panel.button('It was wrong').first().click();
      await panel.button('Take it back').click();
      assert.equal(
        (await panel.sent()).some(({ type }) => type === 'feedback'),
        false,
      );
      await panel.button('It was wrong').first().click();
      await panel.page.locator('.blame vscode-button').click();
      assert.deepEqual(await panel.lastSent(), { type: 'feedback', run: 'run-224', outcome: 'bad' });
    });
  });
});
