import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWindowId, isAlive, windowOf } from '../../../src/engine/store/window.js';
import { deadWindow } from './runsSample.js';

describe('window id', () => {
  it('names a process that runs, and no other', async () => {
    const mine = createWindowId();
    assert.notEqual(mine, createWindowId());
    assert.ok(isAlive(mine));
    assert.ok(!isAlive(deadWindow(1)));
    for (const nonsense of ['', 'compact-1', '0-0-000000', '-1-0-000000', 'x-1-000000']) assert.ok(!isAlive(nonsense));
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const ended = once(child, 'exit');
    assert.ok(isAlive(`${child.pid}-0-abcdef`));
    // The same number, started at another time: another process.
    if (process.platform === 'linux') assert.ok(!isAlive(`${child.pid}-1-abcdef`));
    child.kill('SIGKILL');
    await ended;
    assert.ok(!isAlive(`${child.pid}-0-abcdef`));
  });

  it('is read from the name of a log file', () => {
    const id = createWindowId();
    assert.equal(windowOf(`${id}.jsonl`), id);
    assert.equal(windowOf(`${id}-12.jsonl`), id);
    for (const other of ['compact-1.jsonl', `${id}-1.jsonl.tmp`, `x${id}.jsonl`, `${id}-x.jsonl`, id, ''])
      assert.equal(windowOf(other), undefined, other);
  });
});
