// @ts-check
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { chapters } from './drive/chapters.mjs';
import { pictureName } from './drive/story.mjs';
import { openWindow } from './drive/window.mjs';
import { launchBrowser } from './host/browser.mjs';
import { ensureChromium } from './host/chromium.mjs';
import { ensureHost } from './host/install.mjs';
import { inRoot } from './lib/paths.mjs';
import { describe } from './lib/problem.mjs';
import { Scope } from './lib/scope.mjs';

const pictures = inRoot('out/smoke');

/**
 * Plays the story in a headless browser, one picture per step.
 * @param {Scope} scope
 * @param {AbortSignal} signal
 * @returns {Promise<number>} 0 only when every step was seen to happen
 */
export async function smoke(scope, signal) {
  const executable = await ensureChromium(signal);
  await ensureHost(signal);
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const browser = await launchBrowser(executable);
  scope.defer(() => browser.close());
  let number = 0;
  let failures = 0;
  for (const chapter of chapters) {
    console.log(`\n${chapter.name}`);
    // One VS Code at a time; the outer scope ends it when the script is interrupted.
    const inner = new Scope();
    scope.defer(() => inner.close());
    try {
      const window = await openWindow(inner, browser, chapter.window);
      for (const step of chapter.steps) {
        const started = Date.now();
        const picture = path.join(pictures, pictureName(++number, step.name));
        try {
          await step.run(window);
        } finally {
          await window.page.screenshot({ path: picture }).catch(() => undefined);
        }
        console.log(`  ${step.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      }
    } catch (error) {
      signal.throwIfAborted();
      failures++;
      console.error(`  FAILED: ${describe(error)}`);
    } finally {
      await inner.close();
    }
  }
  console.log(
    `\n${number} steps, ${failures === 0 ? 'all seen' : `${failures} chapters failed`}; pictures in ${pictures}`,
  );
  return failures === 0 && number > 0 ? 0 : 1;
}
