import assert from 'node:assert/strict';
import { HumanError } from '../../src/engine/errors.js';
import { Slot } from '../../src/host/bench/slot.js';

describe('room for one benchmark', () => {
  /** Work that goes on until it is told to end. */
  const work = (): { readonly ended: Promise<string>; end: (how: string) => void; fail: (error: Error) => void } => {
    let end: (how: string) => void = () => undefined;
    let fail: (error: Error) => void = () => undefined;
    const ended = new Promise<string>((resolve, reject) => ([end, fail] = [resolve, reject]));
    return { ended, end, fail };
  };

  it('refuses a second one while the first runs', async () => {
    const [slot, first] = [new Slot(), work()];
    const done = slot.use(() => first.ended);
    await assert.rejects(slot.free(), HumanError);
    await assert.rejects(
      slot.use(() => assert.fail('it began')),
      HumanError,
    );
    first.end('done');
    assert.equal(await done, 'done');
    await slot.free();
  });

  it('has the next ones wait for one that was cancelled, and begins them one at a time', async () => {
    const [slot, first, second] = [new Slot(), work(), work()];
    const seen: string[] = [];
    const cancelled = slot.use((cancel) => {
      cancel();
      return first.ended;
    });
    const next = slot.use(() => {
      seen.push('second');
      return second.ended;
    });
    const last = slot.use(() => Promise.resolve(seen.push('third')));
    const tooLate = assert.rejects(last, HumanError);
    await new Promise(setImmediate);
    assert.deepEqual(seen, []);
    first.fail(new Error('cancelled'));
    await assert.rejects(cancelled, /cancelled/);
    await tooLate;
    assert.deepEqual(seen, ['second']);
    second.end('done');
    assert.equal(await next, 'done');
  });
});
