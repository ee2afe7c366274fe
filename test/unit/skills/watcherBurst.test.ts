import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Burst, type Hint } from '../../../src/engine/skills/watcherBurst.js';
import { until } from './support.js';

describe('Burst', () => {
  let hints: Hint[] = [];
  let burst: Burst;
  let handled: () => void = () => undefined;
  beforeEach(() => {
    hints = [];
    burst = new Burst(async (hint) => {
      hints.push(hint);
      await new Promise<void>((resolve) => (handled = resolve));
    });
  });
  afterEach(() => burst.close());

  it('joins events, by root and skill', async () => {
    burst.add('/r', 'a');
    burst.add('/r', 'b');
    burst.add('/s', 'a');
    burst.add('/r', 'a');
    await until(() => hints.length > 0);
    assert.deepEqual(hints, [
      new Map([
        ['/r', new Set(['a', 'b'])],
        ['/s', new Set(['a'])],
      ]),
    ]);
  });

  it('tells of everything when an event does not say of what', async () => {
    burst.add('/r', 'a');
    burst.add('/r', undefined);
    await until(() => hints.length > 0);
    assert.deepEqual(hints, ['all']);
  });

  it('B51: tells of everything after so many events that the system may have dropped some', async () => {
    for (let index = 0; index < 5000; index++) burst.add('/r', 'a');
    await until(() => hints.length > 0);
    assert.deepEqual(hints, ['all']);
  });

  it('keeps what happens while a hint is handled for the next one', async () => {
    burst.add('/r', 'a');
    await until(() => hints.length === 1);
    burst.add('/r', 'b');
    await sleep(400);
    assert.equal(hints.length, 1);
    handled();
    await until(() => hints.length === 2);
    assert.deepEqual(hints[1], new Map([['/r', new Set(['b'])]]));
  });

  it('does not wait for ever for the end of a burst', async () => {
    while (hints.length === 0) {
      burst.add('/r', 'a');
      await sleep(50);
    }
  });

  it('tells nothing after it was closed', async () => {
    burst.add('/r', 'a');
    burst.close();
    burst.add('/r', 'a');
    await sleep(400);
    assert.deepEqual(hints, []);
  });
});
