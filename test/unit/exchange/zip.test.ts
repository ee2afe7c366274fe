import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '../../../src/engine/errors.js';
import { crc32 } from '../../../src/engine/exchange/crc32.js';
import { exportZip } from '../../../src/engine/exchange/zip.js';
import { readZipDirectory } from '../../../src/engine/exchange/zipDirectory.js';
import { treeHash, treeOf, type Content } from '../../../src/engine/skills/tree.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { skillText } from '../skills/support.js';
import { seeded } from '../store/children.js';
import { useTempFolder } from '../store/temp.js';
import { commitAll, git } from './support/git.js';
import { fetchFrom, human, names, textsOf, writeFiles } from './support/fetch.js';
import { zipOf, type ZipPart } from './support/zip.js';

const megabyte = 1024 * 1024;

describe('Import from a zip file', () => {
  const at = useTempFolder();
  const fetch = async (zip: Uint8Array, options = {}, name = 'skills.zip', signal?: AbortSignal) => {
    await writeFile(at(name), zip);
    return await fetchFrom(at(name), at('temp'), options, signal);
  };
  const refuses = async (parts: readonly ZipPart[], words: RegExp) => {
    const zip = await zipOf([{ name: 'pdf/SKILL.md', data: skillText('pdf') }, ...parts]);
    await assert.rejects(fetch(zip), human(words));
    assert.deepEqual((await readdir(at())).sort(), ['skills.zip'], 'nothing was written');
  };

  it('reads what git writes, permissions and links included', async () => {
    await writeFiles(at('source', 'pdf'), {
      'SKILL.md': skillText('pdf'),
      'scripts/run.py': 'print()',
      'docs/b.md': 'b',
    });
    await chmod(at('source', 'pdf', 'scripts', 'run.py'), 0o755);
    await symlink('/etc/passwd', at('source', 'pdf', 'passwd'));
    commitAll(at('source'));
    git(at('source'), 'archive', '--format=zip', `--output=${at('real.zip')}`, 'HEAD');
    const [skill, ...others] = await fetch(await readFile(at('real.zip')));
    assert.deepEqual(others, []);
    assert.equal(skill?.name, 'pdf');
    assert.deepEqual(skill.origin, { kind: 'zip', source: at('skills.zip'), path: 'pdf' });
    assert.deepEqual(
      [...skill.content].map(([file, { executable }]) => [file, executable]),
      [
        ['SKILL.md', false],
        ['docs/b.md', false],
        ['scripts/run.py', true],
      ],
    );
    assert.deepEqual(skill.skipped, ['passwd (symbolic link)']);
  });

  it('names a skill at the root by its front matter, else by the file, and finds several', async () => {
    assert.deepEqual(names(await fetch(await zipOf([{ name: 'SKILL.md', data: skillText('inner') }]))), ['inner']);
    const nameless = await zipOf([{ name: 'SKILL.md', data: 'no front matter' }]);
    assert.deepEqual(names(await fetch(nameless, {}, 'my-tool.skill')), ['my-tool']);
    const several = await zipOf([
      { name: 'x/', mode: 0o40755 },
      { name: 'x/a/SKILL.md', data: skillText('a') },
      { name: 'x/b/SKILL.md', data: skillText('b'), method: 0 },
      { name: '__MACOSX/x/a/SKILL.md', data: 'litter' },
      { name: 'x/a/.DS_Store', data: 'litter' },
    ]);
    assert.deepEqual(names(await fetch(several)), ['a', 'b']);
    assert.deepEqual(names(await fetch(several, { path: 'x/b/' })), ['b']);
    const deep = await zipOf([{ name: 'a/b/c/d/e/f/g/SKILL.md', data: skillText('g') }]);
    await assert.rejects(fetch(deep), human(/No skill was found/));
    await assert.rejects(fetch(several, { path: 'y' }), human(/There is no folder “y”/));
  });

  it('A41 A42 A62 refuses all of an archive with one path that leads out', async () => {
    for (const name of [
      '../evil',
      'pdf/../../evil',
      '/etc/evil',
      'C:/evil',
      'c:evil',
      '..\\evil',
      'pdf\\evil',
      'a\0b',
      'a//b',
      './a',
      'a/./b',
      '..',
    ])
      await refuses([{ name, data: 'x' }], /which leads out of its folder; nothing was imported/);
  });

  it('refuses what different programs read differently', async () => {
    await refuses([{ name: 'pdf/SKILL.md', data: 'another' }], /twice/);
    await refuses([{ name: 'pdf/a', data: 'x', localName: 'pdf/b' }], /damaged/);
    await refuses([{ name: 'pdf/again', data: skillText('pdf'), claimedAt: 0 }], /damaged/);
    // A whole entry inside the bytes of another one: each is right by itself.
    const inner = { name: 'pdf/b', data: 'x', method: 0 };
    const outer = { name: 'pdf/a', data: (await zipOf([inner])).subarray(0, 36), method: 0 };
    const first = (await zipOf([{ name: 'pdf/SKILL.md', data: skillText('pdf') }])).indexOf('PK\x01\x02');
    await refuses([outer, { ...inner, claimedAt: first + 30 + outer.name.length }], /damaged/);
  });

  it('leaves out links, devices and names that other systems cannot have', async () => {
    const [skill] = await fetch(
      await zipOf([
        { name: 'pdf/SKILL.md', data: skillText('pdf'), mode: 0o100644 },
        { name: 'pdf/link', data: '/etc/passwd', mode: 0o120777 },
        { name: 'pdf/device', mode: 0o60644 },
        { name: 'pdf/CON.txt', data: 'x' },
        { name: 'pdf/Docs', data: 'file' },
        { name: 'pdf/docs/a', data: 'below a file' },
        { name: 'pdf/--help', data: 'x' },
      ]),
    );
    assert.deepEqual(Object.keys(textsOf(skill)), ['--help', 'Docs', 'SKILL.md']);
    assert.deepEqual(skill?.skipped, [
      'link (symbolic link)',
      'device (not a regular file)',
      'CON.txt (unusable name)',
      'docs/a (unusable name)',
    ]);
  });

  it('A57 a SKILL.md that is a link makes no skill', async () => {
    const zip = await zipOf([{ name: 'pdf/SKILL.md', data: '/etc/passwd', mode: 0o120777 }]);
    await assert.rejects(fetch(zip), human(/No skill was found/));
  });

  it('A72 stops unpacking at the limit, whatever the headers say, and soon', async () => {
    const bomb = Buffer.alloc(21 * megabyte);
    const statedCrc = await crc32(bomb);
    await refuses([{ name: 'pdf/bomb', data: bomb, statedCrc }], /“pdf” is larger than 20 MB/);
    await refuses([{ name: 'pdf/bomb', data: bomb, statedCrc, statedSize: 100 }], /damaged/);
    const large = bomb.subarray(0, 18 * megabyte);
    const crc = await crc32(large);
    const parts = ['a', 'b', 'c'].flatMap((name) => [
      { name: `${name}/SKILL.md`, data: skillText(name) },
      {
        name: `${name}/data`,
        data: large,
        statedCrc: crc,
      },
    ]);
    await assert.rejects(fetch(await zipOf(parts)), human(/skills\.zip” is larger than 50 MB/));
  });

  it('refuses too many entries, too large a file, and what it cannot read, in words', async () => {
    await refuses(
      Array.from({ length: 5000 }, (_, index) => ({ name: `pdf/${index}` })),
      /more than 5000 entries/,
    );
    await refuses([{ name: 'pdf/a', data: 'secret', flags: 1 }], /encrypted/);
    await refuses([{ name: 'pdf/a', data: 'x', method: 12 }], /“pdf\/a” is packed by a method that is not read \(12\)/);
    await refuses([{ name: 'pdf/a', data: 'x', statedCrc: 1 }], /damaged/);
    await assert.rejects(fetch(Buffer.from('not a zip')), human(/not a zip file/));
    await assert.rejects(fetch(Buffer.alloc(0)), human(/not a zip file/));
    await writeFile(at('big.zip'), '');
    await truncate(at('big.zip'), 65 * megabyte);
    await assert.rejects(fetchFrom(at('big.zip'), at('temp')), human(/larger than 64 MB/));
    await mkdir(at('folder.zip'));
    await assert.rejects(fetchFrom(at('folder.zip'), at('temp')), human(/No skill was found/));
  });

  it('survives any damage: a sentence or a skill, never anything else', async () => {
    const random = seeded(7);
    const whole = await zipOf([
      { name: 'pdf/SKILL.md', data: skillText('pdf', 'Text. '.repeat(200)) },
      { name: 'pdf/a', data: 'x'.repeat(300), method: 0 },
    ]);
    for (let round = 0; round < 400; round++) {
      const hurt = Buffer.from(whole.subarray(0, random() < 0.3 ? Math.floor(random() * whole.length) : whole.length));
      for (let flips = Math.floor(random() * 4); flips >= 0 && hurt.length; flips--)
        hurt[Math.floor(random() * hurt.length)] = Math.floor(random() * 256);
      await fetch(hurt).catch(human(/./));
    }
  });

  it('stops when it is cancelled', async () => {
    const zip = await zipOf([{ name: 'pdf/SKILL.md', data: skillText('pdf') }]);
    await assert.rejects(fetch(zip, {}, 'skills.zip', AbortSignal.abort()), CancelledError);
  });
});

