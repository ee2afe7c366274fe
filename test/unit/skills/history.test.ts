import assert from 'node:assert/strict';
import {
  access,
  appendFile,
  chmod,
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import type { SkillVersion } from '../../../src/engine/skills/skill.js';
import { HashMismatchError, tempName } from '../../../src/engine/store/atomic.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { LogWriter, readLog } from '../../../src/engine/store/log.js';
import { useTempFolder } from '../store/temp.js';
import { change, edit, filesIn, openHouse, skillIn, type HistoryHouse } from './historyHouse.js';
import { writeSkill } from './support.js';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
const onWindows = process.platform === 'win32';

describe('history', () => {
  const at = useTempFolder();
  let now = 0;
  let house: HistoryHouse;
  const open = (): HistoryHouse => openHouse(at(), () => ++now);
  const skillsDir = (): string => house.skillsDir;
  const dir = (): string => house.dir('a');
  const file = (): string => path.join(dir(), 'SKILL.md');
  const text = (before: string | null, after: string | null) => change(dir(), edit('SKILL.md', before, after));
  const line = ({ version, hash, by }: SkillVersion): string => `${version} ${hash.slice(0, 4)} ${by}`;
  const summary = async (): Promise<string[]> => (await house.history.versions('a')).map(line);
  const h = (content: string): string => sha256(content).slice(0, 4);
  beforeEach(async () => {
    now = 1000;
    house = open();
    await mkdir(at('ws'));
  });
  /** History as a crash leaves it: the intent is written by a process that is gone, and the folder holds what is given. */
  const crashed = async (before: string | null, after: string, found: string | null): Promise<void> => {
    if (before !== null) await writeSkill(skillsDir(), 'a', before);
    await house.history.commit(text(before, after));
    await cutOff();
    if (found === null) await unlink(file());
    else await writeFile(file(), found);
  };
  /** Takes the last `done` out of the history and gives its intent to a process that is gone. */
  const cutOff = async (): Promise<void> => {
    const { records } = await readLog(house.log('a'), (value): value is { type: string } => value !== undefined);
    assert.equal(records.at(-1)?.type, 'done');
    await rm(house.log('a'));
    const writer = new LogWriter(house.log('a'));
    for (const record of records.slice(0, -1))
      await writer.append(record.type === 'intent' ? { ...record, window: '4194305-1-abcdef' } : record);
    await writer.close();
    house = open();
  };

  it('is empty for a skill that was never seen', async () => {
    assert.deepEqual(await house.history.versions('a'), []);
    assert.deepEqual(await house.history.names(), []);
    assert.deepEqual(await house.history.repair(), []);
  });

  it('records a folder once, scripts included, and numbers what follows', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await mkdir(path.join(dir(), 'scripts'));
    await writeFile(path.join(dir(), 'scripts', 'run.sh'), 'echo');
    if (!onWindows) await chmod(path.join(dir(), 'scripts', 'run.sh'), 0o755);
    const one = await skillIn(dir());
    const first = await house.history.ensure(one);
    const { tree, ...rest } = first;
    assert.deepEqual(rest, { version: 1, hash: sha256('one'), parent: null, by: 'hand', why: '', at: 1001 });
    assert.equal(tree, one.tree);
    await Promise.all([house.history.ensure(one), open().history.ensure(one), open().history.ensure(one)]);
    await writeFile(path.join(dir(), 'scripts', 'run.sh'), 'echo 2');
    const two = await skillIn(dir());
    const versions = await Promise.all([house.history.ensure(two), open().history.ensure(two)]);
    assert.deepEqual(
      versions.map(({ version, parent }) => [version, parent]),
      [
        [2, tree],
        [2, tree],
      ],
    );
    const content = await house.history.content(one.tree);
    assert.deepEqual([...content.keys()], ['SKILL.md', 'scripts/run.sh']);
    assert.equal(Buffer.from(content.get('scripts/run.sh')!.data).toString(), 'echo');
    assert.equal(content.get('scripts/run.sh')!.executable, !onWindows);
    assert.deepEqual(await house.history.names(), ['a']);
  });

  it('knows a template from the hand that changed it, and takes the word of who knows better', async () => {
    await writeSkill(skillsDir(), 'a', 'ours');
    await house.history.ensure(await skillIn(dir(), 'elementary'));
    await writeFile(file(), 'theirs');
    await house.history.ensure(await skillIn(dir(), 'elementary'));
    await writeFile(file(), 'brought');
    await house.history.ensure(await skillIn(dir()), 'import');
    assert.deepEqual(await summary(), [`1 ${h('ours')} template`, `2 ${h('theirs')} hand`, `3 ${h('brought')} import`]);
  });

  it('records a folder that changed since it was read as it is', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    const read = await skillIn(dir());
    await writeFile(file(), 'two');
    const version = await house.history.ensure(read);
    assert.equal(version.hash, sha256('two'));
    assert.equal(version.tree, (await skillIn(dir())).tree);
  });

  it('B23: a folder deleted under the reader is told, and its removal remembered', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await house.history.ensure(await skillIn(dir()));
    await writeFile(file(), 'two');
    const read = await skillIn(dir());
    await rm(dir(), { recursive: true });
    await assert.rejects(house.history.ensure(read), HumanError);
    assert.deepEqual(
      (await house.history.versions('a')).map(({ tree }) => tree === null),
      [false, true],
    );
  });

  it('B23: a folder deleted under a change stays deleted', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await rm(dir(), { recursive: true });
    await assert.rejects(house.history.commit(text('one', 'two')), HashMismatchError);
    assert.ok(!(await exists(dir())));
  });

  it('B28: a workspace that is gone is not made again', async () => {
    await rm(at('ws'), { recursive: true });
    await assert.rejects(house.history.commit(text(null, 'one')), HumanError);
    assert.ok(!(await exists(at('ws'))));
    assert.deepEqual(await house.history.versions('a'), []);
  });

  it('writes a change and where it came from', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    const before = (await skillIn(dir())).tree;
    const version = await house.history.commit({ ...text('one', 'two'), run: 'r1', proposal: 'p1' });
    assert.equal(await readFile(file(), 'utf8'), 'two');
    const { at: time, ...rest } = version;
    assert.ok(time > 1000);
    assert.deepEqual(rest, {
      ...{ version: 2, tree: (await skillIn(dir())).tree, hash: sha256('two'), parent: before, by: 'memento' },
      ...{ why: 'better', run: 'r1', proposal: 'p1' },
    });
    assert.deepEqual(await summary(), [`1 ${h('one')} hand`, `2 ${h('two')} memento`]);
    assert.deepEqual(await open().history.versions('a'), await house.history.versions('a'));
  });

  it('changes, adds, deletes and makes runnable in one version', async function () {
    if (onWindows) return;
    await writeSkill(skillsDir(), 'a', 'one');
    await mkdir(path.join(dir(), 'old'));
    await writeFile(path.join(dir(), 'old', 'gone.txt'), 'gone');
    await writeFile(path.join(dir(), 'kept.txt'), 'kept');
    await writeFile(path.join(dir(), 'plain.sh'), 'echo');
    await chmod(path.join(dir(), 'kept.txt'), 0o640);
    const edits = [
      edit('SKILL.md', 'one', 'two'),
      edit('old/gone.txt', 'gone', null),
      edit('new/deep/run.sh', null, 'x:ls'),
      edit('plain.sh', 'echo', 'x:echo'),
    ];
    const version = await house.history.commit(change(dir(), ...edits));
    const expected = { 'SKILL.md': 'two', 'kept.txt': 'kept', 'new/deep/run.sh': 'x:ls', 'plain.sh': 'x:echo' };
    assert.deepEqual(await filesIn(dir()), expected);
    assert.ok(!(await exists(path.join(dir(), 'old'))), 'the emptied folder is gone');
    assert.equal(version.tree, (await skillIn(dir())).tree);
    assert.equal((await house.history.versions('a')).length, 2);
    assert.equal((await house.history.commit(change(dir(), ...[edit('SKILL.md', 'two', 'two')]))).version, 2);
  });

  it('removes a skill as a version of nothing, and makes it again', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    const gone = await house.history.commit(text('one', null));
    assert.deepEqual([gone.version, gone.tree, gone.hash], [2, null, '']);
    assert.ok(!(await exists(dir())));
    const again = await house.history.commit(text(null, 'one'));
    assert.deepEqual([again.version, again.hash, again.parent], [3, sha256('one'), null]);
  });

  it('creates a new skill and never over another', async () => {
    await house.history.commit(text(null, 'one'));
    assert.equal(await readFile(file(), 'utf8'), 'one');
    await assert.rejects(house.history.commit(text(null, 'two')), HashMismatchError);
    assert.equal(await readFile(file(), 'utf8'), 'one');
    assert.deepEqual(await summary(), [`1 ${h('one')} memento`]);
  });

  it('B27: writes nothing when a file is not what the change was made from', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await assert.rejects(house.history.commit(text('other', 'two')), HashMismatchError);
    const both = change(dir(), edit('SKILL.md', 'one', 'two'), edit('run.sh', 'echo', 'ls'));
    await assert.rejects(house.history.commit(both), HashMismatchError);
    assert.deepEqual(await filesIn(dir()), { 'SKILL.md': 'one' });
    assert.ok(!(await exists(house.log('a'))));
  });

  it('B21, B25: lets one of several changes to the same text win', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => open().history.commit(text('one', `two ${index % 4}`))),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const one of outcomes)
      if (one.status === 'rejected') assert.ok(one.reason instanceof HashMismatchError, String(one.reason));
    assert.equal((await house.history.versions('a')).length, 2);
    assert.equal(sha256(await readFile(file())), (await house.history.versions('a')).at(-1)?.hash);
  });

  it('B27: takes back what it wrote when a file changes while the change is under way', async () => {
    let read = 0;
    house = openHouse(
      at(),
      () => ++now,
      (objects) => ({
        ...objects,
        // The bytes of the second file are fetched after the first is written.
        get: async (hash) => {
          if (hash === sha256('script 2') && ++read === 1) await writeFile(path.join(dir(), 'run.sh'), 'by hand');
          return await objects.get(hash);
        },
      }),
    );
    await writeSkill(skillsDir(), 'a', 'one');
    await writeFile(path.join(dir(), 'run.sh'), 'script 1');
    const both = change(dir(), edit('SKILL.md', 'one', 'two'), edit('run.sh', 'script 1', 'script 2'));
    await assert.rejects(house.history.commit(both), HashMismatchError);
    assert.deepEqual(await filesIn(dir()), { 'SKILL.md': 'one', 'run.sh': 'by hand' });
    assert.equal((await house.history.versions('a')).length, 1);
    assert.deepEqual(await open().history.repair(), []);
  });

  it('refuses links on the way and names that are paths', async function () {
    await writeSkill(at('elsewhere'), 'a', 'one');
    await writeSkill(skillsDir(), 'b', 'one');
    const skill = await skillIn(house.dir('b'));
    for (const name of ['../a', 'a/b', '', '.']) {
      await assert.rejects(house.history.versions(name), HumanError, name);
      await assert.rejects(house.history.commit({ ...text(null, 'x'), name }), HumanError, name);
      await assert.rejects(house.history.ensure({ ...skill, name, tree: '' }), HumanError, name);
    }
    for (const name of ['../x', 'a/../../x', '/x', 'a\\x', '', 'a//b', './x', 'c:x'])
      await assert.rejects(house.history.commit(change(dir(), edit(name, null, 'x'))), HumanError, name);
    if (onWindows) return;
    await symlink(at('elsewhere', 'a'), dir());
    await assert.rejects(house.history.commit(text('one', 'two')), HumanError);
    await rm(dir());
    await mkdir(dir());
    await symlink(at('elsewhere', 'a'), path.join(dir(), 'scripts'));
    await assert.rejects(house.history.commit(change(dir(), edit('scripts/x', null, 'x'))), HumanError);
    await symlink(at('elsewhere', 'a', 'SKILL.md'), file());
    await assert.rejects(house.history.commit(text('one', 'two')), HumanError);
    await rm(at('ws', '.memento'), { recursive: true });
    await mkdir(at('elsewhere', 'skills'));
    await symlink(at('elsewhere'), at('ws', '.memento'));
    await assert.rejects(house.history.commit(text(null, 'two')), HumanError);
    assert.deepEqual((await readdir(at('elsewhere'))).sort(), ['a', 'skills']);
    assert.deepEqual(await filesIn(at('elsewhere', 'a')), { 'SKILL.md': 'one' });
  });

  it('B03: gives up a change that did not happen', async () => {
    await crashed('one', 'two', 'one');
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'aborted' }]);
    assert.deepEqual(await summary(), [`1 ${h('one')} hand`]);
    assert.deepEqual(await house.history.repair(), []);
  });

  it('B03: gives up a new skill that did not happen, and its empty folder', async () => {
    await crashed(null, 'two', null);
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'aborted' }]);
    assert.deepEqual(await summary(), []);
    assert.ok(!(await exists(dir())));
  });

  it('B04: settles a change that happened before the crash', async () => {
    await crashed('one', 'two', 'two');
    assert.deepEqual(await summary(), [`1 ${h('one')} hand`]);
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'done' }]);
    assert.deepEqual(await summary(), [`1 ${h('one')} hand`, `2 ${h('two')} memento`]);
    assert.deepEqual(await house.history.repair(), []);
  });

  it('B04: carries a change of several files to its end', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await writeFile(path.join(dir(), 'old.sh'), 'old');
    const edits = [edit('SKILL.md', 'one', 'two'), edit('s/new.sh', null, 'x:new'), edit('old.sh', 'old', null)];
    const { tree } = await house.history.commit(change(dir(), ...edits));
    await cutOff();
    await rm(path.join(dir(), 's'), { recursive: true });
    await writeFile(path.join(dir(), 'old.sh'), 'old');
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'done' }]);
    assert.equal((await skillIn(dir())).tree, tree);
    assert.equal((await house.history.versions('a')).at(-1)?.tree, tree);
  });

  it('leaves a file alone that is neither, and says so once', async () => {
    await crashed('one', 'two', 'three');
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'conflict' }]);
    assert.equal(await readFile(file(), 'utf8'), 'three');
    assert.deepEqual(await summary(), [`1 ${h('one')} hand`]);
    assert.deepEqual(await house.history.repair(), []);
  });

  it('settles what a crash left before the next change', async () => {
    await crashed('one', 'two', 'two');
    await house.history.commit(text('two', 'three'));
    assert.deepEqual(await summary(), [`1 ${h('one')} hand`, `2 ${h('two')} memento`, `3 ${h('three')} memento`]);
  });

  it('leaves the change of a living window alone', async () => {
    await crashed('one', 'two', 'one');
    const content = await readFile(house.log('a'), 'utf8');
    const { records } = await readLog(house.log('a'), (value): value is object => value !== undefined);
    await rm(house.log('a'));
    const writer = new LogWriter(house.log('a'));
    const [stat] = (await readFile('/proc/self/stat', 'utf8').catch(() => '')).split(') ').slice(1);
    const started = stat?.split(' ')[19];
    if (!started) return;
    for (const record of records)
      await writer.append('window' in record ? { ...record, window: `${process.pid}-${started}-000000` } : record);
    await writer.close();
    assert.notEqual(await readFile(house.log('a'), 'utf8'), content);
    assert.deepEqual(await open().history.repair(), []);
  });

  it('says which change could not be settled and tries again', async () => {
    await crashed('one', 'two', 'one');
    await rm(file());
    await mkdir(file());
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'unsettled' }]);
    await rm(file(), { recursive: true });
    await writeFile(file(), 'one');
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'aborted' }]);
  });

  it('B05: reads on after damaged lines and files of other names', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await house.history.ensure(await skillIn(dir()));
    await appendFile(house.log('a'), '00000000 {"type":"version"}\ntorn');
    await writeFile(at('state', 'skills', '..history.jsonl'), '');
    await writeFile(at('state', 'skills', 'note.txt'), '');
    await writeFile(file(), 'two');
    await house.history.ensure(await skillIn(dir()));
    assert.equal((await house.history.versions('a')).length, 2);
    assert.deepEqual(await open().history.repair(), []);
    assert.deepEqual(await house.history.names(), ['a']);
  });

  it('B16: orders versions by what came after what, not by the clock', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await house.history.commit(text('one', 'two'));
    now = 0;
    await house.history.commit(text('two', 'three'));
    const versions = await house.history.versions('a');
    assert.deepEqual(versions.map(line), [`1 ${h('one')} hand`, `2 ${h('two')} memento`, `3 ${h('three')} memento`]);
    assert.ok(versions[2]!.at < versions[1]!.at);
  });

  it('B18: removes what a killed writer left beside the skill and among the objects', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await house.history.commit(text('one', 'two'));
    const left = path.join(dir(), tempName('SKILL.md'));
    await writeFile(left, 'half');
    await utimes(left, 1000, 1000);
    const folder = at('state', 'objects', sha256('two').slice(0, 2));
    const dead = path.join(folder, tempName('x').replace(String(process.pid), '4194305'));
    const mine = path.join(folder, tempName('x'));
    for (const each of [dead, mine]) await writeFile(each, 'half');
    await house.history.repair();
    assert.deepEqual(await readdir(dir()), ['SKILL.md']);
    assert.deepEqual([await exists(dead), await exists(mine)], [false, true]);
  });

  it('B44: never gives a version whose content is damaged', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    const { tree } = await house.history.ensure(await skillIn(dir()));
    const hash = sha256('one');
    await writeFile(at('state', 'objects', hash.slice(0, 2), hash), 'onE');
    await assert.rejects(house.history.content(tree!), HumanError);
    await unlink(at('state', 'objects', tree!.slice(0, 2), tree!));
    await assert.rejects(house.history.content(tree!), HumanError);
  });
});
