import assert from 'node:assert/strict';
import { defaultLimits } from '../../../src/models/config.js';
import { retryWait } from '../../../src/models/retry.js';
import type { Fault } from '../../../src/models/wire.js';
import {
  call,
  calls,
  event,
  fails,
  finishes,
  hangsUp,
  replies,
  says,
  sends,
  streams,
} from '../../support/faultServer.js';
import { english } from '../../../src/engine/text.js';
import { ask, humanError, request, sentence, withServer } from './setup.js';

type Wait = readonly [ms: number, attempt: number, why: string];

describe('model: another attempt', () => {
  it('waits as long as the server asks, and says so', () =>
    withServer([fails(429, {}, { 'retry-after': '1' }), replies('hello')], async (model, server) => {
      const waits: Wait[] = [];
      const reply = await ask(model, { retry: (ms, attempt, why) => waits.push([ms, attempt, english(why)]) });
      assert.equal(reply.content, 'hello');
      assert.deepEqual(waits, [[1000, 2, 'rate limit']]);
      assert.equal(server.requests.length, 2);
      assert.deepEqual(server.requests[1]!.body, server.requests[0]!.body);
    }));

  it('waits four times as long each time when the server names no wait', () =>
    withServer([fails(500), fails(503), replies('hello')], async (model) => {
      const waits: Wait[] = [];
      assert.equal(
        (await ask(model, { retry: (ms, attempt, why) => waits.push([ms, attempt, english(why)]) })).content,
        'hello',
      );
      assert.deepEqual(waits, [
        [1, 2, 'server error 500'],
        [4, 3, 'server error 503'],
      ]);
    }));

  it('is made when the connection closes without a reply', () =>
    withServer([hangsUp, replies('hello')], async (model) => {
      const waits: Wait[] = [];
      assert.equal(
        (await ask(model, { retry: (ms, attempt, why) => waits.push([ms, attempt, english(why)]) })).content,
        'hello',
      );
      assert.deepEqual(waits, [[1, 2, 'connection lost']]);
    }));

  it('is made when a gateway reports a server error before the first piece', () =>
    withServer([streams([event({ error: { message: 'upstream', code: 503 } })]), replies('hello')], async (model) => {
      assert.equal((await ask(model)).content, 'hello');
    }));

  it('is not made when a piece of the reply has come, were it only of a tool call', () =>
    withServer([streams([calls(call(0, 'a', 'read_file', '{'))], 'reset'), replies('hello')], async (model, server) => {
      await humanError(ask(model));
      assert.equal(server.requests.length, 1);
    }));

  it('leaves out a field that the server refuses, and remembers that', () =>
    withServer(
      [
        fails(400, { message: 'Unrecognized request argument supplied: stream_options' }),
        sends(
          JSON.stringify({ detail: [{ loc: ['body', 'seed'], msg: 'extra fields not permitted' }] }),
          'application/json',
          422,
        ),
        fails(400, { message: 'Unsupported value', param: 'temperature' }),
        streams([says('hello'), finishes('stop')]),
        replies('again'),
      ],
      async (model, server) => {
        const exact = { ...request, seed: 5, temperature: 0 };
        const signal = new AbortController().signal;
        const waits: Wait[] = [];
        const reply = await model.chat(
          exact,
          { retry: (ms, attempt, why) => waits.push([ms, attempt, english(why)]) },
          signal,
        );
        assert.equal(reply.content, 'hello');
        assert.deepEqual(reply.usage, { promptTokens: null, completionTokens: null });
        assert.equal((await model.chat(exact, {}, signal)).content, 'again');
        const optional = ['stream_options', 'seed', 'temperature'];
        assert.deepEqual(
          server.requests.map(({ body }) => optional.filter((field) => field in body!)),
          [optional, ['seed', 'temperature'], ['temperature'], [], []],
        );
        assert.deepEqual(waits, []);
      },
    ));

  it('does not leave out the same field twice', () =>
    withServer(
      [fails(400, { message: 'no stream_options' }), fails(400, { message: 'no stream_options' })],
      async (model, server) => {
        const error = await humanError(ask(model));
        assert.equal(sentence(error, server), 'HOST refused the request (HTTP 400): no stream_options');
        assert.equal(server.requests.length, 2);
      },
    ));

  it('reads the wait from every form of the headers', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    const wait = (retryAfter: string | null, retryAfterMs: string | null = null): number | null => {
      const words = { message: '', code: '', type: '', param: '' };
      const fault: Fault = { kind: 'error', status: 429, words, retryAfter, retryAfterMs, shouldRetry: null };
      return retryWait(fault, 1, defaultLimits, now);
    };
    assert.equal(wait('120'), 120_000);
    assert.equal(wait('600'), 600_000);
    assert.equal(wait('601'), null);
    assert.equal(wait('Thu, 01 Jan 2026 00:00:30 GMT'), 30_000);
    assert.equal(wait('120', '250'), 250);
    for (const useless of ['0', '-5', 'soon', '', 'Wed, 31 Dec 2025 00:00:00 GMT'])
      assert.equal(wait(useless), 1000, useless);
    assert.equal(wait(null), 1000);
  });
});
