import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/engine/errors.js';
import { Queue } from '../../../src/engine/queue.js';

const signal = (): AbortSignal => new AbortController().signal;

describe('queue', () => {
  it('runs one job after the other, also when one fails', async () => {
    const queue = new Queue();
    const order: string[] = [];
    const job = (name: string) => async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
      if (name === 'a') throw new Error('a failed');
    };
    const a = queue.add('a', job('a'), signal());
    const b = queue.add('b', job('b'), signal());
    assert.equal(queue.last, 'b');
    await assert.rejects(a, /a failed/);
    await b;
    assert.deepEqual(order, ['a in', 'a out', 'b in', 'b out']);
    await queue.idle();
    assert.equal(queue.last, undefined);
  });

  it('lets a waiting job leave at once without letting the next one overtake', async () => {
    const queue = new Queue();
    let release: () => void = () => undefined;
    const order: string[] = [];
    const a = queue.add(
      'a',
      () => new Promise<void>((resolve) => (release = resolve)).then(() => void order.push('a')),
      signal(),
    );
    const cancel = new AbortController();
    const b = queue.add('b', () => Promise.resolve(order.push('b')), cancel.signal);
    const c = queue.add('c', () => Promise.resolve(order.push('c')), signal());
    cancel.abort();
    await assert.rejects(b, CancelledError);
    assert.deepEqual(order, []);
    release();
    await Promise.all([a, c]);
    assert.deepEqual(order, ['a', 'c']);
  });
});
