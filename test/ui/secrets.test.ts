import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Scope } from '../../scripts/lib/scope.mjs';
import { openWindow, type OpenWindow } from '../../scripts/drive/window.mjs';
import { launchBrowser } from '../../scripts/host/browser.mjs';
import { ensureChromium } from '../../scripts/host/chromium.mjs';
import { eventually } from '../../scripts/drive/story.mjs';
import { vsixPath } from '../../scripts/package.mjs';

const key = 'sk-this-is-not-a-real-key';

describe('the API key', () => {
  const scope = new Scope();
  /** The Authorization header of every request so far. */
  const seen: (string | undefined)[] = [];
  let server: Server;
  let window: OpenWindow;

  before(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"no such key"}}');
    }).listen(0, '127.0.0.1');
    scope.defer(() => server.close());
    await once(server, 'listening');
    const browser = await launchBrowser(await ensureChromium(new AbortController().signal));
    scope.defer(() => browser.close());
    const { port } = server.address() as AddressInfo;
    const settings = { 'memento.baseUrl': `http://127.0.0.1:${String(port)}/v1`, 'memento.model': 'any-model' };
    window = await openWindow(scope, browser, { vsix: await vsixPath(), model: false, settings });
  });
  after(() => scope.close());

  /** Tests the connection and tells the key that was sent. */
  async function keySent(): Promise<string | undefined> {
    const before = seen.length;
    await window.workbench.command('Memento: Test Connection');
    await eventually('a request', () => Promise.resolve(seen.length > before));
    return seen[before];
  }

  it('is sent to its server once it is set', async () => {
    await window.workbench.command('Memento: Set API Key');
    await window.workbench.answer('API key for', key);
    await window.workbench.toast('is stored').waitFor();
    assert.equal(await keySent(), `Bearer ${key}`);
  });

  it('is still there after a reload of the window', async () => {
    await window.workbench.reload();
    assert.equal(await keySent(), `Bearer ${key}`);
  });
});
