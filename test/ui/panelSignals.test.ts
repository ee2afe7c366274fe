import assert from 'node:assert/strict';
import { begun } from '../support/panelEvents.js';
import type { PanelPage } from '../support/panelPage.js';
import { failedRun } from '../support/panelRuns.js';
import { ready } from '../support/panelScenes.js';
import { judgedRun, signsRun } from '../support/panelSigns.js';
import { usePanel } from '../support/usePanel.js';

describe('panel: what a verdict comes from', () => {
  let panel: PanelPage;
  usePanel((opened) => (panel = opened));
  const rows = async (): Promise<readonly (readonly string[])[]> => {
    const all = await panel.page.locator('.sig tbody tr:not(.tail)').all();
    return Promise.all(
      all.map(async (row) => (await row.locator('th, td').allTextContents()).map((cell) => cell.trim())),
    );
  };

  it('a model’s opinion carries its mark in the head, in the table and in the history', async () => {
    await panel.events(...judgedRun(Date.now() - 90_000).events);
    assert.equal(await panel.status(), 'Passed, LLM-judged');
    const [judge, you] = await rows();
    assert.deepEqual(judge, ['Judge', 'LLM-judged: right, 3 of 3 votes, 90 % sure.', 'LLM-judged decides']);
    assert.equal(you?.[0], 'You');
    const words = (await panel.section('feedback').textContent()) ?? '';
    assert.match(words, /passed, 95 %: The total follows from the rows that were read\./);
    assert.match(words, /3 requests, 6\.1k tokens, 4\.1\s?s/);
    await panel.button('It was right').click();
    assert.deepEqual(await panel.lastSent(), { type: 'feedback', run: 'run-228', outcome: 'good' });
  });

  it('stands strongest first, says what decides and what became of the others, and leads to the files', async () => {
    await panel.events(...signsRun(Date.now() - 90_000).events);
    assert.deepEqual(
      (await rows()).map(([source, , place]) => [source, place]),
      [
        ['Tests', 'decides'],
        ['Diagnostics', 'outranked'],
        ['Your edits', 'agrees'],
        ['Tools', 'agrees'],
        ['You', ''],
      ],
    );
    await panel.button('scripts/monthly-totals.js:18').click();
    assert.deepEqual(await panel.lastSent(), { type: 'openFile', path: 'scripts/monthly-totals.js' });
    assert.match((await panel.section('feedback').textContent()) ?? '', /1 failing: totals of an empty month/);
  });

  it('signs that decide nothing are called too weak', async () => {
    const events = signsRun(Date.now() - 90_000).events.map((event) =>
      event.type === 'verdict'
        ? { ...event, verdict: { outcome: 'unknown' as const, reason: event.verdict.reason } }
        : event,
    );
    await panel.events(...events);
    assert.equal(await panel.status(), 'Not judged');
    if ((await panel.head('feedback').getByRole('button').getAttribute('aria-expanded')) === 'false')
      await panel.head('feedback').getByRole('button').click();
    assert.deepEqual(
      (await rows()).map(([, , place]) => place),
      ['too weak', 'too weak', 'too weak', 'too weak', ''],
    );
  });

  it('says that tests run first, and that a model is asked', async () => {
    const script = begun('run-230', 230, Date.now() - 5000);
    script.add(10, { type: 'tests.started', command: 'npm test', when: 'before' });
    await panel.events(...script.events);
    assert.match((await panel.section('feedback').textContent()) ?? '', /first runs npm test, to compare/);
    const judged = judgedRun(Date.now() - 5000).events;
    const from = judged.findIndex(({ type }) => type === 'judge.started');
    await panel.renew();
    await panel.start(ready);
    await panel.events(...judged.slice(0, from + 1));
    assert.match((await panel.section('feedback').textContent()) ?? '', /judging|asked to judge/);
  });

  it('a proposal whose reason is gone says so', async () => {
    const script = failedRun(Date.now() - 300_000);
    const detail = { key: 'You said it was right.', args: [] };
    script.add(
      1,
      { type: 'signal', signal: { source: 'user', outcome: 'success', strength: 1, detail }, ms: 0 },
      { type: 'verdict', verdict: { outcome: 'success', decidedBy: 'user', reason: detail } },
    );
    await panel.events(...script.events);
    assert.match((await panel.section('feedback').textContent()) ?? '', /its reason is gone/);
  });
});
