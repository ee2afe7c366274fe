import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RouterReport } from '../../../src/engine/read/report.js';
import { text } from '../../../src/engine/text.js';
import type { FolderEngine } from '../../../src/host/engines/engines.js';
import { RouterFeed } from '../../../src/host/panel/routerFeed.js';
import type { Progress } from '../../../src/host/router/trainings.js';
import type { ToPanel } from '../../../src/protocol.js';
import { emptyReport } from '../../support/panelRouter.js';

/** An engine that answers when it is told to, and trainings that can be anywhere. */
class Desk {
  readonly posted: (RouterReport | null)[] = [];
  readonly failed: unknown[] = [];
  readonly waiting: ((report: RouterReport) => void)[] = [];
  progress: Progress | null = null;
  private readonly changes = new Set<() => void>();
  private readonly trained = new Set<(folder: FolderEngine) => void>();
  readonly folder = {
    engine: {
      onDidChange: (listener: () => void) => this.on(this.changes, listener),
      routerReport: () => new Promise<RouterReport>((resolve) => this.waiting.push(resolve)),
    },
  } as unknown as FolderEngine;
  readonly feed = new RouterFeed(
    (message: ToPanel) => message.type === 'router' && this.posted.push(message.report),
    {
      progress: () => this.progress,
      onDidChange: (listener) => this.on(this.trained, listener),
    },
    (work) => void Promise.resolve(work()).catch((error: unknown) => this.failed.push(error)),
  );

  change(): void {
    for (const listener of this.changes) listener();
  }

  train(progress: Progress | null): void {
    this.progress = progress;
    for (const listener of this.trained) listener(this.folder);
  }

  async answer(graded: number): Promise<void> {
    this.waiting.shift()?.({ ...emptyReport, graded });
    await sleep(0);
  }

  private on<T>(all: Set<T>, listener: T): { dispose: () => void } {
    all.add(listener);
    return { dispose: () => void all.delete(listener) };
  }
}

const graded = (desk: Desk): (number | undefined)[] => desk.posted.map((report) => report?.graded);

describe('what the router has learned, told to the panel', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
    desk.feed.follow(desk.folder);
  });
  afterEach(() => desk.feed.dispose());

  it('reads nothing while its tab is not on show', async () => {
    desk.change();
    await sleep(300);
    assert.equal(desk.waiting.length, 0);
    desk.feed.show(true);
    assert.equal(desk.waiting.length, 1);
    await desk.answer(3);
    assert.deepEqual(graded(desk), [3]);
    desk.feed.show(false);
    desk.change();
    await sleep(300);
    assert.equal(desk.waiting.length, 0);
  });

  it('reads once for a burst of changes, and once more for changes during a reading', async () => {
    desk.feed.show(true);
    for (let time = 0; time < 50; time++) desk.change();
    await sleep(300);
    assert.equal(desk.waiting.length, 1, 'one reading at a time');
    await desk.answer(1);
    await sleep(300);
    assert.equal(desk.waiting.length, 1);
    await desk.answer(2);
    await sleep(300);
    assert.equal(desk.waiting.length, 0);
    assert.deepEqual(graded(desk), [1, 2]);
  });

  it('shows a training with the last report, without reading it anew', async () => {
    desk.feed.show(true);
    await desk.answer(4);
    const progress: Progress = { done: 3, of: 20, what: text('Learning') };
    desk.train({ ...progress, done: 2 });
    desk.train(progress);
    await sleep(300);
    assert.equal(desk.waiting.length, 0);
    assert.deepEqual(desk.posted.at(-1)?.training, progress);
    desk.train(null);
    await sleep(300);
    await desk.answer(5);
    assert.equal(desk.posted.at(-1)?.training, null);
    assert.equal(desk.posted.at(-1)?.graded, 5);
  });

  it('drops the answer of a folder that is not followed any more', async () => {
    const other = new Desk();
    desk.feed.show(true);
    desk.feed.follow(other.folder);
    await desk.answer(7);
    assert.deepEqual(graded(desk), []);
    desk.feed.show(true);
    await other.answer(8);
    assert.deepEqual(graded(desk), [8]);
    other.feed.dispose();
  });
});
