import { Scope } from '../../scripts/lib/scope.mjs';
import { openWindow, type OpenWindow } from '../../scripts/drive/window.mjs';
import { launchBrowser } from '../../scripts/host/browser.mjs';
import { ensureChromium } from '../../scripts/host/chromium.mjs';
import { vsixPath } from '../../scripts/package.mjs';

describe('embeddings', () => {
  const scope = new Scope();
  let window: OpenWindow;

  before(async () => {
    const browser = await launchBrowser(await ensureChromium(new AbortController().signal));
    scope.defer(() => browser.close());
    const settings = { 'memento.embeddingModel': 'any' };
    window = await openWindow(scope, browser, { vsix: await vsixPath(), settings });
  });
  after(() => scope.close());

  it('are tried with the connection when they are set', async () => {
    await window.workbench.command('Memento: Test Connection');
    await window.workbench.toast('Embeddings of practice-embed have 256 numbers.').waitFor();
  });
});
