import type { Browser } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openWindow, type OpenWindow, type WindowOptions } from '../../scripts/drive/window.mjs';
import { launchBrowser } from '../../scripts/host/browser.mjs';
import { ensureChromium } from '../../scripts/host/chromium.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { closeOnSignals, Scope } from '../../scripts/lib/scope.mjs';
import { vsixPath } from '../../scripts/package.mjs';

/** One browser for the whole process; each window is a fresh profile in it. */
let browser: Promise<Browser> | undefined;
const scope = new Scope();

async function openBrowser(): Promise<Browser> {
  const opened = await launchBrowser(await ensureChromium(closeOnSignals(scope)));
  scope.defer(() => opened.close());
  return opened;
}

after(() => scope.close());

/**
 * Opens VS Code with the packed extension before the tests of the surrounding `describe` and ends it after them. A picture of
 * every failed test is left in out/ui.
 * @returns the window, once the tests run
 */
export function useWindow(options: WindowOptions = {}): () => OpenWindow {
  const own = new Scope();
  let window: OpenWindow | undefined;
  before(async function () {
    this.timeout(180_000);
    browser ??= openBrowser();
    scope.defer(() => own.close());
    window = await openWindow(own, await browser, { vsix: await vsixPath(), ...options });
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
    await mkdir(inRoot('out/ui'), { recursive: true });
    await window?.page.screenshot({ path: path.join(inRoot('out/ui'), `${name}.png`) });
  });
  after(() => own.close());
  return () => {
    if (!window) throw new Error('the window opens before the tests, not while they are declared');
    return window;
  };
}
