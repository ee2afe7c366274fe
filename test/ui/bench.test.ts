import assert from 'node:assert/strict';
import { mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../../scripts/drive/story.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { workspaceStateDir } from '../../src/engine/store/paths.js';
import { benchReport } from '../support/benchReport.js';
import { useWindow } from '../support/vscode.js';

describe('benchmarks in the editor', () => {
  const window = useWindow({});
  const benchDir = async (): Promise<string> =>
    path.join(workspaceStateDir(window().home, await realpath(window().folder)), 'bench');
  /** Leaves a picture to look at in out/bench. */
  const picture = async (name: string): Promise<void> => {
    await mkdir(inRoot('out/bench'), { recursive: true });
    await window().page.screenshot({ path: path.join(inRoot('out/bench'), `${name}.png`) });
  };
  const toast = () => window().workbench.toast('Run Benchmark');

  it('says in the Learning tab that none has run, and offers one', async () => {
    const { workbench } = window();
    await workbench.openSideBar();
    await workbench.command('Memento: Show Learning');
    await workbench.panel.find('#tab-learning[aria-selected=true]').waitFor();
    await workbench.panel.find('#view').getByText('No benchmark has run yet').waitFor();
    await picture('empty');
    await workbench.panel.find('#view vscode-button').filter({ hasText: 'Run Benchmark' }).click();
    await workbench.quickInput.locator('.monaco-list-row', { hasText: 'practice model, simulated' }).first().waitFor();
    await picture('choose');
  });

  it('runs one with progress and lets go of it when it is cancelled', async () => {
    const { workbench } = window();
    await workbench.choose('Memento: Run Benchmark…', 'Run Benchmark', 'Quick look');
    await toast()
      .filter({ hasText: /\d+ of 3072 tasks/ })
      .waitFor({ timeout: 120_000 });
    await picture('progress');
    await toast().locator('.monaco-button', { hasText: 'Cancel' }).click();
    await toast().waitFor({ state: 'detached' });
    const [folder = ''] = await readdir(await benchDir());
    assert.match(folder, /^frozen-/);
    assert.ok(!(await readdir(path.join(await benchDir(), folder))).includes('report.json'));
  });

  it('offers to go on with what was left', async () => {
    const { workbench } = window();
    await workbench.command('Memento: Run Benchmark…');
    await workbench.quickInput.locator('.monaco-list-row', { hasText: /Go on: frozen-/ }).waitFor();
    await workbench.dismissQuickInput();
  });

  it('draws what one has found', async () => {
    const { workbench } = window();
    const folder = path.join(await benchDir(), 'frozen-full');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'report.json'), JSON.stringify(benchReport()));
    await workbench.command('Memento: Show Proposals');
    await workbench.command('Memento: Show Learning');
    await eventually('the curves', async () => (await workbench.panel.find('#view svg').count()) > 0);
    await workbench.panel.find('#view').getByText('Simulated').first().waitFor();
    await picture('learning');
  });
});
