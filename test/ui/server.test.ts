import assert from 'node:assert/strict';
import path from 'node:path';
import { markedProcesses } from '../../scripts/host/processes.mjs';
import { startServer, workbenchUrl, type Server } from '../../scripts/host/server.mjs';
import { Scope } from '../../scripts/lib/scope.mjs';

describe('the VS Code server of npm start', () => {
  const scope = new Scope();
  let server: Server;
  before(async () => {
    const base = await scope.folder();
    server = await startServer({
      dataDir: path.join(base, 'data'),
      extensionsDir: path.join(base, 'ext'),
      trusted: true,
    });
    scope.defer(server.stop);
  });
  after(() => scope.close());

  const status = async (address: string, init?: RequestInit): Promise<number> =>
    (await fetch(new URL(address, `http://127.0.0.1:${String(server.port)}`), { redirect: 'manual', ...init })).status;

  it('gives nothing to who does not know the token', async () => {
    const cookie = `vscode-tkn=${'0'.repeat(server.token.length)}`;
    assert.equal(await status('/'), 403);
    assert.equal(await status('/?tkn=guess'), 403);
    assert.equal(await status('/vscode-remote-resource?path=/etc/hostname'), 403);
    assert.equal(await status('/mint-key', { method: 'POST' }), 403);
    assert.equal(await status('/mint-key', { method: 'POST', headers: { cookie } }), 403);
  });

  it('lets in who has the address that was printed', async () => {
    assert.equal(await status(workbenchUrl(server)), 302);
    assert.equal(await status('/', { headers: { cookie: `vscode-tkn=${server.token}` } }), 200);
  });

  it('gives the same half of the secrets key each time', async () => {
    const mint = async (): Promise<Buffer> => {
      const cookie = `vscode-tkn=${server.token}`;
      const response = await fetch(`http://127.0.0.1:${String(server.port)}/mint-key`, {
        method: 'POST',
        headers: { cookie },
      });
      return Buffer.from(await response.arrayBuffer());
    };
    const key = await mint();
    assert.equal(key.length, 32);
    assert.deepEqual(await mint(), key);
  });

  it('leaves nothing running', async () => {
    assert.notEqual((await markedProcesses(server.mark)).length, 0);
    await server.stop();
    assert.deepEqual(await markedProcesses(server.mark), []);
  });
});
