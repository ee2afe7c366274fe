import assert from 'node:assert/strict';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { text } from '../../src/engine/text.js';
import type { BenchReport, FromPanel } from '../../src/protocol.js';
import { benchReport, smallReport, wideReport } from '../support/benchReport.js';
import type { PanelPage } from '../support/panelPage.js';
import { ready } from '../support/panelScenes.js';
import { writeReportFile } from '../support/reportFile.js';
import { closesPanel, useHouse } from '../support/usePanel.js';

const pictures = path.resolve('out/panel');
const charts = ['curves', 'growth', 'edits', 'cost', 'domains', 'transfer', 'against-naive', 'against-full', 'map'];

describe('panel: what a benchmark found out', () => {
  const house = useHouse();
  let panel: PanelPage;
  before(() => mkdir(pictures, { recursive: true }));
  closesPanel(() => panel);

  const words = async (selector: string): Promise<string> => (await panel.page.locator(selector).textContent()) ?? '';
  const chart = (name: string): string => `figure[data-chart="${name}"]`;

  describe('on its tab', () => {
    beforeEach(async () => {
      panel = await house().panel();
      await panel.start(ready);
    });

    const show = async (report: BenchReport | null): Promise<void> => {
      const list = report ? [{ id: 'b', name: report.name, startedAt: report.startedAt, model: report.model }] : [];
      const shown = report && { id: 'b', report };
      await panel.post({ type: 'bench', list, shown }, { type: 'show', tab: 'learning' });
      await panel.page.locator('.drawing').waitFor({ state: 'detached' });
      await panel.drawn();
    };
    const scripts = (): Promise<string[]> =>
      panel.page.evaluate(
        'performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => /page-/.test(name))',
      );
    const lastSaved = async (): Promise<Extract<FromPanel, { type: 'save' }>> => {
      const message = await panel.lastSent();
      assert.equal(message?.type, 'save');
      return message;
    };

    it('says which edits helped and which hurt only where that was measured', async () => {
      const report = benchReport();
      await show(report);
      assert.match(await words(chart('edits')), /accepted, helped.*accepted, neither.*accepted, hurt.*turned down/s);
      const conditions = report.conditions.map((condition) => {
        const { proposed, accepted, rejected, reasons, rolledBack, archived } = condition.edits;
        return { ...condition, edits: { proposed, accepted, rejected, reasons, rolledBack, archived } };
      });
      await show({ ...report, conditions });
      assert.match(await words(chart('edits')), /was not measured/);
      assert.doesNotMatch(await words(chart('edits')), /helped\b.*neither|\d hurt/s);
    });

    it('says that it reads, then that none has run, and runs one', async () => {
      await panel.post({ type: 'show', tab: 'learning' });
      assert.match(await words('#view'), /Reading the benchmarks/);
      await show(null);
      assert.match(await words('#view'), /No benchmark has run yet/);
      assert.deepEqual(await scripts(), [], 'nothing to draw, so nothing that draws was loaded');
      await panel.button('Run Benchmark').click();
      assert.deepEqual(await panel.lastSent(), { type: 'benchmark.run' });
    });

    it('loads what draws only when a report is looked at', async () => {
      const report = benchReport();
      await panel.post({ type: 'bench', list: [], shown: { id: 'b', report } });
      assert.deepEqual(await scripts(), []);
      await show(report);
      assert.equal((await scripts()).length, 1);
    });

    it('draws everything, each drawing with its sample size, its words, its table, and the watermark', async () => {
      await show(benchReport());
      assert.deepEqual(
        await panel.page
          .locator('figure')
          .evaluateAll((all) => all.map((one) => (one as unknown as { dataset: { chart: string } }).dataset.chart)),
        charts,
      );
      for (const name of charts) {
        assert.match(await words(`${chart(name)} .cap >> nth=0`), /\d+ (seeds|test tasks|skills)/, name);
        const label = await panel.page.locator(`${chart(name)} svg.plot[role=img]`).getAttribute('aria-label');
        assert.ok((label ?? '').length > 20, name);
        assert.ok((await panel.page.locator(`${chart(name)} table tbody tr`).count()) > 0, name);
        assert.equal(await words(`${chart(name)} .wm`), 'simulated', name);
      }
      assert.match(
        await words('.stats'),
        /92\s%90 to 93\s% of 960 tasks.*19\s%.*83\s%.*of 192 tasks.*14\.7k.*p < 0\.001/s,
      );
      assert.match(await words('.warnings'), /append-only: training got better and the test did not/);
      assert.match(await words('.subject'), /96 training and 120 test tasks, 8 seeds, with practice model.*simulated/s);
    });

    it('is honest about what it is: judged by a model, not complete, of a real model', async () => {
      await show(smallReport());
      assert.match(await words('.subject'), /12 training and 15 test tasks, 1 seed.*LLM-judged.*not complete/s);
      assert.doesNotMatch(await words('.subject'), /Changed settings/);
      assert.equal(await panel.page.locator('.wm').count(), 0);
      assert.match(await words('.stats'), /62 to 96\s% of 15 tasks.*21 to 94\s% of 3 tasks/s);
      assert.equal(await panel.page.locator(chart('against-full')).count(), 0, 'nothing to compare');
    });

    it('says what was changed of the world and its model', async () => {
      await show(benchReport({ changed: ['model.writeErr = 0.6', 'audit = true'] }));
      assert.match(await words('.subject'), /Changed settings: model\.writeErr = 0\.6, audit = true\./);
    });

    it('draws a curve more or less, and unseen kinds dashed', async () => {
      await show(benchReport());
      const names = panel.page.locator(`${chart('curves')} .name text`);
      assert.deepEqual(await names.allTextContents(), ['full 92\u00a0%', 'naive 76\u00a0%', 'none 24\u00a0%']);
      await panel.button('oracle').press('Enter');
      assert.equal(await panel.button('oracle').getAttribute('aria-pressed'), 'true');
      assert.equal((await names.allTextContents()).length, 4);
      const dashes = panel.page.locator(`${chart('curves')} svg[role=img] .unseen`);
      assert.equal(await dashes.count(), 4);
      assert.notEqual(await dashes.first().evaluate('(element) => getComputedStyle(element).strokeDasharray'), 'none');
      await panel.button('unseen kinds').click();
      assert.equal(await dashes.count(), 0);
    });

    it('lets one of many curves stand out: the chosen one, and the one the reader is at', async () => {
      await show(benchReport());
      const out = (): Promise<string[]> =>
        panel.page
          .locator(`${chart('curves')} svg[role=img] g.name.on text`)
          .allTextContents()
          .then((names) => names.map((name) => name.split(' ')[0] ?? ''));
      const opacity = (series: string): Promise<string> =>
        panel.page.evaluate<string>(
          `getComputedStyle(document.querySelector('[data-chart=curves] svg[role=img] .band.${series}')).opacity`,
        );
      assert.equal(await opacity('series-1'), '1', 'few curves are all alike');
      for (const name of ['seed', 'oracle', 'gate-only']) await panel.button(name).press('Enter');
      await panel.drawn();
      assert.deepEqual(await out(), ['full', 'gate-only'], 'what was taken in last');
      assert.equal(await opacity('series-0'), '1');
      assert.equal(await opacity('series-1'), '0');
      await panel.page
        .locator(`${chart('curves')} .area`)
        .nth(1)
        .hover();
      await panel.drawn();
      assert.deepEqual(await out(), ['full', 'naive']);
      assert.match(await words(`${chart('curves')} .readout`), /^naive after round 4/);
      await panel.button('none').hover();
      await panel.drawn();
      assert.deepEqual(await out(), ['full', 'none']);
      await panel.button('none').press('Enter');
      await panel.drawn();
      assert.deepEqual(await out(), ['full'], 'what was taken away leaves the chosen one');
    });

    it('tells known from new words, and from when on conventions were others', async () => {
      await show(wideReport());
      assert.match(await words('.stats'), /In words never learned from\d+\s%.*of 480 tasks/);
      assert.match(await words(`${chart('wording')} .cap >> nth=0`), /480 test tasks in words that training has too/);
      assert.match(await words(`${chart('wording')} table`), /full93\s%/);
      assert.match(await words(`${chart('curves')} .cap >> nth=0`), /From round 3 on the conventions are others/);
      assert.equal(await panel.page.locator(`${chart('curves')} svg[role=img] .drift`).count(), 1);
    });

    it('says what is more with a model that is asked every time', async () => {
      await show(benchReport());
      assert.match(await words(`${chart('cost')} table`), /none≥\s475/);
      assert.match(await words(`${chart('cost')} table`), /naive640/);
      assert.match(await words(chart('cost')), /a condition that does not learn asks the same in every round/);
      assert.match(await words(`${chart('against-naive')} table`), /none.*≥\s× 0\.7.*full\+15\.5/s);
    });

    it('names at the edge what lies far off because it does not learn, and leaves the scale to the others', async () => {
      await show(benchReport());
      const drawing = `${chart('against-full')} svg[role=img]`;
      assert.deepEqual(await panel.page.locator(`${drawing} .value text`).allTextContents(), ['← −68', '← −75']);
      const rows = benchReport().comparisons.filter(({ against }) => against === 'full').length;
      assert.equal(await panel.page.locator(`${drawing} .interval line`).count(), rows - 2);
    });

    it('leads over the points by keyboard, and Enter shows the library and the failures of the round', async () => {
      await show(benchReport());
      const here = `${chart('curves')} .spot[tabindex="0"]`;
      assert.equal(await panel.page.locator(here).count(), 1, 'one tab stop');
      assert.match(await words('.rounddetail'), /full after round 4.*Library: 17 skills.*Failed test tasks: 11/s);
      await panel.page.locator(here).focus();
      await panel.page.keyboard.press('ArrowLeft');
      await panel.page.keyboard.press('ArrowLeft');
      assert.match(
        await words(`${chart('curves')} .readout`),
        /full after round 2: 91\s% .* of 960 test tasks; .* of 192 of unseen kinds/,
      );
      await panel.page.keyboard.press('ArrowDown');
      assert.match(await words(`${chart('curves')} .readout`), /naive after round 2/);
      await panel.page.keyboard.press('Enter');
      assert.match(await words('.rounddetail'), /naive after round 2.*Failed test tasks: 29/s);
      assert.match(await panel.focused(), /naive after round 2/, 'the focus stays');
      assert.match(await words(`${chart('growth')} .cap`), /^naive/, 'the other drawings follow');
      await panel.page.locator('.rounddetail').getByRole('button', { name: 'Show all (29)' }).click();
      assert.equal(await panel.page.locator('.rounddetail .halves > div').last().locator('li').count(), 29);
    });

    it('is about the condition that is chosen', async () => {
      await show(benchReport());
      await panel.page.getByLabel('Condition').selectOption('create-only');
      await panel.drawn();
      assert.match(await words(`${chart('growth')} table`), /93/);
      assert.match(await words('.rounddetail'), /create-only after round 4/);
    });

    it('tells each skill of the map on focus and on hover', async () => {
      await show(benchReport());
      const spots = panel.page.locator(`${chart('map')} .spot`);
      assert.equal(await spots.count(), 17);
      await spots.nth(2).hover();
      assert.match(await words(`${chart('map')} .readout`), /^shift-hours \(.*\): \d+ of \d+ uses passed/);
      await panel.page.locator(`${chart('map')} .spot[tabindex="0"]`).focus();
      await panel.page.keyboard.press('Home');
      assert.match(await words(`${chart('map')} .readout`), /^ledger-totals/);
    });

    it('gives its figures as CSV and its drawings as SVG', async () => {
      await show(benchReport());
      await panel.button('Save as CSV').click();
      const figures = await lastSaved();
      assert.equal(figures.name, 'eight-houses.csv');
      assert.match(figures.content, /^condition,part,of,round,seed,measure,value,low,high,n\r\n/);
      assert.match(figures.content, /\r\nnaive,curve,,4,,test,0\.7\d+,0\.7\d+,0\.7\d+,960\r\n/);
      await panel.button('Save “Test tasks passed” as SVG').click();
      const drawing = await lastSaved();
      assert.equal(drawing.name, 'curves.svg');
      assert.match(drawing.content, /<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.match(drawing.content, /<title>Test tasks passed<\/title>.*simulated/s);
      assert.equal(/var\(|class=/.test(drawing.content), false, 'it needs no style sheet');
      // The blue of the dark theme, #59a4f9.
      assert.match(drawing.content, /stroke="rgb\(89, 164, 249\)"/);
    });

    it('shows another benchmark when there are several', async () => {
      const entry = { name: 'x', startedAt: 1, model: 'm' };
      const list = [
        { ...entry, id: 'b2' },
        { ...entry, id: 'b1', name: 'y' },
      ];
      await show(benchReport());
      await panel.post({ type: 'bench', list, shown: { id: 'b2', report: benchReport() } });
      await panel.page.getByRole('combobox', { name: 'Benchmark' }).selectOption('b1');
      assert.deepEqual(await panel.lastSent(), { type: 'benchmark.show', id: 'b1' });
    });

    it('shows names and prompts of tasks as text', async () => {
      const hostile = '<img src=x onerror=alert(1)>';
      const report = benchReport();
      const [first, ...rest] = report.conditions;
      await show({
        ...report,
        name: hostile,
        warnings: [text(hostile)],
        conditions: [{ ...first!, name: hostile }, ...rest],
      });
      await panel.page.getByLabel('Condition').selectOption(hostile);
      await panel.drawn();
      assert.equal(await panel.page.locator('img').count(), 0);
      assert.match(await words('.rounddetail'), /<img src=x onerror=alert\(1\)> after round 4/);
    });

    it('is drawn to the width there is', async () => {
      await show(benchReport());
      await panel.page.setViewportSize({ width: 500, height: 800 });
      await panel.drawn();
      await panel.drawn();
      assert.equal(await panel.page.locator(`${chart('curves')} svg[role=img]`).getAttribute('width'), '476');
      assert.equal(await panel.sideways(), 0);
    });
  });

  describe('in a file of its own', () => {
    let file: string;
    before(async () => {
      file = await writeReportFile(benchReport());
    });
    after(() => rm(path.dirname(file), { recursive: true }));

    for (const theme of ['dark', 'light'] as const)
      for (const width of [380, 1100])
        it(`opens without a server, ${theme}, ${width} px`, async () => {
          panel = await house().panel({ file, theme, width });
          assert.equal(await panel.page.locator('h1').textContent(), 'eight houses');
          assert.equal(await panel.page.locator('figure').count(), charts.length);
          assert.equal(await panel.page.locator('.wm').count(), charts.length);
          assert.equal(await panel.sideways(), 0);
          const breaches = await panel.breaches();
          assert.deepEqual(breaches, []);
          await panel.picture(path.join(pictures, `report-${theme}-${width}.png`));
          // The picture puts a style element into the page, which the policy reports.
          await panel.page.evaluate('window.breaches.length = 0');
        });

    it('answers to clicks and keys, and saves files', async () => {
      panel = await house().panel({ file });
      await panel.page
        .locator(`${chart('curves')} .spot`)
        .first()
        .focus();
      await panel.page.keyboard.press('Enter');
      assert.match(await words('.rounddetail'), /full after round 0.*Library: 5 skills/s);
      const [download] = await Promise.all([panel.page.waitForEvent('download'), panel.button('Save as CSV').click()]);
      assert.equal(download.suggestedFilename(), 'eight-houses.csv');
      assert.match(await readFile(await download.path(), 'utf8'), /^condition,part/);
    });
  });
});
