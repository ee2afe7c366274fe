import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import { restore } from '../../../src/engine/skills/restore.js';
import { writeAtomic } from '../../../src/engine/store/atomic.js';
import { interposed, type FsCall, type Outcome } from '../../support/faultyFs.js';
import { change, edit, filesIn, openHouse, type HistoryHouse } from '../skills/historyHouse.js';
import { run, runLimited } from './children.js';
import { useTempFolder } from './temp.js';

const onWindows = process.platform === 'win32';

/** A history of one skill with two versions, `one` and `two`. */
async function furnish(root: string): Promise<HistoryHouse> {
  await mkdir(path.join(root, 'ws'), { recursive: true });
  const house = openHouse(root, () => 1);
  await house.history.commit(change(house.dir('a'), edit('SKILL.md', null, 'one')));
  await house.history.commit(change(house.dir('a'), edit('SKILL.md', 'one', 'two')));
  return house;
}

/** Nothing has happened, and everything works again. */
async function intact(root: string): Promise<void> {
  const house = openHouse(root, () => 3);
  assert.deepEqual(await filesIn(house.dir('a')), { 'SKILL.md': 'two' });
  for (const { outcome } of await house.history.repair()) assert.equal(outcome, 'aborted');
  assert.equal((await house.history.versions('a')).length, 2);
  await restore(house.history, { name: 'a', dir: house.dir('a'), version: 1 });
  assert.deepEqual(await filesIn(house.dir('a')), { 'SKILL.md': 'one' });
}

