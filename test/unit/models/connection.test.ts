import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/engine/errors.js';
import { english } from '../../../src/engine/text.js';
import type { Limits } from '../../../src/models/config.js';
import { testConnection } from '../../../src/models/connect.js';
import type { ConnectionReport } from '../../../src/models/connection.js';
import {
  call,
  calls,
  done,
  fails,
  finishes,
  freeUrl,
  hangs,
  replies,
  sends,
  startFaultServer,
  streams,
  type FaultServer,
  type Script,
} from '../../support/faultServer.js';
import { configOf, key } from './setup.js';

interface Tried {
  readonly report: ConnectionReport;
  /** The sentences, with the address and the time replaced. */
  readonly lines: readonly string[];
  readonly server: FaultServer;
}

async function tryServer(scripts: readonly Script[], limits: Partial<Limits> = {}): Promise<Tried> {
  const server = await startFaultServer(...scripts);
  try {
    const report = await testConnection(configOf(server.url, limits), new AbortController().signal);
    const host = new URL(server.origin).host;
    const lines = report.lines.map((line) =>
      english(line)
        .replaceAll(host, 'HOST')
        .replace(/\d+ ms/, 'N ms'),
    );
    return { report, lines, server };
  } finally {
    await server.close();
  }
}

const lists = (...ids: readonly string[]): Script =>
  sends(JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) }), 'application/json');

/** Tells the requests apart by what they are: with little patience the first may never arrive. */
const either =
  (list: Script, chat: Script): Script =>
  (response) =>
    (response.req.method === 'GET' ? list : chat)(response);

const usesTool = streams([calls(call(0, 'a', 'ping', '{}')), finishes('tool_calls'), done]);

describe('test of the connection', () => {
  it('finds the model, streaming and tools', async () => {
    const { report, lines, server } = await tryServer([lists('other', 'tiny-1'), usesTool]);
    assert.equal(report.ok, true);
    assert.equal(report.reachable, true);
    assert.equal(report.listed, true);
    assert.equal(report.tools, 'called');
    assert.equal(report.problem, undefined);
    assert.ok(report.ms !== null && report.ms >= 0);
    assert.deepEqual(lines, [
      'HOST has the model tiny-1.',
      'tiny-1 replied in N ms, streaming.',
      'The model uses tools.',
    ]);
    assert.deepEqual(
      server.requests.map(({ method, path, headers }) => [method, path, headers.authorization]),
      [
        ['GET', '/v1/models', `Bearer ${key}`],
        ['POST', '/v1/chat/completions', `Bearer ${key}`],
      ],
    );
  });

  it('says when the model leaves the tool alone', async () => {
    const { report, lines } = await tryServer([lists('tiny-1'), replies('pong')]);
    assert.equal(report.ok, true);
    assert.equal(report.tools, 'accepted');
    assert.equal(lines.at(-1), 'Tools are accepted, but the model did not use one when asked to.');
  });

  it('names models like the one that is missing', async () => {
    const missing = fails(404, { code: 'model_not_found' });
    const { report, lines } = await tryServer([lists('huge-900', 'tiny-2', 'embed', 'Tiny-1-mini'), missing]);
    assert.equal(report.ok, false);
    assert.equal(report.reachable, true);
    assert.equal(report.listed, false);
    assert.deepEqual(report.nearest, ['tiny-2', 'Tiny-1-mini']);
    assert.equal(report.problem?.remedy, 'open-settings');
    assert.deepEqual(lines, [
      'HOST does not list the model tiny-1. Similar: tiny-2, Tiny-1-mini',
      'HOST does not know the model tiny-1.',
    ]);
  });

  it('believes the reply more than the list', async () => {
    const { report } = await tryServer([lists('x'), usesTool]);
    assert.equal(report.ok, true);
    assert.equal(report.listed, false);
  });

  it('does without a list of models', async () => {
    const page = sends('<html></html>', 'text/html');
    for (const noList of [
      fails(404),
      page,
      sends('{"data":1}', 'application/json'),
      sends('', 'application/json'),
      fails(403),
      fails(500),
    ]) {
      const { report, lines } = await tryServer([noList, usesTool]);
      assert.equal(report.ok, true);
      assert.equal(report.listed, null);
      assert.equal(lines[0], 'HOST gave no list of models.');
    }
  });

  it('does not wait for a list that does not come, nor for a rate limit', async () => {
    const script = either(hangs, fails(429, {}, { 'retry-after': '300' }));
    const { report, server } = await tryServer([script, script, script], { listMs: 50 });
    assert.equal(report.ok, false);
    assert.equal(report.problem?.remedy, 'retry');
    assert.equal(server.requests.filter(({ method }) => method === 'POST').length, 1);
  });

  it('does without a list that stops in the middle', async () => {
    const half: Script = (response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":[');
    const { report } = await tryServer([either(half, usesTool), usesTool], { listMs: 50 });
    assert.equal(report.ok, true);
    assert.equal(report.listed, null);
  });

  it('stops at a refused key', async () => {
    const { report, lines, server } = await tryServer([fails(401, { message: `bad ${key}` })]);
    assert.equal(report.problem?.remedy, 'set-api-key');
    assert.deepEqual(lines, ['HOST did not accept the API key.']);
    assert.equal(server.requests.length, 1);
  });

  it('reports what is not reachable, and what is not usable', async () => {
    const { signal } = new AbortController();
    const refused = await testConnection(configOf(await freeUrl()), signal);
    assert.equal(refused.reachable, false);
    assert.equal(refused.problem?.remedy, 'test-connection');
    const unusable = await testConnection({ ...configOf('nonsense'), model: 'm' }, signal);
    assert.equal(unusable.problem?.remedy, 'open-settings');
  });

  it('can be cancelled', async () => {
    const server = await startFaultServer(hangs);
    const controller = new AbortController();
    const report = testConnection(configOf(server.url), controller.signal);
    void server.arrived(1).then(() => controller.abort());
    await assert.rejects(report, CancelledError);
    await server.requests[0]!.closed;
    await server.close();
  });
});
