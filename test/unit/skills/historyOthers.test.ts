import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import type { SkillVersion } from '../../../src/engine/skills/skill.js';
import { LogWriter } from '../../../src/engine/store/log.js';
import { useTempFolder } from '../store/temp.js';
import { change, edit, openHouse, skillIn, type HistoryHouse } from './historyHouse.js';
import { writeSkill } from './support.js';

const onWindows = process.platform === 'win32';

describe('history of what others wrote', () => {
  const at = useTempFolder();
  let house: HistoryHouse;
  const open = (): HistoryHouse => openHouse(at(), () => 1);
  const skillsDir = (): string => house.skillsDir;
  const dir = (): string => house.dir('a');
  const file = (): string => path.join(dir(), 'SKILL.md');
  const text = (before: string | null, after: string | null) => change(dir(), edit('SKILL.md', before, after));
  const line = ({ version, hash, by }: SkillVersion): string => `${version} ${hash.slice(0, 4)} ${by}`;
  const h = (content: string): string => sha256(content).slice(0, 4);
  beforeEach(async () => {
    house = open();
    await mkdir(at('ws'));
  });

  it('records a skill of another agent whose folder is reached by a link, and what of it may be read', async function () {
    if (onWindows) return;
    await writeSkill(at('dotfiles', 'skills'), 'a', 'one');
    await symlink(at('dotfiles'), at('ws', '.claude'));
    const version = await house.history.ensure(await skillIn(at('ws', '.claude', 'skills', 'a'), '.claude/skills'));
    assert.deepEqual([version.version, version.hash], [1, sha256('one')]);
  });

  it('knows skills whose names are no file names', async () => {
    const name = '한국어 기술';
    await writeSkill(skillsDir(), name, 'one');
    await house.history.commit(change(house.dir(name), edit('SKILL.md', 'one', 'two')));
    await writeSkill(skillsDir(), 'a', 'one');
    await house.history.ensure(await skillIn(dir()));
    assert.deepEqual(await open().history.names(), ['a', name]);
    assert.equal((await open().history.versions(name)).length, 2);
  });

  it('counts an import of what was used elsewhere as the first version', async () => {
    await writeSkill(at('ws', '.claude', 'skills'), 'a', 'one');
    await house.history.ensure(await skillIn(at('ws', '.claude', 'skills', 'a'), '.claude/skills'));
    const version = await house.history.commit({ ...text(null, 'one'), by: 'import' });
    assert.deepEqual([version.version, version.by], [1, 'import']);
  });

  it('reads what was recorded when a version was the text alone', async () => {
    const [one, two, three] = [sha256('one'), sha256('two'), sha256('lost')];
    await house.objects.put('one');
    await house.objects.put('two');
    const writer = new LogWriter(house.log('a'));
    const common = { by: 'hand', why: '', at: 1 };
    await writer.append({ type: 'version', hash: one, parent: null, ...common });
    const intent = { path: file(), hash: two, parent: one, ...common, by: 'memento', run: 'r' };
    await writer.append({ type: 'intent', id: 'i', ...intent });
    await writer.append({ type: 'done', id: 'i', at: 2 });
    await writer.append({ type: 'version', hash: three, parent: two, ...common });
    await writer.append({ type: 'intent', id: 'j', ...intent, hash: one, parent: three });
    await writer.close();
    const versions = await house.history.versions('a');
    assert.deepEqual(versions.map(line), [`1 ${h('one')} hand`, `2 ${h('two')} memento`, `3 ${h('lost')} hand`]);
    assert.equal(versions[1]!.parent, versions[0]!.tree);
    const content = await house.history.content(versions[1]!.tree!);
    assert.equal(Buffer.from(content.get('SKILL.md')!.data).toString(), 'two');
    await assert.rejects(house.history.content(versions[2]!.tree!), HumanError);
    await writeSkill(skillsDir(), 'a', 'one');
    assert.deepEqual(await house.history.repair(), [{ name: 'a', outcome: 'done' }]);
    assert.equal((await house.history.versions('a')).length, 4);
    assert.equal((await house.history.ensure(await skillIn(dir()))).version, 4);
  });
});
