import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { contentOf } from '../../../src/engine/exchange/adopt.js';
import { CopyChangedError, createPublications, type Drift } from '../../../src/engine/exchange/publications.js';
import { readSkill } from '../../../src/engine/skills/readSkill.js';
import type { Skill, SkillSource } from '../../../src/engine/skills/skill.js';
import { createStateLock } from '../../../src/engine/store/lock.js';
import { skillText, writeSkill } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { human } from './support/fetch.js';

describe('Publishing', () => {
  const at = useTempFolder();
  const skillsDir = (): string => at('ws', '.memento', 'skills');
  const copy = (...parts: readonly string[]): string => at('ws', '.agents', 'skills', 'pdf', ...parts);
  beforeEach(async () => {
    await writeSkill(skillsDir(), 'pdf');
    await writeFile(path.join(skillsDir(), 'pdf', 'run.sh'), '#!/bin/sh\n');
    await chmod(path.join(skillsDir(), 'pdf', 'run.sh'), 0o755);
  });

  const open = () => {
    const lock = createStateLock({ dir: at('state', 'lock'), owner: `${process.pid}-test` });
    return createPublications({
      file: at('state', 'published.json'),
      workspace: at('ws'),
      lock,
      clock: { now: () => 7 },
    });
  };
  const read = async (source: SkillSource = 'own'): Promise<Skill> => {
    const folder = { path: path.join(skillsDir(), 'pdf'), isLink: false };
    const { entry } = await readSkill(folder, source, undefined);
    assert('skill' in entry);
    return entry.skill;
  };
  const publish = async (target?: string, replace?: boolean) => {
    const skill = await read();
    return await open().publish(skill, await contentOf(skill), target, replace);
  };
  const edit = (text: string): Promise<void> => writeFile(path.join(skillsDir(), 'pdf', 'notes.md'), text);
  const drift = async (): Promise<readonly Drift[]> => {
    const skills = await read().then((skill) => [skill]);
    return (await open().list(skills)).map((one) => one.drift);
  };

  it('copies a skill as plain files, permissions included, and keeps track of it', async () => {
    const skill = await read();
    const published = await publish();
    assert.deepEqual(published, {
      skill: 'pdf',
      target: '.agents/skills',
      path: copy(),
      tree: skill.tree,
      at: 7,
      drift: 'same',
    });
    assert.deepEqual((await readdir(copy())).sort(), ['SKILL.md', 'run.sh']);
    assert.equal(await readFile(copy('SKILL.md'), 'utf8'), skillText('pdf'));
    assert.equal((await stat(copy('run.sh'))).mode & 0o111, 0o111);
    assert.equal((await stat(copy('SKILL.md'))).mode & 0o111, 0);
    assert.deepEqual(await open().list([skill]), [published]);
    await publish('.claude/skills');
    assert.deepEqual(
      (await open().list([skill])).map(({ target }) => target),
      ['.agents/skills', '.claude/skills'],
    );
    await open().forget('pdf', '.agents/skills');
    await open().forget('pdf', '.agents/skills');
    assert.deepEqual(
      (await open().list([skill])).map(({ target }) => target),
      ['.claude/skills'],
    );
    assert.equal(await readFile(copy('SKILL.md'), 'utf8'), skillText('pdf'), 'the copy stays');
  });

  it('tells how a copy stands to its skill', async () => {
    await publish();
    await edit('new');
    assert.deepEqual(await drift(), ['skill-changed']);
    await writeFile(copy('extra.md'), 'x');
    assert.deepEqual(await drift(), ['both-changed']);
    await rm(path.join(skillsDir(), 'pdf', 'notes.md'));
    assert.deepEqual(await drift(), ['copy-changed']);
    await rm(copy('extra.md'));
    assert.deepEqual(await drift(), ['same']);
    await symlink('/etc/passwd', copy('link'));
    assert.deepEqual(await drift(), ['copy-changed']);
    await rename(copy(), at('elsewhere'));
    assert.deepEqual(await drift(), ['copy-missing']);
    await symlink(at('elsewhere'), copy());
    assert.deepEqual(await drift(), ['copy-changed']);
    assert.deepEqual(
      (await open().list([])).map((one) => one.drift),
      ['skill-missing'],
    );
    const asForeign = await read('.agents/skills');
    assert.deepEqual(
      (await open().list([asForeign])).map((one) => one.drift),
      ['skill-missing'],
    );
  });

  it('replaces its own older copy, and nobody else’s unless told to', async () => {
    await publish();
    await edit('new');
    await publish();
    assert.equal(await readFile(copy('notes.md'), 'utf8'), 'new');
    await rm(path.join(skillsDir(), 'pdf', 'notes.md'));
    await publish();
    assert.deepEqual(
      (await readdir(copy())).sort(),
      ['SKILL.md', 'run.sh'],
      'what is gone in the skill is gone in the copy',
    );
    await writeFile(copy('SKILL.md'), 'mine');
    await edit('newer');
    const refused = await publish().catch((error: unknown) => error);
    assert(refused instanceof CopyChangedError);
    assert.match(refused.message, /“pdf” in \.agents\/skills is not as Memento left it/);
    assert.equal(await readFile(copy('SKILL.md'), 'utf8'), 'mine');
    assert.deepEqual(await drift(), ['both-changed']);
    await publish(undefined, true);
    assert.equal(await readFile(copy('SKILL.md'), 'utf8'), skillText('pdf'));
    assert.deepEqual(await drift(), ['same']);
    assert.deepEqual(await readdir(at('ws', '.agents', 'skills')), ['pdf'], 'nothing temporary is left');
  });

  it('takes a folder that nobody published for what it is: not ours, unless it is the same', async () => {
    await writeSkill(at('ws', '.agents', 'skills'), 'pdf', 'theirs');
    await assert.rejects(publish(), human(/is not as Memento left it/));
    assert.deepEqual(await drift(), []);
    assert.equal(await readFile(copy('SKILL.md'), 'utf8'), 'theirs');
    await rm(copy(), { recursive: true });
    await mkdir(copy(), { recursive: true });
    for (const file of ['SKILL.md', 'run.sh'])
      await writeFile(copy(file), await readFile(path.join(skillsDir(), 'pdf', file)));
    await chmod(copy('run.sh'), 0o755);
    await publish();
    assert.deepEqual(await drift(), ['same']);
  });

  it('A44 A56 writes through no link', async () => {
    await mkdir(at('outside'));
    await mkdir(at('ws', '.agents'));
    await symlink(at('outside'), at('ws', '.agents', 'skills'));
    await assert.rejects(publish(), human(/symbolic link/));
    await symlink(at('outside'), at('ws', '.claude'));
    await assert.rejects(publish('.claude/skills', true), human(/symbolic link/));
    await mkdir(at('ws', '.github', 'skills'), { recursive: true });
    await symlink(at('outside'), at('ws', '.github', 'skills', 'pdf'));
    await assert.rejects(publish('.github/skills', true), human(/symbolic link/));
    assert.deepEqual(await readdir(at('outside')), []);
  });

  it('A41 A43 publishes to the folders of agents only', async () => {
    for (const target of ['../outside', '/tmp', '.memento/skills', '.', '', '~/.claude/skills', 'src'])
      await assert.rejects(publish(target), human(/is not a folder of another agent/), target);
  });

  it('refuses a skill that others would refuse, and one that is not ours', async () => {
    await writeSkill(skillsDir(), 'pdf', skillText('other-name'));
    await assert.rejects(publish(), human(/“pdf” breaks a rule of the format.*\([a-z-]+, line 2\)/));
    await writeSkill(skillsDir(), 'pdf');
    const foreign = await read('.claude/skills');
    await assert.rejects(open().publish(foreign, await contentOf(foreign)), human(/only reads/));
  });

  it('B18 removes what a crash left, and knows a copy from before the crash as its own', async () => {
    await publish();
    const before = await read();
    await edit('new');
    const after = await read();
    const left = at('ws', '.agents', 'skills', '.pdf.1.aaaaaaaaaaaa.tmp');
    await mkdir(left);
    await utimes(left, 1, 1);
    const record = { skill: 'pdf', target: '.agents/skills', tree: after.tree, before: before.tree, at: 7 };
    await writeFile(at('state', 'published.json'), JSON.stringify({ version: 1, copies: [record] }));
    assert.deepEqual(await drift(), ['skill-changed']);
    await publish();
    assert.deepEqual(await drift(), ['same']);
    assert.deepEqual(await readdir(at('ws', '.agents', 'skills')), ['pdf']);
  });

  it('B44 a damaged file forgets the copies and harms none', async () => {
    await publish();
    await writeFile(
      at('state', 'published.json'),
      '{"version":1,"copies":[{"skill":"../x","target":"..","tree":"","at":1}]}',
    );
    assert.deepEqual(await drift(), []);
    await publish();
    assert.deepEqual(await drift(), ['same']);
  });

  it('two windows that publish at once leave one whole copy', async () => {
    const skill = await read();
    const content = await contentOf(skill);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => open().publish(skill, content)));
    assert(results.some(({ status }) => status === 'fulfilled'));
    for (const result of results) if (result.status === 'rejected') human(/./)(result.reason);
    assert.deepEqual(await drift(), ['same']);
    assert.deepEqual(await readdir(at('ws', '.agents', 'skills')), ['pdf']);
  });
});

