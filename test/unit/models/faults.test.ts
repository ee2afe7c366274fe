import assert from 'node:assert/strict';
import { connectModel } from '../../../src/models/connect.js';
import { english } from '../../../src/engine/text.js';
import { checkEndpoint, type Limits } from '../../../src/models/config.js';
import { explain } from '../../../src/models/fault.js';
import type { Remedy } from '../../../src/engine/errors.js';
import {
  calls,
  call,
  delta,
  done,
  event,
  fails,
  finishes,
  freeUrl,
  hangs,
  hangsUp,
  pings,
  replies,
  says,
  sends,
  streams,
  type Script,
} from '../../support/faultServer.js';
import { ask, configOf, humanError, key, sentence, withServer } from './setup.js';

interface Case {
  readonly scripts: readonly Script[];
  readonly says: string;
  readonly remedy: Remedy;
  /** Requests that must have been made; 1 unless told. */
  readonly requests?: number;
  readonly limits?: Partial<Limits>;
}

const cutOff = { says: 'The reply from HOST was cut off. Nothing in it was carried out.', remedy: 'retry' } as const;
const unreadable = {
  says: 'HOST sent a reply that cannot be read. Nothing in it was carried out.',
  remedy: 'retry',
} as const;
const html = '<!doctype html><html><body>Welcome</body></html>';
const whole = { choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }] };

