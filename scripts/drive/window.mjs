// @ts-check
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { viewport } from '../host/browser.mjs';
import { startInstance } from '../host/instance.mjs';
import { createPracticeWorkspace, practiceSettings } from '../host/practice.mjs';
import { Workbench } from './workbench.mjs';

/**
 * @typedef {object} WindowOptions
 * @property {'practice' | 'empty' | 'none'} [folder] a copy of the practice workspace, an empty folder, or no folder
 * @property {boolean} [trusted] true unless said otherwise
 * @property {boolean} [model] false: no model is configured, not even the practice model
 * @property {Readonly<Record<string, unknown>>} [settings] further user settings
 * @property {string} [vsix] the packed extension; without it the project's folder
 */

/**
 * An open VS Code window with everything around it.
 * @typedef {object} OpenWindow
 * @property {Workbench} workbench
 * @property {import('playwright-core').Page} page
 * @property {string} folder on disk; exists even when it is not opened
 * @property {string} home Memento's per-user state on disk
 * @property {import('../host/instance.mjs').Instance} instance
 */

/**
 * Starts a VS Code of its own and opens one window in it; all of it ends with the scope.
 * @param {import('../lib/scope.mjs').Scope} scope
 * @param {import('playwright-core').Browser} browser
 * @param {WindowOptions} [options]
 * @returns {Promise<OpenWindow>}
 */
export async function openWindow(scope, browser, options = {}) {
  const { folder: kind = 'practice', trusted = true, model = true, settings = {}, vsix } = options;
  const folder = path.join(await scope.folder(), 'practice');
  if (kind === 'practice') await createPracticeWorkspace(folder);
  else await mkdir(folder);
  const instance = await startInstance(scope, {
    folder: kind === 'none' ? undefined : folder,
    trusted,
    settings: { ...(model ? practiceSettings : {}), ...settings },
    ...(vsix ? { vsix } : {}),
  });
  const context = await browser.newContext({ viewport });
  scope.defer(() => context.close());
  const page = await context.newPage();
  const workbench = await Workbench.open(page, instance.url);
  return { workbench, page, folder, home: instance.home, instance };
}
