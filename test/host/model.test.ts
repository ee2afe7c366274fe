import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { Parts } from '../../src/host/parts.js';
import { activated, eventually, panelOpens, withSettings } from './support.js';

/** A server that refuses everything and remembers with which key it was asked. */
class Refusing {
  readonly keys: (string | undefined)[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.keys.push(request.headers.authorization);
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

describe('the model', () => {
  let parts: Parts;
  const [mine, other] = [new Refusing(), new Refusing()];
  let [own, foreign] = ['', ''];
  before(async () => {
    parts = await activated();
    [own, foreign] = await Promise.all([mine.open(), other.open()]);
  });
  after(async () => {
    await parts.keys.delete(own);
    for (const server of [mine, other]) server.close();
  });

  const ask = async (): Promise<void> => {
    const model = await parts.models.connect();
    const asked = model.chat({ messages: [{ role: 'user', content: 'hello' }] }, {}, new AbortController().signal);
    await assert.rejects(asked);
  };
  const use = (baseUrl: string, run: () => Promise<void>): Promise<void> =>
    withSettings({ baseUrl, model: 'a-model' }, async () => {
      await eventually('the new address', () => parts.settings.baseUrl === baseUrl);
      await run();
    });

  it('is sent its key, which is kept apart from the settings', async () => {
    await parts.keys.set(own, 'sk-secret');
    await use(`${own}/v1`, ask);
    assert.deepEqual(mine.keys, ['Bearer sk-secret']);
    const settings = JSON.stringify(vscode.workspace.getConfiguration('memento'));
    assert.ok(!settings.includes('sk-secret'));
  });

  it('at another address is not sent that key', async () => {
    await use(`${foreign}/v1`, ask);
    assert.equal(other.keys.length, 1);
    assert.ok(!other.keys[0]?.includes('sk-secret'));
    await use(`${own}/other/path`, async () => assert.equal((await parts.models.endpoint()).apiKey, 'sk-secret'));
  });

  it('has no key any more when it is forgotten', async () => {
    await parts.keys.delete(own);
    await use(`${own}/v1`, async () => assert.equal((await parts.models.endpoint()).apiKey, undefined));
  });

  it('has embeddings at the same address with the same key, when they are set', async () => {
    await parts.keys.set(own, 'sk-secret');
    await withSettings({ baseUrl: `${own}/v1`, model: 'a-model', embeddingModel: 'an-embedder' }, async () => {
      await eventually('the embedding model', () => parts.models.embedder?.info.id === 'an-embedder');
      const before = mine.keys.length;
      const embedder = parts.models.embedder!;
      assert.equal(parts.models.embedder, embedder);
      await assert.rejects(embedder.embed(['text'], new AbortController().signal), { name: 'HumanError' });
      // With a key that was changed meanwhile.
      await parts.keys.set(own, 'sk-other');
      await assert.rejects(embedder.embed(['text'], new AbortController().signal), { name: 'HumanError' });
      assert.deepEqual(mine.keys.slice(before), ['Bearer sk-secret', 'Bearer sk-other']);
      await parts.keys.delete(own);
    });
    await eventually('none', () => parts.models.embedder === undefined);
  });

  it('has simulated embeddings when it is the practice model', () =>
    withSettings({ embeddingModel: 'any' }, async () => {
      await eventually('the embedding model', () => parts.models.embedder?.info.id === 'practice-embed');
      assert.equal(parts.models.embedder?.info.simulated, true);
      const [vector] = await parts.models.embedder.embed(['add up the ledger'], new AbortController().signal);
      assert.equal(vector?.length, 256);
    }));

  it('may be missing: then no task starts and the panel says so', () =>
    withSettings({ model: undefined }, async () => {
      await eventually('no model', () => parts.models.choice.kind === 'none');
      await parts.solver.ask({ prompt: 'Do something' });
      assert.equal(parts.runs.current.length, 0);
      await panelOpens();
    }));

  it('may have a broken address: that is said, not tried', () =>
    use('ftp://example.com', async () => {
      const { choice } = parts.models;
      assert.equal(choice.kind, 'none');
      await assert.rejects(parts.models.connect(), { name: 'HumanError' });
    }));
});
