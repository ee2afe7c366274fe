// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { memento, mementoList, solveFromOutside } from './files.mjs';
import { openWindow } from './window.mjs';

/** Rounds over the practice tasks: enough for figures to stand on. */
const rounds = 4;

/**
 * A picture of the Router page after some rounds over the practice tasks with the practice model, every proposal accepted. Nothing on it is made
 * up; all of it is labelled simulated.
 * @param {import('../lib/scope.mjs').Scope} scope
 * @param {import('playwright-core').Browser} browser
 * @param {string} file
 * @param {string} [theme]
 */
export async function routerPicture(scope, browser, file, theme = 'Default Dark Modern') {
  const settings = { 'workbench.colorTheme': theme, 'window.zoomLevel': -1 };
  const { workbench, page, folder, home } = await openWindow(scope, browser, { settings });
  const lines = (await readFile(path.join(folder, 'tasks.jsonl'), 'utf8')).trim().split('\n');
  for (let round = 1; round <= rounds; round++)
    for (const line of lines) {
      await solveFromOutside(folder, home, JSON.parse(line).id);
      for (const { id, state } of await mementoList({ folder, home }, ['proposals', 'list']))
        if (state === 'pending') await memento({ folder, home }, ['proposals', 'accept', id]);
    }
  await memento({ folder, home }, ['router', 'train', '--model', 'practice']);
  await workbench.command('Memento: Show Router');
  await workbench.panel.find('#tab-router[aria-selected=true]').waitFor();
  await workbench.panel.find('#view tr').filter({ hasText: 'ledger-conventions' }).first().waitFor();
  await page.keyboard.press('Control+b');
  await page.mouse.move(700, 4);
  await page.waitForTimeout(3000);
  await page.screenshot({ path: file });
}
