// @ts-check
import { openWindow } from './window.mjs';

/** A quick look takes two minutes where nothing else runs. Milliseconds. */
const patience = 10 * 60_000;

/**
 * Makes the picture of the Learning tab from a benchmark that really ran: the quick look, with the practice model.
 * @param {import('../lib/scope.mjs').Scope} scope
 * @param {import('playwright-core').Browser} browser
 * @param {string} file
 */
export async function learningPicture(scope, browser, file) {
  const { workbench, page } = await openWindow(scope, browser, {
    settings: { 'workbench.colorTheme': 'Default Dark Modern' },
  });
  await workbench.openSideBar();
  await workbench.command('Memento: Show Learning');
  await workbench.choose('Memento: Run Benchmark…', 'Run Benchmark', 'Quick look');
  const done = workbench.toast('The benchmark is done.');
  await done.waitFor({ timeout: patience });
  await workbench.pressToast('The benchmark is done.', 'Show Learning');
  await workbench.panel.find('#view svg').first().waitFor();
  await page.mouse.move(700, 4);
  await page.waitForTimeout(2000);
  await page.screenshot({ path: file });
}