describe('disk', () => {
  const at = useTempFolder();

  it('B09: a file that finds no room leaves the skill as it was', async function () {
    if (onWindows) return;
    await furnish(at());
    const said = await runLimited(`trap '' XFSZ; ulimit -f 64`, 'large', at());
    assert.match(String(said), /^(?!a bug).*(large|full)/);
    await intact(at());
  });

  it('B09: a disk that is really full leaves the skill as it was, and says so', async function () {
    // A small disk in memory can be made by root on Linux only; the test above needs no privileges.
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
    const disk = at('disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return;
    }
    try {
      const house = await furnish(disk);
      for (const room of [0, 4, 40, 400]) {
        const filler = path.join(disk, 'filler');
        assert.throws(() => writeFileSync(filler, Buffer.alloc(2 ** 20)), /ENOSPC/);
        const { size } = await lstat(filler);
        await writeFile(filler, Buffer.alloc(Math.max(0, size - room * 1024)));
        const large = change(house.dir('a'), edit('n.txt', null, 'x'), edit('SKILL.md', 'two', 'x'.repeat(700_000)));
        await assert.rejects(house.history.commit(large), (error) => {
          assert.ok(error instanceof HumanError, String(error));
          assert.match(error.message, /The disk is full/);
          return true;
        });
        assert.deepEqual(await filesIn(house.dir('a')), { 'SKILL.md': 'two' }, `with ${room} KB left`);
        await rm(filler);
      }
      await intact(disk);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('B12: a folder that may not be written stays as it is, and says so', async function () {
    if (onWindows) return;
    const house = await furnish(at());
    await mkdir(at('closed'));
    if (process.getuid?.() === 0) {
      // The state belongs to who runs; the library may be read only.
      for (const each of ['state', ...(await readdir(at('state'), { recursive: true })).map((name) => `state/${name}`)])
        await chown(at(each), 65534, 65534);
    }
    await chmod(at(), 0o755);
    for (const folder of [house.skillsDir, house.dir('a'), at('closed')]) await chmod(folder, 0o555);
    try {
      const { repairs, ...said } = (await run('refused', at())) as Record<string, unknown>;
      for (const [what, sentence] of Object.entries(said))
        assert.match(String(sentence), /^(?!a bug).*permission/, `${what}: ${String(sentence)}`);
      assert.deepEqual(repairs, []);
    } finally {
      for (const folder of [house.skillsDir, house.dir('a'), at('closed')]) await chmod(folder, 0o755);
    }
    await intact(at());
  });

  it('B13: says so when no file can be opened any more, and goes on when it can', async function () {
    if (onWindows) return;
    await furnish(at());
    const said = (await runLimited('ulimit -n 60', 'exhausted', at())) as string[];
    assert.match(said[0] ?? '', /Too many files/);
    for (const each of said.slice(0, -1)) assert.match(each, /^(Too many files|version 3)/);
    assert.equal(said.at(-1), 'version 3');
    assert.deepEqual(await filesIn(openHouse(at(), () => 3).dir('a')), { 'SKILL.md': 'three' });
  });

  /** As on Windows, where a scanner holds files for a moment. */
  const onBusy = async (times: number, work: () => Promise<void>): Promise<number> => {
    let renames = 0;
    const hook = ({ name }: FsCall): Outcome | undefined => {
      if (name !== 'rename') return undefined;
      return ++renames <= times ? { kind: 'fail', code: ['EPERM', 'EBUSY', 'EACCES'][renames % 3] ?? '' } : undefined;
    };
    const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    try {
      await interposed(at(), hook, work);
    } finally {
      Object.defineProperty(process, 'platform', platform);
    }
    return renames;
  };

  it('B14: waits for a file that is held for a moment, and says so when it stays held', async () => {
    await writeFile(at('f'), 'old');
    assert.equal(await onBusy(3, () => writeAtomic(at('f'), 'new')), 4);
    assert.equal(await readFile(at('f'), 'utf8'), 'new');
    const tries = await onBusy(Infinity, () => assert.rejects(writeAtomic(at('f'), 'newer'), HumanError));
    assert.equal(tries, 10);
    assert.equal(await readFile(at('f'), 'utf8'), 'new');
    assert.deepEqual(await readdir(at()), ['f']);
  });

  /** The calls of one change, in their order. */
  const traced = async (house: HistoryHouse): Promise<FsCall[]> => {
    const calls: FsCall[] = [];
    const hook = (call: FsCall): undefined => void calls.push(call);
    const edits = [edit('SKILL.md', 'two', 'three'), edit('new/x.txt', null, 'x')];
    await interposed(at(), hook, () => house.history.commit(change(house.dir('a'), ...edits)));
    return calls;
  };

  it('B15: needs no move between disks, because temporary files lie beside their targets', async () => {
    const calls = await traced(await furnish(at()));
    const moves = calls.filter(({ name }) => name === 'rename' || name === 'link');
    assert.ok(moves.length > 5);
    for (const { path: target, index } of moves) {
      if (target.endsWith('.free')) continue;
      const temp = calls.findLast(
        (call) => call.index < index && call.path.endsWith('.tmp') && ['open', 'writeFile'].includes(call.name),
      );
      assert.equal(path.dirname(temp?.path ?? ''), path.dirname(target));
    }
  });

  it('B17: what counts as done would survive a power failure: contents, names and records are flushed in this order', async function () {
    if (onWindows) return;
    const house = await furnish(at());
    const calls = await traced(house);
    const find = (name: string, test: (file: string) => boolean, after = 0): number => {
      const found = calls.find((call) => call.index > after && call.name === name && test(call.path));
      assert.ok(found, `${name} after call ${after}`);
      return found.index;
    };
    const log = (file: string): boolean => file === house.log('a');
    const inSkill = (file: string): boolean => file.startsWith(house.dir('a'));
    const isMove = ({ name, path: file }: FsCall): boolean =>
      (name === 'rename' || name === 'link') && !file.includes('lock');
    // Each content is flushed before it gets its name, and the name before anything else happens.
    for (const { path: target, index } of calls.filter(isMove)) {
      const synced = calls.findLast((call) => call.index < index && call.name === 'handle.sync')!;
      assert.equal(path.dirname(synced.path), path.dirname(target));
      assert.ok(synced.path.endsWith('.tmp'));
      assert.ok(!calls.some(({ name, index: at_ }) => at_ > synced.index && at_ < index && name === 'handle.write'));
      find('handle.sync', (file) => file === path.dirname(target), index);
    }
    const intent = find('handle.datasync', log);
    const firstMove = calls.find((call) => isMove(call) && inSkill(call.path))!.index;
    const lastObject = calls.findLast((call) => isMove(call) && call.path.includes('objects'))!.index;
    assert.ok(lastObject < intent && intent < firstMove, `${lastObject} < ${intent} < ${firstMove}`);
    const lastMove = calls.findLast((call) => isMove(call) && inSkill(call.path))!.index;
    const flushed = find('handle.sync', (file) => inSkill(file), lastMove);
    assert.ok(find('handle.datasync', log, intent) > flushed);
  });
});
