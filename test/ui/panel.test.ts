import assert from 'node:assert/strict';
import { text } from '../../src/engine/text.js';
import { approvalRun, begun, longRun } from '../support/panelEvents.js';
import type { PanelPage } from '../support/panelPage.js';
import { allProposals } from '../support/panelProposals.js';
import { failedRun, manyRuns, passedRun, refusedRun } from '../support/panelRuns.js';
import { ready } from '../support/panelScenes.js';
import { usePanel } from '../support/usePanel.js';

describe('panel', () => {
  let panel: PanelPage;
  const house = usePanel((opened) => (panel = opened));

  it('says that it is ready before it is told anything, and shows nothing until then', async () => {
    const fresh = await house().panel();
    await fresh.drawn();
    assert.deepEqual(await fresh.sent(), [{ type: 'ready' }]);
    assert.equal(await fresh.page.locator('#view').count(), 0);
    await fresh.close();
  });

  it('stands as it will be from the first event on: route, act, feedback and write', async () => {
    await panel.events(...begun('run-1', 1, Date.now()).events.slice(0, 1));
    assert.deepEqual(await panel.page.locator('.sec .ttl').allTextContents(), ['Route', 'Act', 'Feedback', 'Write']);
    assert.equal(await panel.section('feedback').locator('button').count(), 0, 'what has not begun cannot be opened');
    await panel.events(...approvalRun(Date.now()).events);
    assert.deepEqual(await panel.page.locator('.sec .ttl').allTextContents(), ['Route', 'Act', 'Feedback', 'Write']);
  });

  it('explains the route: every candidate with its score, its parts and why, "no skill" included', async () => {
    await panel.events(...begun('run-1', 1, Date.now()).events);
    const rows = panel.section('route').getByRole('row');
    assert.equal(await rows.count(), 5);
    assert.match(
      (await rows.nth(1).textContent()) ?? '',
      /ledger-conventions.*84\s%.*31.*38.*15.*71\s%.*in use.*Chosen/s,
    );
    assert.match((await rows.nth(3).textContent()) ?? '', /No skill.*25\s%.*Used when no skill scores/s);
    await panel.button('Use No skill: run the task again with it').click();
    assert.deepEqual(await panel.lastSent(), { type: 'useInstead', run: 'run-1', skill: null });
  });

  describe('while a run goes on', () => {
    it('keeps focus, folding and elements while text streams in', async () => {
      const script = begun('run-1', 1, Date.now()).step(1, 'Looked around', 900, 1200);
      await panel.events(...script.events);
      const row = panel.page.locator('#step-1');
      await row.click();
      await panel.mark(row);
      for (let part = 0; part < 20; part++) {
        const from = script.events.length;
        if (part === 0) script.add(1, { type: 'step.started', step: 2 });
        script.add(1, { type: 'step.delta', step: 2, text: `word${part} ` });
        await panel.events(...script.events.slice(from));
      }
      assert.equal(await panel.focused(), 'step-1');
      assert.equal(await panel.isMarked(row), true);
      assert.equal(await row.getAttribute('aria-expanded'), 'true', 'what the reader opened stays open');
      const say = panel.page.locator('.say');
      assert.equal((await say.boundingBox())?.height, 36, 'streaming text has two fixed lines');
      assert.match((await say.textContent()) ?? '', /word19/);
    });

    it('keeps Cancel at its place to the last moment and then gives way without taking a click', async () => {
      const script = begun('run-1', 1, Date.now());
      await panel.events(...script.events);
      const main = panel.page.locator('#main-button');
      const place = await main.boundingBox();
      const step = script.events.length;
      script.step(1, 'A first step with some words', 900, 1200).add(1, { type: 'step.started', step: 2 });
      await panel.events(...script.events.slice(step));
      assert.deepEqual(await main.boundingBox(), place);
      await main.click();
      assert.deepEqual(await panel.lastSent(), { type: 'cancel', run: 'run-1' });
      assert.deepEqual(await main.boundingBox(), place);
      assert.equal(await panel.status(), 'Cancelling…');
      const end = script.events.length;
      script.add(1, { type: 'run.finished', status: 'cancelled', ms: 4000 });
      await panel.events(...script.events.slice(end));
      assert.equal(await panel.status(), 'Cancelled');
      assert.equal((await main.textContent())?.trim(), 'Cancel', 'not yet another button');
      const before = (await panel.sent()).length;
      await main.click({ force: true });
      assert.equal((await panel.sent()).length, before, 'a late click does nothing');
      await panel.button('Run again').waitFor();
      assert.deepEqual(await main.boundingBox(), place);
      await main.click();
      assert.deepEqual(await panel.lastSent(), { type: 'runAgain', run: 'run-1' });
    });

    it('folds done steps and opens the one that asks, without taking focus', async () => {
      const { events } = approvalRun(Date.now());
      await panel.events(...events.slice(0, 5));
      await panel.page.locator('#tab-run').focus();
      await panel.events(...events);
      assert.equal(await panel.page.locator('#step-3').getAttribute('aria-expanded'), 'false');
      assert.equal(await panel.page.locator('#step-4').getAttribute('aria-expanded'), 'true');
      assert.equal(await panel.focused(), 'tab-run');
      assert.equal(await panel.page.getByRole('status').textContent(), 'Memento asks: Run this command? npm test');
      assert.equal(await panel.status(), 'Waiting for you');
      assert.equal(await panel.page.locator('.appr .primary').count(), 0, 'no answer is highlighted');
    });

    it('opens an approval even where the reader had folded, and is led to it', async () => {
      const { events } = approvalRun(Date.now());
      await panel.events(...events.slice(0, -1));
      await panel.head('act').getByRole('button').click();
      assert.equal(await panel.page.locator('#step-4').count(), 0);
      await panel.events(...events.slice(-1));
      const card = panel.page.getByRole('group', { name: 'Run this command?' });
      assert.equal(await card.isVisible(), true);
      await panel.post({ type: 'show', tab: 'inbox' });
      await panel.post({ type: 'show', tab: 'run', focus: 'approval' });
      assert.equal(
        await panel.focused(),
        'approval-ask-1',
        'the card, not a button: Enter answers nothing by accident',
      );
      await panel.page.keyboard.press('Tab');
      await panel.page.keyboard.press('Tab');
      await panel.page.keyboard.press('Enter');
      assert.deepEqual(await panel.lastSent(), { type: 'approve', id: 'ask-1', choice: 'once' });
    });

    it('sends one answer and goes back to the step when the question is gone', async () => {
      const script = approvalRun(Date.now());
      await panel.events(...script.events);
      await panel.button('Deny').click();
      await panel.button('Once').click({ force: true });
      assert.equal((await panel.sent()).filter(({ type }) => type === 'approve').length, 1);
      const from = script.events.length;
      script.add(
        1,
        { type: 'approval.answered', call: 'c4-2', id: 'ask-1', choice: 'deny' },
        { type: 'tool.finished', step: 4, call: 'c4-2', ok: false, output: '', summary: text('denied'), ms: 1 },
        { type: 'step.started', step: 5 },
      );
      await panel.events(...script.events.slice(from));
      assert.equal(await panel.page.locator('.appr').count(), 0);
      assert.equal(await panel.focused(), 'step-4');
    });

    it('says how many tasks wait', async () => {
      const { events } = approvalRun(Date.now());
      const queued = { type: 'run.queued', behind: 'run-224', seq: 1, at: 1 } as const;
      await panel.events(...events, { ...queued, run: 'run-a' });
      assert.equal(await panel.page.locator('.queue').textContent(), '1 task waiting');
      await panel.events({ ...queued, run: 'run-b' });
      assert.equal(await panel.page.locator('.queue').textContent(), '2 tasks waiting');
    });

    it('follows the end only while the reader is there', async () => {
      const script = longRun(60, Date.now());
      await panel.post({ type: 'run', events: script.events });
      assert.equal(await panel.atEnd(), true);
      let from = script.events.length;
      script.step(61, 'Looked at part 61', 900, 1200);
      await panel.events(...script.events.slice(from));
      assert.equal(await panel.atEnd(), true);
      await panel.scroll(0);
      from = script.events.length;
      script.step(62, 'Looked at part 62', 900, 1200).step(63, 'Looked at part 63', 900, 1200);
      await panel.events(...script.events.slice(from));
      assert.equal(await panel.page.evaluate('document.documentElement.scrollTop'), 0);
      await panel.button('2 new steps').click();
      await panel.drawn();
      assert.equal(await panel.atEnd(), true);
      assert.equal(await panel.page.locator('.unseen').count(), 0);
    });

    it('stays smooth with a thousand steps: at most 200 are rendered, the others a button away', async () => {
      const script = longRun(1000, Date.now());
      await panel.post({ type: 'run', events: script.events });
      const steps = panel.page.locator('ol.tl > li');
      assert.equal(await steps.count(), 200);
      await panel.mark(panel.page.locator('#step-999'));
      const from = script.events.length;
      script.step(1001, 'Looked at part 1001', 900, 1200);
      await panel.events(...script.events.slice(from));
      assert.equal(await steps.count(), 200);
      assert.equal(await panel.isMarked(panel.page.locator('#step-999')), true);
      await panel.button('Earlier steps (801)').click();
      assert.equal(await steps.count(), 200);
      assert.equal(await panel.page.locator('#step-801').count(), 1);
      await panel.button('Later steps (200)').click();
      assert.equal(await panel.page.locator('#step-1001').count(), 1);
    });
  });

  describe('after a run', () => {
    it('that failed: folds what went well, shows signals, cause and proposal', async () => {
      await panel.events(...failedRun(Date.now() - 300_000).events);
      assert.equal(await panel.status(), 'Failed');
      for (const [part, open] of Object.entries({
        route: false,
        act: false,
        feedback: true,
        attribution: true,
        write: true,
      }))
        assert.equal(await panel.head(part).getByRole('button').getAttribute('aria-expanded'), String(open), part);
      assert.match(
        (await panel.section('feedback').textContent()) ?? '',
        /node check\.js totals\.csv exit 1.*decides.*2 of 12 rows differ/s,
      );
      await panel.button('It was right').click();
      assert.deepEqual(await panel.lastSent(), { type: 'feedback', run: 'run-224', outcome: 'good' });
      assert.equal(await panel.pressed('It was right'), 'true');
      await panel.button('Open ledger-conventions at line 16').click();
      assert.deepEqual(await panel.lastSent(), { type: 'openSkill', skill: 'ledger-conventions', line: 16 });
      await panel.button('step 3').click();
      assert.equal(await panel.focused(), 'step-3');
      assert.equal(await panel.page.locator('#step-3').getAttribute('aria-expanded'), 'true');
      await panel.button('check').click();
      assert.equal(await panel.focused(), 'check-tail');
    });

    it('that passed: the answer, the files and a way back', async () => {
      const script = passedRun(Date.now() - 90_000);
      await panel.events(...script.events);
      assert.equal(await panel.status(), 'Passed');
      await panel.button(/^totals\.csv/).click();
      assert.deepEqual(await panel.lastSent(), { type: 'openFile', path: 'totals.csv' });
      await panel.button('Undo this run’s edits').click();
      assert.deepEqual(await panel.lastSent(), { type: 'undo', run: 'run-226' });
      const from = script.events.length;
      script.add(1, { type: 'run.undone', restored: ['totals.csv'], kept: ['scripts/monthly-totals.js'] });
      await panel.events(...script.events.slice(from));
      await panel.drawn();
      assert.equal(await panel.button('Edits undone').getAttribute('aria-disabled'), 'true');
      assert.match((await panel.section('act').textContent()) ?? '', /left alone: scripts\/monthly-totals\.js/);
      await panel.button('Wrong').click();
      await panel.button('It was wrong').click();
      assert.deepEqual(await panel.lastSent(), { type: 'feedback', run: 'run-226', outcome: 'bad' });
      assert.match((await panel.section('learned').textContent()) ?? '', /74 → 76\s%/);
    });

    it('that could not go on: says why and offers what can be done', async () => {
      await panel.events(...refusedRun(Date.now() - 20_000).events);
      const trouble = panel.page.getByRole('group', { name: 'The run could not go on' });
      assert.match((await trouble.textContent()) ?? '', /refused the connection.*Nothing was changed/s);
      await panel.button('Open the settings').click();
      assert.deepEqual(await panel.lastSent(), { type: 'remedy', remedy: 'open-settings' });
      await panel.button('Try again').click();
      assert.deepEqual(await panel.lastSent(), { type: 'runAgain', run: 'run-227' });
    });

    it('gives way to the next one; events of other runs are ignored', async () => {
      await panel.events(...passedRun(Date.now() - 90_000).events);
      await panel.events({ ...begun('other', 9, 1).events[1]!, seq: 99 });
      assert.equal(await panel.page.locator('[data-run]').getAttribute('data-run'), 'run-226');
      await panel.events(...begun('run-230', 230, Date.now()).events);
      assert.equal(await panel.page.locator('[data-run]').getAttribute('data-run'), 'run-230');
    });
  });

  it('shows text of models and files as text', async () => {
    const script = begun('run-1', 1, Date.now()).step(1, '<img src=x onerror=alert(1)> `<b>code</b>`', 900, 1200);
    await panel.events(...script.events);
    await panel.page.locator('#step-1').click();
    assert.equal(await panel.page.locator('img, .said b').count(), 0);
    assert.match(
      (await panel.page.locator('.said').textContent()) ?? '',
      /<img src=x onerror=alert\(1\)> <b>code<\/b>/,
    );
  });

  it('is told what could not be done, and by keyboard dismisses it', async () => {
    await panel.post({ type: 'failed', text: text('There is no run “{0}”.', '7'), remedy: 'show-log' });
    assert.match((await panel.page.getByRole('alert').textContent()) ?? '', /There is no run “7”\./);
    await panel.button('Show log').click();
    assert.deepEqual(await panel.lastSent(), { type: 'remedy', remedy: 'show-log' });
    await panel.button('Dismiss').press('Enter');
    assert.equal(await panel.page.getByRole('alert').count(), 0);
    assert.equal(await panel.focused(), 'view', 'focus is not lost with the button');
  });

  it('is driven by arrow keys: tabs, section heads, rows of the history', async () => {
    await panel.post({ type: 'runs', runs: manyRuns(300, Date.now()) });
    await panel.events(...passedRun(Date.now() - 90_000).events);
    await panel.page.locator('#sec-route').focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await panel.page.locator('#sec-route').getAttribute('aria-expanded'), 'true');
    await panel.page.keyboard.press('ArrowLeft');
    assert.equal(await panel.page.locator('#sec-route').getAttribute('aria-expanded'), 'false');
    await panel.page.keyboard.press('ArrowDown');
    assert.equal(await panel.focused(), 'sec-act');
    await panel.page.keyboard.press('Enter');
    assert.equal(await panel.page.locator('#sec-act').getAttribute('aria-expanded'), 'false');
    await panel.page.locator('#tab-run').focus();
    await panel.page.keyboard.press('End');
    assert.equal(await panel.focused(), 'tab-learning');
    for (const tab of ['tab-router', 'tab-history']) {
      await panel.page.keyboard.press('ArrowLeft');
      assert.equal(await panel.focused(), tab);
    }
    assert.deepEqual(await panel.lastSent(), { type: 'tab', tab: 'history' });
    assert.equal(await panel.page.locator('.tbl tbody tr').count(), 200);
    await panel.page.locator('.tbl .open').first().focus();
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.lastSent(), { type: 'openRun', run: 'run-299' });
    assert.equal(await panel.page.locator('.tbl [tabindex="0"]').count(), 1);
  });

  it('finds runs by words, skill and outcome while the field keeps focus', async () => {
    await panel.post({ type: 'runs', runs: manyRuns(300, Date.now()) }, { type: 'show', tab: 'history' });
    await panel.page.getByRole('textbox', { name: 'Filter runs' }).click();
    await panel.page.keyboard.type('ledgers skill:ledger is:passed');
    const rows = panel.page.locator('.tbl tbody tr');
    assert.ok((await rows.count()) > 0);
    assert.ok((await rows.count()) < 200);
    assert.equal(await rows.filter({ hasNotText: 'ledger-conventions' }).count(), 0);
    await panel.page.keyboard.type(' nothinglikethis');
    assert.equal(await rows.count(), 0);
  });

  it('comes back after a reload with its page and what was open', async () => {
    const { events } = failedRun(Date.now() - 300_000);
    await panel.events(...events);
    await panel.page.locator('#sec-act').click();
    await panel.page.locator('#sec-feedback').click();
    await panel.page.reload();
    await panel.post({ type: 'init', strings: {}, locale: 'en', status: ready, tab: 'inbox' }, { type: 'run', events });
    assert.equal(await panel.page.locator('#tab-run').getAttribute('aria-selected'), 'true');
    assert.equal(await panel.page.locator('#sec-act').getAttribute('aria-expanded'), 'true');
    assert.equal(await panel.page.locator('#sec-feedback').getAttribute('aria-expanded'), 'false');
  });

  it('speaks the language of the host', async () => {
    await panel.post({
      type: 'init',
      strings: {
        ...{ Run: '실행', Inbox: '받은 제안', History: '기록', Router: '라우터', Learning: '학습' },
        '{0} proposals waiting': '{0}개 대기',
      },
      locale: 'ko',
      status: ready,
      tab: 'run',
    });
    await panel.post({ type: 'proposals', proposals: allProposals(Date.now()) });
    const tabs = ['실행', '받은 제안3', '기록', '라우터', '학습'];
    assert.deepEqual(await panel.page.getByRole('tab').allTextContents(), tabs);
    assert.equal(await panel.page.getByRole('img', { name: '3개 대기' }).count(), 1);
    assert.equal(await panel.page.locator('html').getAttribute('lang'), 'ko');
  });

  it('moves nothing but the spinner, and not even that with reduced motion', async () => {
    const animated = `[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).animationName !== 'none').map((e) => e.getAttribute('class'))`;
    const lively = await house().panel({ reducedMotion: 'no-preference' });
    await lively.start(ready);
    const working = begun('run-1', 1, Date.now()).add(1, { type: 'step.started', step: 1 }).events;
    await lively.events(...working);
    assert.ok((await lively.page.evaluate<string[]>(animated)).every((name) => name.includes('i-busy')));
    assert.ok((await lively.page.evaluate<string[]>(animated)).length > 0);
    await lively.post({ type: 'run', events: approvalRun(Date.now()).events });
    assert.deepEqual(await lively.page.evaluate(animated), [], 'nothing turns while it waits for the reader');
    await lively.close();
    await panel.events(...working);
    assert.deepEqual(await panel.page.evaluate(animated), []);
  });
});
