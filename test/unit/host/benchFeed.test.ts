import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BenchFeed } from '../../../src/host/panel/benchFeed.js';
import type { ToPanel } from '../../../src/protocol.js';
import { benchReport } from '../../support/benchReport.js';

type Told = Extract<ToPanel, { type: 'bench' }>;

describe('benchmarks, told to the panel', () => {
  let dir: string;
  let feed: BenchFeed;
  let told: Told[];
  let works: Promise<unknown>[];
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'memento-feed-'));
    [told, works] = [[], []];
    feed = new BenchFeed(
      (message) => message.type === 'bench' && told.push(message),
      (work) => void works.push(Promise.resolve(work())),
    );
  });
  afterEach(async () => {
    feed.dispose();
    await rm(dir, { recursive: true, force: true });
  });

  const write = async (id: string, startedAt: number): Promise<void> => {
    await mkdir(path.join(dir, id), { recursive: true });
    await writeFile(path.join(dir, id, 'report.json'), JSON.stringify(benchReport({ startedAt })));
  };
  const settled = async (): Promise<void> => {
    while (works.length > 0) await works.shift();
  };

  it('reads nothing before its tab is on show, and says when there is nothing', async () => {
    feed.follow(dir);
    feed.changed();
    assert.equal(works.length, 0);
    feed.show(true);
    await settled();
    assert.deepEqual(told, [{ type: 'bench', list: [], shown: null }]);
  });

  it('shows the newest, or the one that was picked, for as long as it is there', async () => {
    await write('old', 1000);
    await write('new', 2000);
    feed.follow(dir);
    feed.show(true);
    await settled();
    assert.deepEqual(
      told.at(-1)?.list.map(({ id }) => id),
      ['new', 'old'],
    );
    assert.equal(told.at(-1)?.shown?.id, 'new');
    feed.pick('old');
    await settled();
    assert.equal(told.at(-1)?.shown?.report.startedAt, 1000);
    await rm(path.join(dir, 'old'), { recursive: true });
    feed.changed();
    await settled();
    assert.equal(told.at(-1)?.shown?.id, 'new');
  });

  it('answers once for what changes during a reading, with how it is then', async () => {
    await write('one', 1000);
    feed.follow(dir);
    feed.show(true);
    feed.changed();
    feed.changed();
    assert.equal(works.length, 1, 'one reading at a time');
    await settled();
    assert.equal(told.length, 1);
    feed.changed();
    feed.show(false);
    await settled();
    assert.equal(told.length, 1, 'nobody looks any more');
  });
});
