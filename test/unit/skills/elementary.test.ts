import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { HumanError } from '../../../src/engine/errors.js';
import { initLibrary, templateTrees } from '../../../src/engine/skills/elementary.js';
import { createLibrary } from '../../../src/engine/skills/library.js';
import { tempName } from '../../../src/engine/store/atomic.js';
import { useTempFolder } from '../store/temp.js';
import { skillText, writeSkill } from './support.js';

describe('initLibrary', () => {
  const at = useTempFolder();
  const skills = (...parts: readonly string[]): string => at('ws', '.memento', 'skills', ...parts);
  beforeEach(async () => {
    await mkdir(at('ws'));
    await writeSkill(at('templates'), 'one');
    await writeSkill(at('templates'), 'two');
    await mkdir(at('templates', 'two', 'scripts'));
    await writeFile(at('templates', 'two', 'scripts', 'x.sh'), 'echo');
    await writeFile(at('templates', 'README.md'), 'no skill');
  });

  it('copies what is not there and keeps what is', async () => {
    await writeSkill(skills(), 'one', 'mine');
    assert.deepEqual(await initLibrary(at('templates'), skills()), { copied: ['two'], kept: ['one'] });
    assert.equal(await readFile(skills('one', 'SKILL.md'), 'utf8'), 'mine');
    assert.equal(await readFile(skills('two', 'SKILL.md'), 'utf8'), skillText('two'));
    assert.equal(await readFile(skills('two', 'scripts', 'x.sh'), 'utf8'), 'echo');
    assert.deepEqual(await initLibrary(at('templates'), skills()), { copied: [], kept: ['one', 'two'] });
    assert.deepEqual((await readdir(skills())).sort(), ['one', 'two']);
  });

  it('makes the library when there is none, also twice at once', async () => {
    const results = await Promise.all([1, 2].map(() => initLibrary(at('templates'), skills())));
    assert.deepEqual(results.flatMap(({ copied }) => copied).sort(), ['one', 'two']);
    assert.deepEqual((await readdir(skills())).sort(), ['one', 'two']);
  });

  it('makes copies that can be edited, of templates that cannot', async function () {
    if (process.platform === 'win32') return;
    await chmod(at('templates', 'one', 'SKILL.md'), 0o444);
    await initLibrary(at('templates'), skills());
    assert.ok((await stat(skills('one', 'SKILL.md'))).mode & 0o200);
  });

  it('removes what a killed copy left', async () => {
    const left = skills(tempName('one'));
    await mkdir(left, { recursive: true });
    await writeFile(`${left}/SKILL.md`, 'half');
    await utimes(left, 1000, 1000);
    await initLibrary(at('templates'), skills());
    assert.deepEqual((await readdir(skills())).sort(), ['one', 'two']);
  });

  it('knows the trees of the templates, so that untouched copies are known for what they are', async () => {
    await chmod(at('templates', 'two', 'scripts', 'x.sh'), 0o755);
    const trees = await templateTrees(at('templates'));
    assert.equal(trees.size, 2);
    await initLibrary(at('templates'), skills());
    const library = createLibrary({ workspace: at('ws'), templates: at('templates') });
    assert.deepEqual(new Set((await library.read()).skills.map(({ tree }) => tree)), trees);
    await writeFile(skills('one', 'extra.md'), '');
    const changed = (await library.read()).skills.filter(({ tree }) => !trees.has(tree));
    assert.deepEqual(
      changed.map(({ name, source }) => [name, source]),
      [['one', 'elementary']],
    );
    assert.deepEqual(await templateTrees(at('nowhere')), new Set());
  });

  it('does not write through links', async function () {
    if (process.platform === 'win32') return;
    await mkdir(at('elsewhere'));
    await symlink(at('elsewhere'), at('ws', '.memento'));
    await assert.rejects(initLibrary(at('templates'), skills()), HumanError);
    assert.deepEqual(await readdir(at('elsewhere')), []);
  });
});
