import assert from 'node:assert/strict';
import { text } from '../../src/engine/text.js';
import type { RouterReport } from '../../src/protocol.js';
import { begun } from '../support/panelEvents.js';
import type { PanelPage } from '../support/panelPage.js';
import {
  earlyReport,
  emptyReport,
  fullReport,
  generations,
  largeReport,
  trainingReport,
} from '../support/panelRouter.js';
import { learnedRoute, noFit, vectorRoute } from '../support/panelRoutes.js';
import { failedRun, manyRuns, passedRun } from '../support/panelRuns.js';
import { ready } from '../support/panelScenes.js';
import { usePanel } from '../support/usePanel.js';

describe('panel: the router', () => {
  let panel: PanelPage;
  usePanel((opened) => (panel = opened));

  const show = (report: RouterReport | null): Promise<void> =>
    panel.post({ type: 'router', report }, { type: 'show', tab: 'router' });
  const words = async (selector: string): Promise<string> => (await panel.page.locator(selector).textContent()) ?? '';

  describe('in a run', () => {
    it('lists the candidates with probability, parts, and why not the others', async () => {
      await panel.events(...begun('run-1', 1, Date.now(), false, learnedRoute).events);
      const rows = panel.section('route').getByRole('row');
      assert.match((await rows.nth(0).textContent()) ?? '', /probability.*words.*memory.*learned.*usage/s);
      assert.match(
        (await rows.nth(1).textContent()) ?? '',
        /ledger-conventions.*84\s%.*2\.1.*3\.4.*1\.9.*0\.8.*in use.*has worked.*71\s% of 34 judged runs/s,
      );
      assert.match((await rows.nth(3).textContent()) ?? '', /sql-report.*−1\.2/s);
      assert.match((await rows.nth(4).textContent()) ?? '', /No skill.*from 15\s%/s);
      assert.match((await rows.nth(5).textContent()) ?? '', /invoice-naming.*keeps a place/s);
      assert.match(
        await words('[data-part=route] .cap'),
        /clear.*17 skills.*generation 9.*BM25 would put csv-cleanup/s,
      );
      const minus = rows.nth(3).locator('.fill.minus');
      const zero = await rows.nth(3).locator('.zero').boundingBox();
      const bar = await minus.boundingBox();
      assert.ok(bar && zero && bar.x < zero.x && Math.abs(bar.x + bar.width - zero.x) < 2, 'to the left of zero');
      await panel.button('Use csv-cleanup: run the task again with it').click();
      assert.deepEqual(await panel.lastSent(), { type: 'useInstead', run: 'run-1', skill: 'csv-cleanup' });
    });

    it('says when it explored, was unsure, or found nothing', async () => {
      await panel.events(...begun('run-1', 1, Date.now(), false, vectorRoute).events);
      assert.equal(await panel.section('route').getByRole('columnheader', { name: 'vectors' }).count(), 1);
      assert.match((await panel.section('route').textContent()) ?? '', /so close.*not sure.*2 skills were left out/s);
      await panel.post({ type: 'run', events: begun('run-2', 2, Date.now(), false, noFit).events });
      assert.match(
        (await panel.section('route').textContent()) ?? '',
        /Nothing fits well.*1 skill was scored, without a trained generation/s,
      );
      const retry = { ...learnedRoute, by: 'retry' as const };
      await panel.post({ type: 'run', events: begun('run-3', 3, Date.now(), false, retry).events });
      assert.match((await panel.head('route').textContent()) ?? '', /tried after a failure/);
    });

    it('that failed offers the next skill once; not when that was done, not after a pass', async () => {
      await panel.events(...failedRun(Date.now() - 90_000, false, learnedRoute).events);
      const button = panel.button('Try csv-cleanup once');
      await button.click();
      assert.deepEqual(await panel.lastSent(), { type: 'tryNext', run: 'run-224' });
      await panel.drawn();
      const sent = (await panel.sent()).length;
      await button.click({ force: true });
      assert.equal((await panel.sent()).length, sent, 'asked once');
      await panel.post({ type: 'failed', text: text('No.') });
      assert.equal(await button.getAttribute('aria-disabled'), null, 'it may be asked again when it could not be done');
      const [last] = manyRuns(1, Date.now());
      await panel.post({ type: 'runs', runs: [{ ...last!, retryOf: 'run-224' }] });
      assert.equal(await button.count(), 0);
      await panel.post({ type: 'runs', runs: [] }, { type: 'run', events: passedRun(0, false, learnedRoute).events });
      assert.equal(await panel.page.locator('#try-next').count(), 0);
    });
  });

  describe('on its page', () => {
    it('says that it reads, that there is nothing to ask, and what will stand there', async () => {
      await panel.post({ type: 'show', tab: 'router' });
      assert.match(await words('#view'), /Reading what the router has learned/);
      await show(null);
      assert.match(await words('#view'), /Open a trusted folder/);
      await show(emptyReport);
      assert.match(await words('.nothing'), /No graded tasks yet.*passes its check.*Use this.*next skill/s);
      assert.equal(await panel.page.locator('svg.ch').count(), 0);
      await panel.button('New task').last().click();
      assert.deepEqual(await panel.lastSent(), { type: 'newTask' });
    });

    it('compares with both rivals, in figures, as a drawing and as a table', async () => {
      await show(fullReport(Date.now()));
      assert.match(
        await words('.stats'),
        /Right skill first.*78\s%.*BM25 54\s%, BM25 \+ usage 61\s%.*first five.*95\s%.*240.*graded tasks/s,
      );
      assert.match(await words('#view'), /favours the router/);
      const curve = panel.page.locator('figure[data-chart=curve]');
      const summary = await curve.locator('svg').getAttribute('aria-label');
      assert.match(summary ?? '', /240 graded tasks.*from 52\s% to 78\s%, BM25 from 52\s% to 54\s%/);
      assert.deepEqual(await curve.locator('.lab').allTextContents(), [
        'router 78\u00a0%',
        'BM25 54\u00a0%',
        'BM25 + usage 61\u00a0%',
      ]);
      assert.deepEqual(await curve.locator('.gen').allTextContents(), ['4', '6', '8', '9']);
      assert.equal(await curve.getByRole('table').getByRole('row').count(), 13, 'also there for a screen reader');
      assert.equal(await curve.locator('.figures').count(), 0);
      await panel.button('Show “Right skill first” as table').press('Enter');
      assert.equal(await curve.locator('.figures').isVisible(), true);
      assert.match(await words('figure[data-chart=calibration]'), /Honest so far: off by 3\.8 points/);
    });

    it('leads from point to point by keyboard and spells out its figures', async () => {
      await show(fullReport(Date.now()));
      const spots = panel.page.locator('.spot[data-chart=curve]');
      assert.equal(await panel.page.locator('.spot[data-chart=curve][tabindex="0"]').count(), 1, 'one tab stop');
      await spots.last().focus();
      await panel.page.keyboard.press('ArrowLeft');
      assert.match(await panel.focused(), /after 220 graded tasks: router 77\s%/);
      assert.match(await words('figure[data-chart=curve] .readout'), /after 220 graded tasks/);
      await panel.page.keyboard.press('Home');
      assert.match(await words('figure[data-chart=curve] .readout'), /after 20 graded tasks/);
      await panel.page.locator('.spot[data-chart=calibration]').first().hover();
      assert.match(await words('figure[data-chart=calibration] .readout'), /says 12\s%, 10\s% pass \(20 runs/);
    });

    it('is honest where there is little: a dash, one point, no calibration', async () => {
      await show({ ...earlyReport(Date.now()), recallAt5: null });
      assert.match(await words('.stats'), /first five–too few graded tasks/);
      assert.match(await words('.stats'), /simulated/);
      assert.equal(await panel.page.locator('figure[data-chart=curve] .wm').textContent(), 'simulated');
      assert.equal(await panel.page.locator('figure[data-chart=curve] circle').count(), 3);
      assert.match(await words('figure[data-chart=calibration]'), /No judged run with a probability yet/);
    });

    it('tells which way its probabilities lean', async () => {
      const report = fullReport(Date.now());
      const off = (by: number): RouterReport => ({
        ...report,
        calibrationError: 0.12,
        calibration: report.calibration.map((bin) => ({ ...bin, predicted: bin.observed.value + by })),
      });
      await show(off(0.1));
      assert.match(await words('figure[data-chart=calibration] .verdict'), /Too sure so far: off by 12\.0 points/);
      await show(off(-0.1));
      assert.match(await words('figure[data-chart=calibration] .verdict'), /Too modest so far/);
    });

    it('shows fifty of hundreds of skills, then all, and opens one by keyboard', async () => {
      await show(largeReport(Date.now()));
      const rows = panel.page.locator('.learned tbody tr');
      assert.equal(await rows.count(), 50);
      await panel.button('Show all (312)').click();
      assert.equal(await rows.count(), 312);
      assert.match((await rows.last().textContent()) ?? '', /no examples yet/);
      await panel.page.locator('.learned .open').first().focus();
      await panel.page.keyboard.press('ArrowDown');
      await panel.page.keyboard.press('Enter');
      assert.deepEqual(await panel.lastSent(), { type: 'openSkill', skill: 'skill-2' });
      assert.equal(await panel.page.locator('.learned [tabindex="0"]').count(), 1);
    });

    it('trains at once, shows how far it is, and can be cancelled', async () => {
      await show(fullReport(Date.now()));
      await panel.button('Train now').click();
      assert.deepEqual(await panel.lastSent(), { type: 'trainRouter' });
      await panel.drawn();
      assert.equal(await panel.button('Starting…').getAttribute('aria-disabled'), 'true');
      await show(trainingReport(Date.now()));
      assert.match(await words('.training'), /Learning from 248 examples, 12 of 20/);
      assert.equal(await panel.page.getByRole('progressbar').getAttribute('value'), '12');
      assert.equal(await panel.page.locator('body > [role=status]').textContent(), 'The router is being trained.');
      await panel.button('Cancel').click();
      assert.deepEqual(await panel.lastSent(), { type: 'cancelTraining' });
      await panel.drawn();
      assert.equal(await panel.button('Cancelling…').getAttribute('aria-disabled'), 'true');
      await show(fullReport(Date.now()));
      assert.equal(await panel.button('Train now').getAttribute('aria-disabled'), null);
      const [newest] = generations(Date.now());
      const next = { ...newest!, number: 10, result: text('It is better.') };
      await show({ ...fullReport(Date.now()), generations: [next, ...generations(Date.now())] });
      assert.equal(await panel.page.locator('body > [role=status]').textContent(), 'Generation 10: It is better.');
    });

    it('lists generations with what became of them, and goes back to one', async () => {
      await show({ ...fullReport(Date.now()), generations: generations(Date.now(), true) });
      const rows = panel.page.locator('.gens tbody tr');
      assert.match((await rows.nth(0).textContent()) ?? '', /^9.*228.*78\s%.*3 more of 100.*simulated$/s);
      assert.match((await rows.nth(5).textContent()) ?? '', /^4.*–.*gone$/s);
      assert.equal(await panel.button('Put generation 9 in use').count(), 0, 'it is in use');
      assert.equal(await panel.button('Put generation 7 in use').textContent(), 'Use 7 anyway');
      await panel.button('Put generation 8 in use').click();
      assert.deepEqual(await panel.lastSent(), { type: 'revertRouter', generation: 8 });
      assert.match((await rows.nth(1).textContent()) ?? '', /Reverting…/);
    });

    it('shows the task on show, or one that was asked about and puts it aside again', async () => {
      await panel.events(...passedRun(Date.now() - 90_000, false, learnedRoute).events);
      await show(fullReport(Date.now()));
      const task = panel.page.locator('.task');
      assert.match((await task.textContent()) ?? '', /Write monthly totals.*ledger-conventions v4, 84\s%/s);
      await task.getByRole('button', { name: 'Use csv-cleanup: run the task again with it' }).click();
      assert.deepEqual(await panel.lastSent(), { type: 'useInstead', run: 'run-226', skill: 'csv-cleanup' });
      await panel.button('Explain a task…').click();
      assert.deepEqual(await panel.lastSent(), { type: 'explainRoute' });
      await panel.post({ type: 'explained', task: 'Rename the scanned invoices', route: vectorRoute });
      assert.match((await task.textContent()) ?? '', /Rename the scanned invoices.*This task was not run/s);
      assert.equal(await task.getByRole('button', { name: /run the task again/ }).count(), 0);
      await panel.button('Back to the run on show').click();
      assert.match((await task.textContent()) ?? '', /Write monthly totals/);
      await panel.page.locator('#router-task').press('Enter');
      assert.equal(await task.getByRole('table').count(), 0);
      await panel.events(...begun('run-300', 300, Date.now(), false, learnedRoute).events);
      assert.equal(await task.getByRole('table').count(), 0, 'folded for other runs too');
    });

    it('draws charts to the width there is', async () => {
      await show(fullReport(Date.now()));
      await panel.page.setViewportSize({ width: 500, height: 800 });
      await panel.drawn();
      await panel.drawn();
      assert.equal(await panel.page.locator('figure[data-chart=curve] svg').getAttribute('width'), '476');
      assert.equal(await panel.sideways(), 0);
    });

    it('comes back after a reload and tells the host that it is on show', async () => {
      await show(fullReport(Date.now()));
      await panel.page.locator('#tab-inbox').click();
      await panel.page.locator('#tab-router').click();
      assert.deepEqual(await panel.lastSent(), { type: 'tab', tab: 'router' });
      await panel.page.reload();
      await panel.start(ready);
      assert.equal(await panel.page.locator('#tab-router').getAttribute('aria-selected'), 'true');
      assert.deepEqual(await panel.lastSent(), { type: 'tab', tab: 'router' });
    });

    it('shows names of skills and words of tasks as text', async () => {
      const report = fullReport(Date.now());
      const [one] = report.learned;
      const hostile = '<img src=x onerror=alert(1)>';
      await show({ ...report, learned: [{ ...one!, skill: hostile, more: [hostile] }] });
      assert.equal(await panel.page.locator('img').count(), 0);
      assert.match(await words('.learned'), /<img src=x onerror=alert\(1\)>/);
    });
  });
});