describe('Export as a zip file', () => {
  const at = useTempFolder();
  const content: Content = new Map([
    ['scripts/run.sh', { data: Buffer.from('#!/bin/sh\n'), executable: true }],
    ['SKILL.md', { data: Buffer.from(skillText('pdf')), executable: false }],
    ['empty', { data: Buffer.alloc(0), executable: false }],
    ['한글.md', { data: Buffer.from('글'), executable: false }],
  ]);

  it('imports again as the same tree, permissions included', async () => {
    const zip = await exportZip('pdf', content);
    await writeFile(at('pdf.zip'), zip);
    const [skill] = await fetchFrom(at('pdf.zip'), at('temp'));
    assert.equal(skill?.name, 'pdf');
    assert.equal(treeHash(treeOf(skill.content)), treeHash(treeOf(content)));
    assert.deepEqual(
      readZipDirectory(Buffer.from(zip), 10).map(({ name, mode }) => [name, mode.toString(8)]),
      [
        ['pdf/SKILL.md', '100644'],
        ['pdf/empty', '100644'],
        ['pdf/scripts/run.sh', '100755'],
        ['pdf/한글.md', '100644'],
      ],
    );
    // These bytes were unpacked with Info-ZIP and Python as they should be.
    assert.equal(sha256(zip), '24f837adce0f7f9d053961e686d75096e387ca34ff540bc8112f1a16ce851aab');
  });

  it('gives the same bytes at any time, in any order and time zone', async () => {
    const first = await exportZip('pdf', content);
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Asia/Seoul';
      await sleep(2100);
      assert.deepEqual(await exportZip('pdf', new Map([...content].reverse())), first);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('leaves others their turn', async () => {
    const random = seeded(3);
    const large = Buffer.alloc(megabyte).map(() => Math.floor(random() * 256));
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await exportZip('large', new Map([['SKILL.md', { data: large, executable: false }]]));
    clearInterval(timer);
    assert(turns >= 10, `others had ${turns} turns`);
  });
});