/** One line per fault: what the server does, what the person reads, what can be done. */
const cases: Readonly<Record<string, Case>> = {
  '401': { scripts: [fails(401)], says: 'HOST did not accept the API key.', remedy: 'set-api-key' },
  '401 that quotes the key': {
    scripts: [fails(401, { message: `Incorrect API key provided: ${key}. ${key.slice(0, 9)}*****${key.slice(-6)}` })],
    says: 'HOST did not accept the API key.',
    remedy: 'set-api-key',
  },
  '403 that quotes the key': {
    scripts: [fails(403, { message: `The key ${key.slice(0, 8)}... (${key.slice(-8)}) may not do this` })],
    says: 'HOST does not let this API key use the model tiny-1: The key [hidden] ([hidden]) may not do this',
    remedy: 'set-api-key',
  },
  '404 of a model': {
    scripts: [fails(404, { message: 'The model `tiny-1` does not exist', code: 'model_not_found' })],
    says: 'HOST does not know the model tiny-1.',
    remedy: 'open-settings',
  },
  '400 of a model': {
    scripts: [fails(400, { message: 'tiny-1 is not a valid model ID' })],
    says: 'HOST does not know the model tiny-1.',
    remedy: 'open-settings',
  },
  '404 of a path': {
    scripts: [sends('404 page not found', 'text/plain', 404)],
    says: 'There is no chat service at http://HOST/v1. Is the base URL right? Many end with /v1.',
    remedy: 'open-settings',
  },
  'tools refused': {
    scripts: [sends(JSON.stringify({ error: 'tiny-1 does not support tools' }), 'application/json', 400)],
    says: 'The model tiny-1 at HOST does not take tools, which Memento works with: tiny-1 does not support tools',
    remedy: 'open-settings',
  },
  'context too long': {
    scripts: [fails(400, { message: 'Too big', code: 'context_length_exceeded' })],
    says: 'The conversation has become too long for the model tiny-1.',
    remedy: 'open-settings',
  },
  '400 of something else': {
    scripts: [sends(JSON.stringify({ detail: 'messages: field\nrequired' }), 'application/json', 400)],
    says: 'HOST refused the request (HTTP 400): messages: field required',
    remedy: 'open-settings',
  },
  '413 with a web page': {
    scripts: [sends(html, 'text/html', 413)],
    says: 'The request is too large for HOST.',
    remedy: 'open-settings',
  },
  '402': {
    scripts: [fails(402, { message: 'Insufficient Balance' })],
    says: 'The account at HOST has nothing left to spend: Insufficient Balance',
    remedy: 'open-settings',
  },
  '429 without quota is not retried': {
    scripts: [
      fails(429, { message: 'You exceeded your quota', code: 'insufficient_quota' }, { 'retry-after-ms': '1' }),
    ],
    says: 'The account at HOST has nothing left to spend: You exceeded your quota',
    remedy: 'open-settings',
  },
  '429 three times': {
    scripts: [fails(429), fails(429), fails(429)],
    says: 'HOST limits requests. Wait a little, then try again.',
    remedy: 'retry',
    requests: 3,
  },
  '429 that asks for more than ten minutes': {
    scripts: [fails(429, {}, { 'retry-after': '1200' })],
    says: 'HOST limits requests and asks to wait 20 minutes.',
    remedy: 'retry',
  },
  '503 that forbids another try': {
    scripts: [fails(503, {}, { 'x-should-retry': 'false' })],
    says: 'The server at HOST failed (HTTP 503): failure 503',
    remedy: 'retry',
  },
  '500 three times, with a web page': {
    scripts: [sends(html, 'text/html', 500), sends(html, 'text/html', 500), sends(html, 'text/html', 500)],
    says: 'The server at HOST failed (HTTP 500): Internal Server Error',
    remedy: 'retry',
    requests: 3,
  },
  'an endless error page': {
    scripts: [(response) => void response.writeHead(501).end('x'.repeat(300_000))],
    says: `The server at HOST failed (HTTP 501): ${'x'.repeat(300)}…`,
    remedy: 'retry',
  },
  'silence before the headers': {
    scripts: [hangs],
    says: 'HOST did not begin to reply within 1 s.',
    remedy: 'test-connection',
    limits: { firstMs: 100 },
  },
  'silence after the headers': {
    scripts: [streams([], 'hang')],
    says: 'HOST did not begin to reply within 1 s.',
    remedy: 'test-connection',
    limits: { firstMs: 100 },
  },
  'an error page that never ends': {
    scripts: [(response) => void response.writeHead(400).write('{"error":')],
    says: 'HOST did not begin to reply within 1 s.',
    remedy: 'test-connection',
    limits: { firstMs: 100 },
  },
  'keep-alive comments and nothing else': {
    scripts: [pings(10)],
    says: 'HOST did not begin to reply within 1 s.',
    remedy: 'test-connection',
    limits: { firstMs: 100 },
  },
  'empty events and nothing else': {
    scripts: [pings(10, [delta({ role: 'assistant', content: '' }), delta({}), event({ choices: [] })])],
    says: 'HOST did not begin to reply within 1 s.',
    remedy: 'test-connection',
    limits: { firstMs: 100 },
  },
  'silence in the middle': {
    scripts: [streams([says('a')], 'hang')],
    says: 'HOST sent nothing for 1 s, so its reply was dropped. Nothing in it was carried out.',
    remedy: 'retry',
    limits: { idleMs: 50 },
  },
  'keep-alive comments in the middle': {
    scripts: [pings(10, [says('a')])],
    says: 'HOST sent nothing for 1 s, so its reply was dropped. Nothing in it was carried out.',
    remedy: 'retry',
    limits: { idleMs: 100 },
  },
  'a reply without end': {
    scripts: [
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const timer = setInterval(() => response.write(says('and ')), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
    says: 'The reply from HOST was given up because it took longer than 1 s.',
    remedy: 'retry',
    limits: { totalMs: 150 },
  },
  'a reply that ends without a reason': { scripts: [streams([says('a')])], ...cutOff },
  'an end mark without a reason': { scripts: [streams([says('a'), done])], ...cutOff },
  'comments, then the end': { scripts: [streams([': ping\n\n', ': ping\n\n'])], ...cutOff },
  'reset in the middle': { scripts: [streams([says('a')], 'reset')], ...cutOff },
  'reset after the reason, before the end mark': {
    scripts: [streams([says('a'), finishes('stop')], 'reset')],
    ...cutOff,
  },
  'connection closed three times': {
    scripts: [hangsUp, hangsUp, hangsUp],
    says: 'HOST closed the connection without a reply.',
    remedy: 'test-connection',
    requests: 3,
  },
  'half a line of JSON': { scripts: [streams([says('a'), says('b').slice(0, 40)])], ...cutOff },
  'half a line of JSON as an event': {
    scripts: [streams([says('a'), `${says('b').slice(0, 40)}\n\n`])],
    ...unreadable,
  },
  'a line that is not JSON': {
    scripts: [streams([says('a'), 'data: oops\n\n', finishes('stop'), done])],
    ...unreadable,
  },
  'events that are not a reply': {
    scripts: [streams([event({ hello: 1 }), event([2]), event(3), done])],
    ...unreadable,
  },
  'an error in the stream': {
    scripts: [streams([says('a'), event({ error: { message: `out of memory ${key}`, type: 'server_error' } })])],
    says: 'HOST broke off its reply with an error: out of memory [hidden]',
    remedy: 'retry',
  },
  'an error event in another shape': {
    scripts: [streams([event({ object: 'error', message: 'no room', code: 'x' })])],
    says: 'HOST broke off its reply with an error: no room',
    remedy: 'retry',
  },
  'an error in the stream with a status, after text': {
    scripts: [streams([says('a'), event({ error: { message: 'upstream', code: 502 } })])],
    says: 'The server at HOST failed (HTTP 502): upstream',
    remedy: 'retry',
  },
  'JSON instead of a stream': {
    scripts: [sends(JSON.stringify(whole), 'application/json')],
    says: 'HOST did not stream its reply, which Memento needs.',
    remedy: 'open-settings',
  },
  'an error in JSON with status 200': {
    scripts: [sends(JSON.stringify({ error: { message: 'no such deployment' } }), 'application/json')],
    says: 'HOST broke off its reply with an error: no such deployment',
    remedy: 'retry',
  },
  'a web page with status 200': {
    scripts: [sends(html, 'text/html')],
    says: 'HOST answered with a web page. Is the base URL right?',
    remedy: 'open-settings',
  },
  'nothing with status 200': {
    scripts: [sends('', 'text/event-stream')],
    says: 'HOST sent an empty reply.',
    remedy: 'retry',
  },
  '204': {
    scripts: [(response) => void response.writeHead(204).end()],
    says: 'HOST sent an empty reply.',
    remedy: 'retry',
  },
  'plain text with status 200': { scripts: [sends('It works!', 'text/plain')], ...unreadable },
  'a reason nobody knows': {
    scripts: [streams([says('a'), finishes('abort'), done])],
    says: 'The reply from HOST ended for an unknown reason: abort',
    remedy: 'retry',
  },
  'a tool call without a name': {
    scripts: [streams([calls({ index: 0, id: 'a', function: { arguments: '{}' } }), finishes('tool_calls'), done])],
    says: 'The model tiny-1 asked for a tool in a way that cannot be read.',
    remedy: 'retry',
  },
  'a tool call that is no object': {
    scripts: [streams([delta({ tool_calls: [null] }), finishes('tool_calls'), done])],
    says: 'The model tiny-1 asked for a tool in a way that cannot be read.',
    remedy: 'retry',
  },
  'a tool call that is announced and does not come': {
    scripts: [streams([says('a'), finishes('tool_calls'), done])],
    says: 'The model tiny-1 asked for a tool in a way that cannot be read.',
    remedy: 'retry',
  },
  'a tool call that is cut off': {
    scripts: [streams([calls(call(0, 'a', 'read_file', '{"path":"a.txt"}'))])],
    ...cutOff,
  },
  'a reply beyond the limit': {
    scripts: [streams([says('x'.repeat(40_000)), says('x'.repeat(40_000)), finishes('stop'), done])],
    says: 'The reply from HOST was stopped because it is longer than 1 MB.',
    remedy: 'retry',
    limits: { replyBytes: 50_000 },
  },
  'one line beyond the limit': {
    scripts: [streams(['data: ', 'x'.repeat(60_000)], 'hang')],
    says: 'The reply from HOST was stopped because it is longer than 1 MB.',
    remedy: 'retry',
    limits: { replyBytes: 50_000 },
  },
};

describe('model: faults of the endpoint', () => {
  for (const [name, fault] of Object.entries(cases))
    it(name, () =>
      withServer(
        fault.scripts,
        async (model, server) => {
          const error = await humanError(ask(model));
          assert.equal(sentence(error, server), fault.says);
          assert.equal(error.remedy, fault.remedy);
          // On a busy machine a short patience may end before the request has arrived.
          const { firstMs, totalMs } = fault.limits ?? {};
          if (firstMs !== undefined || totalMs !== undefined) assert.ok(server.requests.length <= 1);
          else assert.equal(server.requests.length, fault.requests ?? 1);
          await server.requests[0]?.closed;
        },
        fault.limits,
      ),
    );

  it('nothing listens', async () => {
    const url = await freeUrl();
    const error = await humanError(ask(await connectModel(configOf(url))));
    assert.equal(english(error.text), `Nothing answers at ${new URL(url).host}. Is the server running?`);
    assert.equal(error.remedy, 'test-connection');
  });

  it('what the network says becomes a sentence', () => {
    const endpoint = checkEndpoint(configOf('https://models.example/v1'));
    const said = (reason: string): string => english(explain({ kind: 'connect', reason }, endpoint, 0).text);
    assert.match(said('ENOTFOUND'), /^The address models\.example was not found\./);
    assert.match(said('EAI_AGAIN'), /^The address models\.example was not found\./);
    assert.match(said('DEPTH_ZERO_SELF_SIGNED_CERT'), /^No secure connection to models\.example could be made \(DEPTH/);
    assert.match(
      said('UND_ERR_CONNECT_TIMEOUT'),
      /^No connection to models\.example could be made \(UND_ERR_CONNECT_TIMEOUT\)/,
    );
  });

  it('no secure connection', () =>
    withServer([], async (_, server) => {
      const error = await humanError(ask(await connectModel(configOf(server.url.replace('http:', 'https:')))));
      assert.match(sentence(error, server), /^No secure connection to HOST could be made \(\w+\)\.$/);
      assert.equal(error.remedy, 'test-connection');
    }));

  it('a key is asked for that is not set', () =>
    withServer([fails(401)], async (_, server) => {
      const error = await humanError(ask(await connectModel({ ...configOf(server.url), apiKey: undefined })));
      assert.equal(sentence(error, server), 'HOST asks for an API key.');
      assert.equal(error.remedy, 'set-api-key');
      assert.equal(server.requests[0]!.headers.authorization, undefined);
    }));

  for (const status of [301, 302, 307, 308])
    it(`a redirect (${status}) is not followed`, () =>
      withServer([replies('stolen')], (_, other) =>
        withServer(
          [sends('', 'text/plain', status, { location: `${other.url}/chat/completions?from=me` })],
          async (model, server) => {
            const error = await humanError(ask(model));
            assert.match(sentence(error, server), new RegExp(`^HOST redirects to ${other.url}/chat/completions\\. `));
            assert.equal(error.remedy, 'open-settings');
            assert.equal(other.requests.length, 0);
          },
        ),
      ));
});
