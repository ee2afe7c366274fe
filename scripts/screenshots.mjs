// @ts-check
// npm run screenshots: makes the pictures of the README in media/readme from a run of the story in a real VS Code.
import { mkdir } from 'node:fs/promises';
import { chapters } from './drive/chapters.mjs';
import { learningPicture } from './drive/learning-picture.mjs';
import { routerPicture } from './drive/router-picture.mjs';
import { treePicture } from './drive/tree-picture.mjs';
import { openWindow } from './drive/window.mjs';
import { launchBrowser, viewport } from './host/browser.mjs';
import { ensureChromium } from './host/chromium.mjs';
import { ensureHost } from './host/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { main, Scope } from './lib/scope.mjs';
import { buildAll } from './package.mjs';

const folder = inRoot('media/readme');

/** Heights of windows in pictures that need more than the usual one: a failed run from its head to the lines that are to be rewritten. */
const heights = new Map([['panel', 1060]]);

/**
 * Does something with a scope of its own inside of another.
 * @param {Scope} outer ends it when the script is interrupted
 * @param {(inner: Scope) => Promise<void>} work
 */
async function withScope(outer, work) {
  const inner = new Scope();
  outer.defer(() => inner.close());
  try {
    await work(inner);
  } finally {
    await inner.close();
  }
}

await main(async (scope, signal) => {
  await buildAll(signal);
  const executable = await ensureChromium(signal);
  await ensureHost(signal);
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser(executable);
  scope.defer(() => browser.close());
  const pictured = chapters.find(({ steps }) => steps.some(({ picture }) => picture));
  if (!pictured) throw new Error('no step of the story makes a picture');
  // One VS Code at a time.
  await withScope(scope, async (inner) => {
    const window = await openWindow(inner, browser, {
      ...pictured.window,
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
    for (const step of pictured.steps) {
      await step.run(window);
      if (!step.picture) continue;
      await window.page.setViewportSize({ ...viewport, height: heights.get(step.picture) ?? viewport.height });
      // The pointer away from everything that answers to it, and what fades faded.
      await window.page.mouse.move(700, 4);
      await window.page.waitForTimeout(3000);
      const file = `${folder}/${step.picture}.png`;
      await window.page.screenshot({ path: file });
      console.log(file);
    }
  });
  await withScope(scope, async (inner) => {
    const file = `${folder}/tree.png`;
    await treePicture(inner, browser, file);
    console.log(file);
  });
  await withScope(scope, async (inner) => {
    const file = `${folder}/router.png`;
    await routerPicture(inner, browser, file);
    console.log(file);
  });
  await withScope(scope, async (inner) => {
    const file = `${folder}/learning.png`;
    await learningPicture(inner, browser, file);
    console.log(file);
  });
  return 0;
});
