import assert from 'node:assert/strict';
import { access, appendFile, mkdir, readdir, readFile, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../src/engine/errors.js';
import { createHistory, type Change, type History } from '../../../src/engine/skills/history.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { HashMismatchError, tempName } from '../../../src/engine/store/atomic.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { LogWriter, readLog } from '../../../src/engine/store/log.js';
import { createObjectStore } from '../../../src/engine/store/objects.js';
import { useTempFolder } from '../store/temp.js';
import { writeSkill } from './support.js';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

describe('history', () => {
  const at = useTempFolder();
  const skillsDir = (): string => at('ws', '.memento', 'skills');
  const file = (): string => path.join(skillsDir(), 'a', 'SKILL.md');
  const log = (): string => at('state', 'skills', 'a.history.jsonl');
  let now = 0;
  const open = (): History =>
    createHistory({
      dir: at('state', 'skills'),
      objects: createObjectStore(at('state', 'objects')),
      clock: { now: () => ++now },
    });
  let history: History;
  beforeEach(() => {
    now = 1000;
    history = open();
  });

  const skill = (text: string, source: Skill['source'] = 'own'): Skill => ({
    name: 'a',
    description: '',
    body: '',
    text,
    hash: sha256(text),
    path: file(),
    source,
    diagnostics: [],
  });
  const change = (before: string | null, after: string): Change => ({
    name: 'a',
    path: file(),
    before,
    after,
    why: 'better',
    run: 'r1',
    proposal: 'p1',
  });
  const summary = async (): Promise<string[]> =>
    (await history.versions('a')).map(({ version, hash, parent, by }) =>
      [version, hash.slice(0, 4), parent?.slice(0, 4) ?? '-', by].join(' '),
    );
  const h = (text: string): string => sha256(text).slice(0, 4);
  /** History as a crash leaves it: the intent is written, and what the file holds is as given. */
  const crashed = async (before: string | null, after: string, found: string | null): Promise<void> => {
    if (before !== null) {
      await writeSkill(skillsDir(), 'a', before);
      await history.ensure(skill(before));
    }
    await history.commit(change(before, after));
    const lines = (await readFile(log(), 'utf8')).trimEnd().split('\n');
    assert.match(lines.at(-1)!, /"type":"done"/);
    await writeFile(log(), `${lines.slice(0, -1).join('\n')}\n`);
    if (found === null) await unlink(file());
    else await writeFile(file(), found);
    history = open();
  };

  it('is empty for a skill that was never seen', async () => {
    assert.deepEqual(await history.versions('a'), []);
    assert.deepEqual(await history.repair(), []);
  });

  it('records a text once and numbers what follows', async () => {
    const first = await history.ensure(skill('one'));
    assert.deepEqual(first, { version: 1, hash: sha256('one'), parent: null, by: 'hand', why: '', at: 1001 });
    await Promise.all([history.ensure(skill('two')), history.ensure(skill('two')), open().ensure(skill('one'))]);
    await history.ensure(skill('one'));
    assert.deepEqual(await summary(), [
      `1 ${h('one')} - hand`,
      `2 ${h('two')} ${h('one')} hand`,
      `3 ${h('one')} ${h('two')} hand`,
    ]);
    assert.equal((await createObjectStore(at('state', 'objects')).get(sha256('two'))).toString(), 'two');
  });

  it('knows a template from the hand that changed it', async () => {
    await history.ensure(skill('ours', 'elementary'));
    await history.ensure(skill('theirs', 'elementary'));
    assert.deepEqual(await summary(), [`1 ${h('ours')} - template`, `2 ${h('theirs')} ${h('ours')} hand`]);
  });

  it('writes a change and where it came from', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    const version = await history.commit(change('one', 'two'));
    assert.equal(await readFile(file(), 'utf8'), 'two');
    const { at: time, ...rest } = version;
    assert.ok(time > 1000);
    assert.deepEqual(rest, {
      version: 2,
      hash: sha256('two'),
      parent: sha256('one'),
      by: 'memento',
      why: 'better',
      run: 'r1',
      proposal: 'p1',
    });
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`, `2 ${h('two')} ${h('one')} memento`]);
    assert.deepEqual(await open().versions('a'), await history.versions('a'));
  });

  it('creates a new skill and never over another', async () => {
    await history.commit(change(null, 'one'));
    assert.equal(await readFile(file(), 'utf8'), 'one');
    await assert.rejects(history.commit(change(null, 'two')), HashMismatchError);
    assert.equal(await readFile(file(), 'utf8'), 'one');
    assert.deepEqual(await summary(), [`1 ${h('one')} - memento`]);
  });

  it('writes nothing when the file is not what the change was made from', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await assert.rejects(history.commit(change('other', 'two')), HashMismatchError);
    assert.equal(await readFile(file(), 'utf8'), 'one');
    assert.ok(!(await exists(log())));
    await unlink(file());
    await assert.rejects(history.commit(change('one', 'two')), HashMismatchError);
    assert.deepEqual(await readdir(path.dirname(file())), []);
  });

  it('lets one of several changes to the same text win', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => history.commit(change('one', `two ${index}`))),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await history.versions('a')).length, 2);
    assert.equal(sha256(await readFile(file())), (await history.versions('a')).at(-1)?.hash);
  });

  it('writes nothing when the file changes while the change is under way', async () => {
    const objects = createObjectStore(at('state', 'objects'));
    history = createHistory({
      dir: at('state', 'skills'),
      // Keeping the new text is the last step before the intent is recorded.
      objects: {
        ...objects,
        put: async (data) => {
          if (data === 'two') await writeFile(file(), 'by hand');
          return await objects.put(data);
        },
      },
      clock: { now: () => ++now },
    });
    await writeSkill(skillsDir(), 'a', 'one');
    await assert.rejects(history.commit(change('one', 'two')), HashMismatchError);
    assert.equal(await readFile(file(), 'utf8'), 'by hand');
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`]);
    assert.deepEqual(await history.repair(), []);
  });

  it('refuses links on the way and names that are paths', async function () {
    await writeSkill(at('elsewhere'), 'a', 'one');
    for (const name of ['../a', 'a/b', '', 'A', '.']) {
      await assert.rejects(history.versions(name), HumanError, name);
      await assert.rejects(history.commit({ ...change(null, 'x'), name }), HumanError, name);
      await assert.rejects(history.ensure({ ...skill('x'), name }), HumanError, name);
    }
    if (process.platform === 'win32') return;
    await mkdir(skillsDir(), { recursive: true });
    await symlink(at('elsewhere', 'a'), path.join(skillsDir(), 'a'));
    await assert.rejects(history.commit(change('one', 'two')), HumanError);
    await rm(at('ws', '.memento'), { recursive: true });
    await mkdir(at('elsewhere', 'skills'));
    await symlink(at('elsewhere'), at('ws', '.memento'));
    await assert.rejects(history.commit(change(null, 'two')), HumanError);
    assert.deepEqual((await readdir(at('elsewhere'))).sort(), ['a', 'skills']);
    assert.equal(await readFile(at('elsewhere', 'a', 'SKILL.md'), 'utf8'), 'one');
  });

  it('takes back the folder of a new skill that could not be written', async () => {
    await mkdir(at('ws'));
    await mkdir(file(), { recursive: true });
    await assert.rejects(history.commit(change(null, 'one')));
    assert.deepEqual(await history.versions('a'), []);
    assert.deepEqual(await history.repair(), []);
  });

  it('settles a change that happened before the crash', async () => {
    await crashed('one', 'two', 'two');
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`]);
    assert.deepEqual(await history.repair(), [{ name: 'a', outcome: 'done' }]);
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`, `2 ${h('two')} ${h('one')} memento`]);
    assert.deepEqual(await history.repair(), []);
  });

  it('gives up a change that did not happen', async () => {
    await crashed('one', 'two', 'one');
    assert.deepEqual(await history.repair(), [{ name: 'a', outcome: 'aborted' }]);
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`]);
    assert.deepEqual(await history.repair(), []);
  });

  it('gives up a new skill that did not happen', async () => {
    await crashed(null, 'two', null);
    assert.deepEqual(await history.repair(), [{ name: 'a', outcome: 'aborted' }]);
    assert.deepEqual(await summary(), []);
  });

  it('leaves a file alone that is neither', async () => {
    await crashed('one', 'two', 'three');
    assert.deepEqual(await history.repair(), [{ name: 'a', outcome: 'conflict' }]);
    assert.equal(await readFile(file(), 'utf8'), 'three');
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`]);
  });

  it('counts a change as ours when another window saw its text first', async () => {
    await crashed('one', 'two', 'two');
    await open().ensure(skill('two'));
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`, `2 ${h('two')} ${h('one')} hand`]);
    await history.repair();
    assert.deepEqual(await summary(), [`1 ${h('one')} - hand`, `2 ${h('two')} ${h('one')} memento`]);
  });

  it('believes a change that another window gave up too early', async () => {
    await crashed('one', 'two', 'one');
    await history.repair();
    const { records } = await readLog(log(), (value): value is { type: string; id: string } => value !== undefined);
    const writer = new LogWriter(log());
    await writer.append({ type: 'done', id: records.find(({ type }) => type === 'intent')!.id, at: 1 });
    await writer.close();
    assert.equal((await history.versions('a')).length, 2);
  });

  it('reads on after damaged lines and files of other names', async () => {
    await history.ensure(skill('one'));
    await appendFile(log(), '00000000 {"type":"version"}\ntorn');
    await writeFile(at('state', 'skills', '..history.jsonl'), '');
    await writeFile(at('state', 'skills', 'note.txt'), '');
    await history.ensure(skill('two'));
    assert.equal((await history.versions('a')).length, 2);
    assert.deepEqual(await history.repair(), []);
  });

  it('removes what a killed writer left beside the skill', async () => {
    await writeSkill(skillsDir(), 'a', 'one');
    await history.commit(change('one', 'two'));
    const left = path.join(path.dirname(file()), tempName('SKILL.md'));
    await writeFile(left, 'half');
    await utimes(left, 1000, 1000);
    await history.repair();
    assert.deepEqual(await readdir(path.dirname(file())), ['SKILL.md']);
  });
});
