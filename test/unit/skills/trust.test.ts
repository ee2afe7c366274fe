import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { HumanError } from '../../../src/engine/errors.js';
import { createLockedSkills, type LockedSkills } from '../../../src/engine/skills/locked.js';
import { createTrust, type Trust } from '../../../src/engine/skills/trust.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { english } from '../../../src/engine/text.js';
import { faulted } from '../../support/faultyFs.js';
import { useTempFolder } from '../store/temp.js';

describe('trust', () => {
  const at = useTempFolder();
  const file = (): string => at('home', 'trust.json');
  let told: string[] = [];
  beforeEach(() => (told = []));
  const open = (): Trust =>
    createTrust({
      file: file(),
      lock: createStateLock({ dir: at('home', 'lock'), owner: createWindowId() }),
      onProblem: (problem) => told.push(english(problem)),
    });
  const [one, two] = [sha256('one'), sha256('two')];

  it('trusts nothing at first, and makes nothing by looking', async () => {
    assert.deepEqual([...(await open().read())], []);
    assert.deepEqual(await readdir(at()), []);
    assert.deepEqual(told, []);
  });

  it('remembers for all windows, in a file of its owner', async () => {
    const [trust, other] = [open(), open()];
    await trust.add([{ tree: one, skill: 'a' }]);
    assert.deepEqual([...(await other.read())], [one]);
    await other.add([
      { tree: two, skill: 'b' },
      { tree: one, skill: 'a' },
    ]);
    assert.deepEqual([...(await trust.read())].sort(), [one, two].sort());
    assert.deepEqual(JSON.parse(await readFile(file(), 'utf8')), { version: 1, trees: { [one]: 'a', [two]: 'b' } });
    if (process.platform !== 'win32') assert.equal((await stat(file())).mode & 0o777, 0o600);
  });

  it('writes only what is new', async () => {
    await open().add([{ tree: one, skill: 'a' }]);
    const { ino } = await stat(file());
    await open().add([{ tree: one, skill: 'a' }]);
    await open().add([]);
    assert.equal((await stat(file())).ino, ino);
  });

  it('B22: loses none of what several windows add at once', async () => {
    const trees = Array.from({ length: 12 }, (_, index) => sha256(`tree ${index}`));
    await Promise.all(trees.map((tree) => open().add([{ tree, skill: 'a' }])));
    assert.deepEqual([...(await open().read())].sort(), [...trees].sort());
  });

  it('trusts nothing by a damaged file, says so once and keeps it aside', async () => {
    await mkdir(at('home'));
    for (const content of ['', '{', '[]', '{"version":0,"trees":{}}', '{"version":1,"trees":{"a":"b"}}']) {
      await writeFile(file(), content);
      told = [];
      const trust = open();
      assert.deepEqual([(await trust.read()).size, (await trust.read()).size], [0, 0], content);
      assert.equal(told.length, 1);
      assert.match(told[0]!, /damaged/);
      await trust.add([{ tree: one, skill: 'a' }]);
      assert.deepEqual([...(await trust.read())], [one]);
      assert.equal(await readFile(`${file()}.damaged`, 'utf8'), content);
    }
  });

  it('B24: leaves the file of a newer version alone', async () => {
    await mkdir(at('home'));
    const newer = JSON.stringify({ version: 2, trees: { [one]: 'a' } });
    await writeFile(file(), newer);
    assert.equal((await open().read()).size, 0);
    await assert.rejects(open().add([{ tree: two, skill: 'b' }]), HumanError);
    assert.equal(await readFile(file(), 'utf8'), newer);
    assert.match(told.join(), /newer version/);
  });

  it('B09, B11, B12: has the old or the new trust whatever call fails', async () => {
    for (const kind of ['ENOSPC', 'EIO', 'EACCES', 'late', 'short'] as const)
      for (let call = 1, over = false; !over; call++) {
        await rm(at('home'), { recursive: true, force: true });
        await open().add([{ tree: one, skill: 'a' }]);
        const outcome = await faulted(at(), { call, kind }, () => open().add([{ tree: two, skill: 'b' }]));
        over = outcome.calls.length < call;
        const where = `${kind} at ${outcome.hit}: ${String(outcome.error)}`;
        assert.ok(outcome.error === undefined || outcome.error instanceof HumanError, where);
        const trees = [...(await open().read())];
        assert.ok(trees.includes(one), where);
        assert.ok(outcome.error !== undefined || trees.includes(two), where);
      }
  });
});

describe('locked skills', () => {
  const at = useTempFolder();
  const open = (): LockedSkills =>
    createLockedSkills({
      file: at('locked.json'),
      lock: createStateLock({ dir: at('lock'), owner: createWindowId() }),
    });

  it('remembers which skills are kept from rewriting', async () => {
    const locked = open();
    assert.deepEqual([...(await locked.read())], []);
    await locked.set('b', true);
    await open().set('a', true);
    await locked.set('a', true);
    assert.deepEqual([...(await locked.read())], ['a', 'b']);
    await open().set('b', false);
    await locked.set('c', false);
    assert.deepEqual([...(await locked.read())], ['a']);
    assert.deepEqual(JSON.parse(await readFile(at('locked.json'), 'utf8')), { version: 1, skills: ['a'] });
  });

  it('locks nothing by a damaged file and takes it from there', async () => {
    await writeFile(at('locked.json'), 'x');
    assert.equal((await open().read()).size, 0);
    await open().set('a', true);
    assert.deepEqual([...(await open().read())], ['a']);
  });
});
