import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { CancelledError } from '../../../src/engine/errors.js';
import type { ChatProgress } from '../../../src/engine/ports.js';
import { fails, hangs, replies, says, streams, type Script } from '../../support/faultServer.js';
import { ask, request, withServer } from './setup.js';

/** Cancels at the moment a test chooses, and shows that nothing is left: no open connection, no listener, no late text. */
async function cancelled(
  script: Script,
  when: (cancel: () => void, arrived: Promise<void>) => ChatProgress,
): Promise<void> {
  await withServer([script, replies('late')], async (model, server) => {
    const controller = new AbortController();
    const progress = when(() => controller.abort(), server.arrived(1));
    let after = 0;
    const watched: ChatProgress = {
      ...progress,
      delta: (piece) => {
        if (controller.signal.aborted) after++;
        progress.delta?.(piece);
      },
    };
    await assert.rejects(model.chat(request, watched, controller.signal), CancelledError);
    await server.requests[0]!.closed;
    assert.equal(server.requests.length, 1);
    assert.equal(after, 0);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });
}

describe('model: cancelling', () => {
  it('before the headers', () =>
    cancelled(hangs, (cancel, arrived) => {
      void arrived.then(cancel);
      return {};
    }));

  it('while an error page is read', () =>
    cancelled(
      (response) => void response.writeHead(500).write('{'),
      (cancel, arrived) => {
        void arrived.then(() => setTimeout(cancel, 20));
        return {};
      },
    ));

  it('in the middle of the reply, from the listener itself', () =>
    cancelled(streams([says('a') + says('b') + says('c')], 'hang'), (cancel) => ({ delta: cancel })));

  it('in the middle of the reply, while it is silent', () =>
    cancelled(streams([says('a')], 'hang'), (cancel) => ({ delta: () => void setTimeout(cancel, 20) })));

  it('while it waits for another attempt', () =>
    cancelled(fails(429, {}, { 'retry-after': '300' }), (cancel) => ({ retry: () => void setTimeout(cancel, 20) })));

  it('before it has begun: nothing is sent', () =>
    withServer([replies('never')], async (model, server) => {
      await assert.rejects(model.chat(request, {}, AbortSignal.abort()), CancelledError);
      assert.equal(server.requests.length, 0);
    }));

  it('is not confused with a listener that fails: that is a bug, and the connection is closed', () =>
    withServer([streams([says('a')], 'hang')], async (model, server) => {
      const bug = new Error('bug in a listener');
      const listener = (): void => {
        throw bug;
      };
      await assert.rejects(ask(model, { delta: listener }), bug);
      await server.requests[0]!.closed;
    }));

  it('leaves no listener behind on a signal that lives long', () =>
    withServer([replies('a'), fails(500), replies('b')], async (model) => {
      const { signal } = new AbortController();
      await model.chat(request, {}, signal);
      await model.chat(request, {}, signal);
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    }));
});
