import assert from 'node:assert/strict';
import { mkdir, rm, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import { removal, restore } from '../../../src/engine/skills/restore.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { useTempFolder } from '../store/temp.js';
import { change, edit, filesIn, openHouse, type HistoryHouse } from './historyHouse.js';

describe('restore', () => {
  const at = useTempFolder();
  let house: HistoryHouse;
  let dir = '';
  const back = (version: number) => restore(house.history, { name: 'a', dir, version });
  const first = { 'SKILL.md': 'one', 'scripts/run.sh': 'x:run' };
  const second = { 'SKILL.md': 'two', 'more.txt': 'more' };
  beforeEach(async () => {
    await mkdir(at('ws'));
    house = openHouse(at(), () => 1);
    dir = house.dir('a');
    await house.history.commit(change(dir, edit('SKILL.md', null, 'one'), edit('scripts/run.sh', null, 'x:run')));
    await house.history.commit(
      change(dir, edit('SKILL.md', 'one', 'two'), edit('scripts/run.sh', 'run', null), edit('more.txt', null, 'more')),
    );
  });

  it('brings a folder back as it was, scripts included, as a new version', async function () {
    if (process.platform === 'win32') return;
    const version = await back(1);
    assert.deepEqual(await filesIn(dir), first);
    const [one, two] = await house.history.versions('a');
    const { tree, hash, parent, by, why } = version;
    assert.deepEqual(
      [version.version, tree, hash, parent, by, why],
      [3, one!.tree, sha256('one'), two!.tree, 'restore', 'Restored version 1.'],
    );
    await back(2);
    assert.deepEqual(await filesIn(dir), Object.fromEntries(Object.entries(second).sort()));
  });

  it('keeps what was edited by hand as a version of its own', async () => {
    await writeFile(path.join(dir, 'more.txt'), 'by hand');
    await back(1);
    const versions = await house.history.versions('a');
    assert.deepEqual(
      versions.map(({ by }) => by),
      ['memento', 'memento', 'hand', 'restore'],
    );
    await back(3);
    assert.deepEqual(await filesIn(dir), { 'SKILL.md': 'two', 'more.txt': 'by hand' });
  });

  it('brings back a skill whose folder is gone', async () => {
    await house.history.commit(change(dir, ...(await removal(dir))));
    assert.deepEqual(await filesIn(dir), {});
    await back(2);
    assert.deepEqual(Object.keys(await filesIn(dir)), ['SKILL.md', 'more.txt']);
    await rm(dir, { recursive: true });
    await back(2);
    assert.deepEqual(Object.keys(await filesIn(dir)), ['SKILL.md', 'more.txt']);
    assert.deepEqual(
      (await house.history.versions('a')).map(({ tree }) => tree === null),
      [false, false, true, false, true, false],
    );
  });

  it('changes nothing when the folder is that version already', async () => {
    const version = await back(2);
    assert.equal(version.version, 2);
    assert.equal((await house.history.versions('a')).length, 2);
  });

  it('takes the words of who knows more', async () => {
    const options = { name: 'a', dir, version: 1, why: 'Accept taken back.', proposal: 'p-1' };
    const { why, proposal } = await restore(house.history, options);
    assert.deepEqual([why, proposal], ['Accept taken back.', 'p-1']);
  });

  it('refuses what is no version and what is lost, and writes nothing', async () => {
    for (const version of [0, 3, -1, 1.5]) await assert.rejects(back(version), HumanError);
    const hash = sha256('run');
    await unlink(at('state', 'objects', hash.slice(0, 2), hash));
    await assert.rejects(back(1), HumanError);
    assert.equal((await filesIn(dir))['SKILL.md'], 'two');
    await house.history.commit(change(dir, ...(await removal(dir))));
    await assert.rejects(back(3), /removed/);
  });
});
