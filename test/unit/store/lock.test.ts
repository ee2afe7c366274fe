import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { ifCode } from '../../../src/bench/house/ifCode.js';
import { HumanError } from '../../../src/engine/errors.js';
import { createStateLock, type StateLock } from '../../../src/engine/store/lock.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { times } from '../../support/soak.js';
import { faulted, interposed, type Hook } from '../../support/faultyFs.js';
import { pack, runPacked, startPacked } from './children.js';
import { useTempFolder } from './temp.js';

/** The window id of a process that does not exist: above the largest process id. */
const dead = '4194305-1-abcdef';

describe('StateLock', () => {
  const at = useTempFolder();
  const dir = (): string => at('state', 'lock');
  const open = (more: { patience?: number; silence?: number; owner?: string } = {}): StateLock =>
    createStateLock({ dir: dir(), owner: createWindowId(), ...more });
  /** The lock as somebody left it. */
  const left = async (owner: string, host = os.hostname()): Promise<void> => {
    await mkdir(dir(), { recursive: true });
    await writeFile(at('state', 'lock', '5'), JSON.stringify({ owner, host, token: 'theirs' }));
  };
  const works = (lock: StateLock): Promise<string> => lock.hold(() => Promise.resolve('worked'));

  it('lets one at a time through, also when the work fails', async () => {
    const [one, other] = [open(), open()];
    let inside = 0;
    const work = async (fails: boolean): Promise<void> => {
      assert.equal(++inside, 1);
      await stat(dir());
      inside--;
      if (fails) throw new Error('planned');
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).hold(() => work(index % 5 === 0))),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'rejected').length, 4);
    const names = await readdir(dir());
    assert.ok(
      names.every((name) => name.endsWith('.free')),
      names.join(),
    );
    if (process.platform !== 'win32') assert.equal((await stat(dir())).mode & 0o777, 0o700);
  });

  it('does not collect files', async () => {
    const lock = open();
    for (let round = 0; round < 40; round++) await works(lock);
    assert.ok((await readdir(dir())).length <= 10);
  });

  it('B21: keeps the count of many processes exact', async () => {
    const program = await pack('lockCounter', at());
    await writeFile(at('counter'), '0');
    const [processes, increments] = [4, times(100, 2000)];
    await Promise.all(
      Array.from({ length: processes }, () => runPacked(program, dir(), at('counter'), String(increments))),
    );
    assert.equal(Number(await readFile(at('counter'), 'utf8')), processes * increments);
  });

  it('B19: passes over a holder that was killed', async () => {
    const holder = startPacked(await pack('lockHolder', at()), dir());
    await once(holder.stdout, 'data');
    await assert.rejects(works(open({ patience: 50 })), HumanError);
    holder.kill('SIGKILL');
    await once(holder, 'close');
    // Less patience than it takes to doubt a holder that cannot be asked.
    assert.equal(await works(open({ patience: 2000 })), 'worked');
  });

  it('B19: passes over a dead process of this machine at once, and never over a living one', async () => {
    await left(dead);
    assert.equal(await works(open({ patience: 0 })), 'worked');
    await left(createWindowId());
    await rename(at('state', 'lock', '5'), at('state', 'lock', '50'));
    await assert.rejects(works(open({ patience: 100, silence: 0 })), (error) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.message, /Another window/);
      assert.equal(error.remedy, 'retry');
      return true;
    });
  });

  it('B19: of a holder that cannot be asked the signs of life decide', async () => {
    for (const [owner, host] of [
      [dead, 'another-machine'],
      [`${process.pid}-0-abcdef`, os.hostname()],
    ] as const) {
      await left(owner, host);
      const beating = setInterval(() => {
        const now = new Date();
        // The last beat may come when the lock has been taken away.
        utimes(at('state', 'lock', '5'), now, now).catch(ifCode('ENOENT', undefined));
      }, 20);
      await assert.rejects(works(open({ patience: 500, silence: 300 })), HumanError);
      clearInterval(beating);
      assert.equal(await works(open({ patience: 5000, silence: 300 })), 'worked');
      for (const name of await readdir(dir())) await rename(at('state', 'lock', name), at(`${owner}-${name}`));
    }
  });

  it('takes what is no lock for one that cannot be asked', async () => {
    for (const content of ['', '{', '[]', '{"owner":1}']) {
      await left(dead);
      await writeFile(at('state', 'lock', '5'), content);
      await assert.rejects(works(open({ patience: 0 })), HumanError);
      assert.equal(await works(open({ patience: 5000, silence: 50 })), 'worked');
      for (const name of await readdir(dir())) await rename(at('state', 'lock', name), at(name));
    }
  });

  it('steps back when it slept while others passed it', async () => {
    // The folder is listed, then others come and go, then the number it saw next is free again.
    await left(dead);
    let lists = 0;
    const passed: Hook = ({ name }) => {
      // Between its first look and its own file.
      if (name === 'readdir' && ++lists === 2) writeFileSync(at('state', 'lock', '90.free'), '');
      return undefined;
    };
    await interposed(at(), passed, () => works(open()));
    const names = (await readdir(dir())).filter((name) => !name.startsWith('.'));
    assert.ok(names.includes('91.free'), names.join());
    assert.ok(!names.some((name) => name.startsWith('6')), names.join());
  });

  it('B20: says so when the folder cannot be written', async () => {
    for (const code of ['EACCES', 'EROFS', 'ENOSPC', 'EIO']) {
      const closed = ({ name }: { name: string }) =>
        name === 'writeFile' ? ({ kind: 'fail', code } as const) : undefined;
      await interposed(at(), closed, () =>
        assert.rejects(works(open()), (error) => error instanceof HumanError && error.message.includes('lock')),
      );
    }
    if (process.platform === 'win32' || process.getuid?.() === 0) return;
    await mkdir(dir(), { recursive: true });
    await chmod(dir(), 0o500);
    await assert.rejects(works(open()), /permission.*lock/);
  });

  it('works where the file system knows no hard links', async () => {
    const noLinks = ({ name }: { name: string }) =>
      name === 'link' ? ({ kind: 'fail', code: 'EPERM' } as const) : undefined;
    await interposed(at(), noLinks, async () => {
      const outcomes = await Promise.all([works(open()), works(open()), works(open())]);
      assert.deepEqual(outcomes, ['worked', 'worked', 'worked']);
    });
  });

  it('does its work and frees the next one whatever call fails', async () => {
    for (const kind of ['EIO', 'ENOSPC', 'EACCES', 'late', 'short'] as const)
      for (let call = 1, over = false; !over; call++) {
        const fresh = at(`${kind}-${call}`);
        const opened = (patience: number): StateLock =>
          createStateLock({ dir: fresh, owner: createWindowId(), patience, silence: 50 });
        const lock = opened(30_000);
        let worked = 0;
        const first = await faulted(fresh, { call, kind }, () => lock.hold(() => Promise.resolve(++worked)));
        over = first.calls.length < call;
        assert.ok(first.error instanceof HumanError ? worked === 0 : worked === 1, `${kind} at ${first.hit}`);
        assert.equal(await works(lock), 'worked', `${kind} at ${first.hit}`);
        assert.equal(await works(opened(200)), 'worked', `${kind} at ${first.hit}`);
      }
  });
});