describe('Adopting', () => {
  const at = useTempFolder();
  const read = async (): Promise<Skill> => {
    const { entry } = await readSkill({ path: at('pdf'), isLink: false }, '.claude/skills', undefined);
    assert('skill' in entry);
    return entry.skill;
  };

  it('gives exactly the files the library has read', async () => {
    await writeSkill(at(), 'pdf');
    await mkdir(at('pdf', 'scripts'));
    await writeFile(at('pdf', 'scripts', 'a.sh'), Buffer.from([0, 255, 10]));
    await chmod(at('pdf', 'scripts', 'a.sh'), 0o755);
    const content = await contentOf(await read());
    assert.deepEqual([...content.keys()], ['SKILL.md', 'scripts/a.sh']);
    assert.deepEqual(content.get('scripts/a.sh'), { data: Buffer.from([0, 255, 10]), executable: true });
  });

  it('A46 A94 refuses what changed meanwhile, became a link, or went', async () => {
    await writeSkill(at(), 'pdf');
    await mkdir(at('pdf', 'scripts'));
    await writeFile(at('pdf', 'scripts', 'a.sh'), 'a');
    const skill = await read();
    await writeFile(at('pdf', 'scripts', 'a.sh'), 'b');
    await assert.rejects(contentOf(skill), human(/“scripts\/a\.sh” of “pdf” has just been changed/));
    await rm(at('pdf', 'scripts', 'a.sh'));
    await assert.rejects(contentOf(skill), human(/does not exist/));
    await writeFile(at('outside'), 'a');
    await symlink(at('outside'), at('pdf', 'scripts', 'a.sh'));
    await assert.rejects(contentOf(skill), human(/symbolic link/));
    await rename(at('pdf', 'scripts'), at('scripts'));
    await rm(at('scripts', 'a.sh'));
    await writeFile(at('scripts', 'a.sh'), 'a');
    await symlink(at('scripts'), at('pdf', 'scripts'));
    await assert.rejects(contentOf(skill), human(/symbolic link/));
  });
});
