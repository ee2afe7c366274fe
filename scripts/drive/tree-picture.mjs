// @ts-check
import { fillLibrary } from './tree-library.mjs';
import { openWindow } from './window.mjs';

/** Pixels: wide enough for what stands behind the names. */
const sideBar = 470;

/**
 * A picture of the skills of a person who has worked with Memento for a while: the side bar alone, one skill unfolded with its versions.
 * @param {import('../lib/scope.mjs').Scope} scope
 * @param {import('playwright-core').Browser} browser
 * @param {string} file
 * @param {string} [theme]
 */
export async function treePicture(scope, browser, file, theme = 'Default Dark Modern') {
  const window = await openWindow(scope, browser, { settings: { 'workbench.colorTheme': theme } });
  const { workbench, page, folder, home } = window;
  await fillLibrary({ folder, home });
  await workbench.openSideBar();
  // Runs of other programs are not told to the window.
  await workbench.command('Memento: Refresh Skills');
  await workbench.skills.row(/^ledger-conventions, .*uses/).waitFor();
  await widenSideBar(page, sideBar);
  await page.locator('.pane-header', { hasText: 'History' }).click();
  await workbench.skills.expand(/^ledger-conventions/);
  await workbench.skills.expand(/^History, v/);
  await page.keyboard.press('Escape');
  // The pointer away from everything that answers to it, and what fades faded.
  await page.mouse.move(1000, 4);
  await page.waitForTimeout(3000);
  const box = await page.locator('.part.sidebar').boundingBox();
  const last = await workbench.skills.view.getByRole('treeitem').last().boundingBox();
  if (!box || !last) throw new Error('the side bar is not there');
  const height = Math.min(box.height, last.y + last.height - box.y + 12);
  await page.screenshot({ path: file, clip: { x: 0, y: box.y, width: box.x + box.width, height } });
}

/** Drags the side bar's edge. @param {import('playwright-core').Page} page @param {number} to from the left, in pixels */
async function widenSideBar(page, to) {
  const bar = await page.locator('.part.sidebar').boundingBox();
  if (!bar) throw new Error('the side bar is not there');
  const y = bar.y + bar.height / 2;
  await page.mouse.move(bar.x + bar.width, y);
  await page.mouse.down();
  await page.mouse.move(to, y, { steps: 5 });
  await page.mouse.up();
}
