import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mock } from 'node:test';
import type { FileChange } from '../../../src/engine/events.js';
import { diagnosticsSignal, settled } from '../../../src/engine/feedback/diagnostics.js';
import type { Problem } from '../../../src/engine/feedback/signal.js';
import { strengths } from '../../../src/engine/feedback/strength.js';
import type { Diagnostics, Problems } from '../../../src/engine/ports.js';

const error = (path: string, message = 'broken', line = 1): Problem => ({ path, line, severity: 'error', message });
const warning = (path: string): Problem => ({ ...error(path, 'odd'), severity: 'warning' });
const found = (problems: readonly Problem[] = [], open: readonly string[] = ['a.ts']): Problems => ({
  problems,
  open: new Set(open),
});
const changed = (path: string, more: Partial<FileChange> = {}): FileChange => ({
  ...{ path, before: '1', after: '2', added: 1, removed: 1 },
  ...more,
});
const seen = (before: Problems, after: Problems, ...changes: FileChange[]): unknown => {
  const signal = diagnosticsSignal(before, after, changes.length ? changes : [changed('a.ts')]);
  return signal && [signal.outcome, signal.strength, signal.problems?.length ?? 0];
};

describe('problems before and after', () => {
  it('a new error in a changed file is a failure, one elsewhere says nothing', () => {
    assert.deepEqual(seen(found(), found([error('a.ts')])), ['failure', strengths.newErrors, 1]);
    assert.equal(seen(found(), found([error('b.ts')], ['a.ts', 'b.ts'])), undefined);
  });

  it('an error that was there before and has only moved is not new; a second one like it is', () => {
    assert.equal(seen(found([error('a.ts', 'x', 3)]), found([error('a.ts', 'x', 9)])), undefined);
    assert.deepEqual(seen(found([error('a.ts', 'x', 3)]), found([error('a.ts', 'x', 3), error('a.ts', 'x', 9)])), [
      'failure',
      strengths.newErrors,
      1,
    ]);
  });

  it('errors that are gone are a weak sign of success, unless a new one has come', () => {
    assert.deepEqual(seen(found([error('a.ts')]), found()), ['success', strengths.errorsGone, 0]);
    assert.deepEqual(seen(found([error('a.ts', 'old')]), found([error('a.ts', 'new')])), [
      'failure',
      strengths.newErrors,
      1,
    ]);
    assert.equal(
      seen(found([error('a.ts')]), found(), changed('a.ts', { after: null })),
      undefined,
      'the file is gone',
    );
  });

  it('warnings are listed and not counted', () => {
    assert.deepEqual(seen(found(), found([warning('a.ts')])), ['unknown', 0, 1]);
    assert.equal(seen(found([warning('a.ts')]), found()), undefined);
  });

  it('of a file that was only opened meanwhile nobody knows what was there before', () => {
    const late = found([error('a.ts')], ['a.ts']);
    assert.equal(seen(found([], []), late), undefined);
    assert.deepEqual(seen(found([], []), late, changed('a.ts', { before: null })), ['failure', strengths.newErrors, 1]);
    assert.deepEqual(
      seen(found([], []), found([error('a.ts')], [])),
      ['failure', strengths.newErrors, 1],
      'a server that looks at files nobody opened did so before as well',
    );
    assert.deepEqual(seen(found([error('a.ts', 'old')], []), found([error('a.ts', 'old'), error('a.ts')])), [
      'failure',
      strengths.newErrors,
      1,
    ]);
  });

  it('keeps no more than twenty', () => {
    const many = Array.from({ length: 30 }, (_, index) => error('a.ts', `e${index}`));
    assert.deepEqual(seen(found(), found(many)), ['failure', strengths.newErrors, 20]);
  });
});

describe('waiting for language servers', () => {
  const emitter = new EventEmitter();
  const diagnostics: Diagnostics = {
    read: () => Promise.resolve(found()),
    onDidChange: (listener) => {
      emitter.on('change', listener);
      return { dispose: () => emitter.off('change', listener) };
    },
  };
  const patience = { quietMs: 100, mostMs: 1000 };
  let done = false;
  const wait = async (signal = new AbortController().signal): Promise<void> => {
    done = false;
    await settled(diagnostics, patience, signal);
    done = true;
  };
  /** Time passes, and whoever waited for it has their turn. @returns whether the waiting has ended */
  const after = async (ms: number): Promise<boolean> => {
    mock.timers.tick(ms);
    await new Promise((resolve) => setImmediate(resolve));
    return done;
  };

  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => {
    mock.timers.reset();
    assert.equal(emitter.listenerCount('change'), 0, 'nobody listens any more');
  });

  it('ends when it has been quiet', async () => {
    const waiting = wait();
    assert.equal(await after(99), false);
    assert.equal(await after(1), true);
    await waiting;
  });

  it('a change begins the quiet anew', async () => {
    const waiting = wait();
    for (let change = 0; change < 5; change++) {
      assert.equal(await after(90), false);
      emitter.emit('change');
    }
    assert.equal(await after(99), false);
    assert.equal(await after(1), true);
    await waiting;
  });

  it('ends at the latest moment although something changes still', async () => {
    const waiting = wait();
    for (let at = 50; at < 1000; at += 50) {
      assert.equal(await after(50), false, `${at} ms`);
      emitter.emit('change');
    }
    assert.equal(await after(50), true);
    await waiting;
  });

  it('ends at once when the person cancels, before it began or while it waits', async () => {
    await wait(AbortSignal.abort());
    assert.equal(done, true);
    const cancel = new AbortController();
    const waiting = wait(cancel.signal);
    assert.equal(await after(1), false);
    cancel.abort();
    await waiting;
    assert.equal(done, true);
  });
});
