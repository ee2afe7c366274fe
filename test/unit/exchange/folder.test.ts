import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { CancelledError } from '../../../src/engine/errors.js';
import { listFolder } from '../../../src/engine/exchange/folder.js';
import { Budget } from '../../../src/engine/exchange/limits.js';
import { readInside } from '../../../src/engine/exchange/readInside.js';
import { skillText } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { fetchFrom, human, names, textsOf, writeFiles } from './support/fetch.js';

describe('Import from a folder', () => {
  const at = useTempFolder();
  const fetch = (source = at('source'), options = {}) => fetchFrom(source, at('temp'), options);

  it('takes a folder that is a skill, with all its files and their permissions', async () => {
    await writeFiles(at('source', 'pdf'), {
      'SKILL.md': skillText('pdf'),
      'scripts/run.sh': '#!/bin/sh\n',
      'a/b.bin': 'x',
    });
    await chmod(at('source', 'pdf', 'scripts', 'run.sh'), 0o755);
    const [skill, ...others] = await fetch(at('source', 'pdf'));
    assert.deepEqual(others, []);
    assert.equal(skill?.name, 'pdf');
    assert.deepEqual(skill.origin, { kind: 'folder', source: at('source', 'pdf'), path: '' });
    assert.deepEqual([...skill.content.keys()], ['SKILL.md', 'a/b.bin', 'scripts/run.sh']);
    assert.deepEqual(
      [...skill.content.values()].map(({ executable }) => executable),
      [false, false, true],
    );
    assert.deepEqual([skill.diagnostics, skill.skipped], [[], []]);
  });

  it('finds skills at any depth to six, outermost first, and looks neither into .git nor node_modules', async () => {
    await writeFiles(at('source'), {
      'one/SKILL.md': skillText('one'),
      'one/inner/SKILL.md': skillText('inner'),
      'a/b/c/d/e/six/SKILL.md': skillText('six'),
      'a/b/c/d/e/f/seven/SKILL.md': skillText('seven'),
      '.git/hidden/SKILL.md': skillText('hidden'),
      'node_modules/package/SKILL.md': skillText('package'),
      '.claude/skills/two/SKILL.md': skillText('two'),
      'README.md': 'no skill',
    });
    const found = await fetch();
    assert.deepEqual(names(found), ['two', 'six', 'one']);
    assert.deepEqual(Object.keys(textsOf(found[2])), ['SKILL.md', 'inner/SKILL.md']);
    assert.deepEqual(names(await fetch(at('source'), { path: 'one/inner' })), ['inner']);
    assert.deepEqual(names(await fetch(at('source', 'one', 'SKILL.md'))), ['one']);
  });

  it('takes a relative path from the folder that is given', async () => {
    await writeFiles(at('source', 'one'), { 'SKILL.md': skillText('one') });
    assert.deepEqual(names(await fetch('./source')), ['one']);
    assert.deepEqual(names(await fetch('source/one/')), ['one']);
  });

  it('A56 A57 B50 follows no link and opens no pipe; it lists them', async () => {
    await writeFiles(at('source', 'pdf'), { 'SKILL.md': skillText('pdf') });
    await writeFiles(at('secret'), { 'SKILL.md': skillText('secret'), key: 'k' });
    await symlink(at('secret', 'key'), at('source', 'pdf', 'key'));
    await symlink(at('secret'), at('source', 'pdf', 'folder'));
    await symlink('.', at('source', 'pdf', 'loop'));
    await symlink('nowhere', at('source', 'pdf', 'dangling'));
    await symlink(at('secret'), at('source', 'linked'));
    execFileSync('mkfifo', [at('source', 'pdf', 'pipe')]);
    const [skill, ...others] = await fetch();
    assert.deepEqual(others, [], 'a linked folder is no skill');
    assert.deepEqual(Object.keys(textsOf(skill)), ['SKILL.md']);
    assert.deepEqual([...(skill?.skipped ?? [])].sort(), [
      'dangling (symbolic link)',
      'folder (symbolic link)',
      'key (symbolic link)',
      'loop (symbolic link)',
      'pipe (not a regular file)',
    ]);
  });

  it('A57 a SKILL.md that is a link, a folder or a pipe makes no skill', async () => {
    await mkdir(at('source', 'link'), { recursive: true });
    await symlink('/etc/passwd', at('source', 'link', 'SKILL.md'));
    await mkdir(at('source', 'folder', 'SKILL.md'), { recursive: true });
    await mkdir(at('source', 'pipe'));
    execFileSync('mkfifo', [at('source', 'pipe', 'SKILL.md')]);
    await assert.rejects(fetch(), human(/No skill was found/));
  });

  it('a folder that becomes a link between listing and reading gives nothing from outside', async () => {
    await writeFiles(at('source', 'pdf'), { 'SKILL.md': skillText('pdf'), 'docs/a.md': 'a' });
    await writeFiles(at('outside'), { 'a.md': 'secret' });
    const signal = new AbortController().signal;
    const listing = await listFolder(at('source'), signal);
    await rename(at('source', 'pdf', 'docs'), at('source', 'pdf', 'old'));
    await symlink(at('outside'), at('source', 'pdf', 'docs'));
    await assert.rejects(
      listing.read(listing.files, new Budget(1000, 'test'), signal),
      human(/is not a folder, or lies below a file or a symbolic link/),
    );
  });

  it('B48 leaves out names that other systems cannot have, and lists them; 255 bytes are a name', async () => {
    const long = 'l'.repeat(190);
    await writeFiles(at('source', 'pdf'), {
      'SKILL.md': skillText('pdf'),
      'aux.md': '',
      'docs/CON': '',
      'dot.': '',
      'a:b': '',
      'new\nline': '',
      'back\\slash': '',
      [`${long}.md`]: '',
      ['x'.repeat(255)]: '',
    });
    const [skill] = await fetch();
    assert.deepEqual(Object.keys(textsOf(skill)), ['SKILL.md', `${long}.md`]);
    assert.equal(skill?.skipped.length, 7);
    assert(skill.skipped.every((one) => one.endsWith(' (unusable name)') && !one.includes('\n')));
  });

  it('B49 keeps Korean, composed and decomposed names; of twins only the first', async () => {
    const [composed, decomposed] = ['각.md'.normalize('NFC'), '각.md'.normalize('NFD')];
    await writeFiles(at('source', 'pdf'), {
      'SKILL.md': skillText('pdf'),
      '한글/📄.md': '1',
      'A63.md': 'first',
      'a63.md': 'second',
      [composed]: '1',
      [decomposed]: '2',
    });
    const [skill] = await fetch();
    assert.deepEqual(textsOf(skill), {
      'SKILL.md': skillText('pdf'),
      'A63.md': 'first',
      '한글/📄.md': '1',
      [decomposed]: '2',
    });
    assert.equal(skill?.skipped.length, 2);
  });

  it('A61 takes a file called --help', async () => {
    await writeFiles(at('source', 'pdf'), { 'SKILL.md': skillText('pdf'), '--help': 'x' });
    assert.deepEqual(Object.keys(textsOf((await fetch())[0])), ['--help', 'SKILL.md']);
  });

  it('B36 names a skill by its folder, else by its front matter, else by the nearest name', async () => {
    await writeFiles(at('source'), {
      'right/SKILL.md': skillText('other'),
      'My Skill/SKILL.md': skillText('from-front-matter'),
      'Ünïcode Sk!ll/SKILL.md': '---\ndescription: No name at all.\n---\n',
    });
    const found = await fetch();
    assert.deepEqual(names(found).sort(), ['from-front-matter', 'right', 'unicode-sk-ll']);
    assert(found.find(({ name }) => name === 'right')?.diagnostics.some(({ severity }) => severity === 'error'));
  });

  it('returns a broken skill with its errors, and takes skill.md for SKILL.md', async () => {
    await writeFiles(at('source'), {
      'broken/SKILL.md': '---js\nprocess.exit(7)\n---\n',
      'latin/SKILL.md': Buffer.from([0x2d, 0xff, 0xfe]),
      'lower/skill.md': skillText('lower'),
    });
    const found = await fetch();
    assert.deepEqual(names(found), ['broken', 'latin', 'lower']);
    assert.deepEqual(
      found.map(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error')),
      [true, true, false],
    );
    assert.deepEqual(textsOf(found[2]), { 'SKILL.md': skillText('lower') });
  });

  it('refuses too many folders, files, levels and bytes, and says which', async () => {
    await Promise.all(Array.from({ length: 2001 }, (_, index) => mkdir(at('many', `f${index}`), { recursive: true })));
    await assert.rejects(fetch(at('many')), human(/more than 2000 folders/));
    await writeFiles(
      at('files', 'pdf'),
      Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`f${index}`, ''])),
    );
    await writeFiles(at('files', 'pdf'), { 'SKILL.md': skillText('pdf') });
    await assert.rejects(fetch(at('files')), human(/“pdf” has more than 1000 files/));
    await writeFiles(at('deep', 'pdf'), { 'SKILL.md': skillText('pdf'), 'a/b/c/d/e/f/g/h.md': '' });
    await assert.rejects(fetch(at('deep')), human(/“pdf” has more than 6 levels/));
    await writeFiles(at('large', 'pdf'), { 'SKILL.md': skillText('pdf'), data: '' });
    await truncate(at('large', 'pdf', 'data'), 20 * 1024 * 1024 + 1);
    await assert.rejects(fetch(at('large')), human(/“pdf” is larger than 20 MB/));
    for (const name of ['a', 'b', 'c']) {
      await writeFiles(at('total', name), { 'SKILL.md': skillText(name), data: '' });
      await truncate(at('total', name, 'data'), 18 * 1024 * 1024);
    }
    await assert.rejects(fetch(at('total')), human(/total” is larger than 50 MB/));
  });

  it('counts what it really reads of a file that grows', async () => {
    // The size of this one is stated as 0.
    await assert.rejects(readInside('/proc/self', 'status', new Budget(10, 'status')), human(/larger/));
  });

  it('says what is missing', async () => {
    await writeFiles(at('source'), { 'README.md': 'x' });
    await assert.rejects(fetch(), human(/No skill was found in .*a folder with a file SKILL\.md/));
    await assert.rejects(fetch(at('source'), { path: 'nowhere' }), human(/does not exist/));
    await assert.rejects(fetch(at('source'), { path: '../source' }), human(/not a folder inside the source/));
    await assert.rejects(fetch(at('source'), { ref: 'main' }), human(/Only a git address/));
    await assert.rejects(fetch(at('nowhere')), human(/Give a folder/));
    await writeFile(at('text.txt'), 'x');
    await assert.rejects(fetch(at('text.txt')), human(/nothing to import from/));
  });

  it('stops when it is cancelled', async () => {
    await writeFiles(at('source', 'pdf'), { 'SKILL.md': skillText('pdf') });
    await assert.rejects(fetchFrom(at('source'), at('temp'), {}, AbortSignal.abort()), CancelledError);
  });
});
