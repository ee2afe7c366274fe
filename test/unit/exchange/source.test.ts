import assert from 'node:assert/strict';
import { readAddress, requireRef } from '../../../src/engine/exchange/git/address.js';
import { pathFault, printable } from '../../../src/engine/exchange/safePath.js';
import { sourceOf } from '../../../src/engine/exchange/source.js';
import { human } from './support/fetch.js';

const onDisk: Readonly<Record<string, 'folder' | 'file'>> = {
  '/base/skills': 'folder',
  '/base/C#': 'folder',
  '/base/pack.zip': 'file',
  '/base/tool.SKILL': 'file',
  '/base/skills/pdf/SKILL.md': 'file',
  '/base/repo.git': 'folder',
  '/base/work/.git': 'folder',
  '/base/notes.txt': 'file',
};
const read = (source: string, base: string | undefined = '/base') =>
  sourceOf(source, base, (absolute) => Promise.resolve(onDisk[absolute]));

describe('Source of an import', () => {
  it('knows folders, zip files and repositories on the disk', async () => {
    assert.deepEqual(await read('skills'), { kind: 'folder', path: '/base/skills' });
    assert.deepEqual(await read(' ./skills/ '), { kind: 'folder', path: '/base/skills' });
    assert.deepEqual(await read('C#'), { kind: 'folder', path: '/base/C#' });
    assert.deepEqual(await read('/base/pack.zip'), { kind: 'zip', path: '/base/pack.zip' });
    assert.deepEqual(await read('tool.SKILL'), { kind: 'zip', path: '/base/tool.SKILL' });
    assert.deepEqual(await read('skills/pdf/SKILL.md'), { kind: 'folder', path: '/base/skills/pdf' });
    assert.deepEqual(await read('work/.git'), { kind: 'folder', path: '/base/work/.git' });
    const address = { url: 'file:///base/repo.git', protocol: 'file' };
    assert.deepEqual(await read('repo.git'), { kind: 'git', address });
    assert.deepEqual(await read('/base/repo.git#v1'), { kind: 'git', address: { ...address, ref: 'v1' } });
  });

  it('refuses everything else with an example of each kind', async () => {
    for (const source of [
      '',
      ' ',
      'nowhere',
      'notes.txt',
      '-skills',
      '--upload-pack=x',
      'a\0b',
      'a\nb',
      'nowhere.git#v1',
    ])
      await assert.rejects(read(source), human(/Give a folder \(.*a zip file \(.*a git address \(/));
    await assert.rejects(
      sourceOf('skills', undefined, () => Promise.resolve('folder')),
      human(/Give a folder/),
    );
  });

  it('reads addresses of repositories', () => {
    const cases: Readonly<Record<string, ReturnType<typeof readAddress>>> = {
      'https://example.com/o/r.git': { url: 'https://example.com/o/r.git', protocol: 'https' },
      'HTTPS://example.com/o/r#main': { url: 'https://example.com/o/r', protocol: 'https', ref: 'main' },
      'https://example.com:8443/r?x=1': { url: 'https://example.com:8443/r', protocol: 'https' },
      'git@example.com:o/r.git#v1': { url: 'git@example.com:o/r.git', protocol: 'ssh', ref: 'v1' },
      'ssh://git@example.com:22/o/r': { url: 'ssh://git@example.com:22/o/r', protocol: 'ssh' },
      'file:///srv/r.git': { url: 'file:///srv/r.git', protocol: 'file' },
      'http://localhost:3000/r': { url: 'http://localhost:3000/r', protocol: 'http' },
      'http://[::1]:3000/r': { url: 'http://[::1]:3000/r', protocol: 'http' },
      'https://github.com/o/r/tree/main/skills/pdf': {
        url: 'https://github.com/o/r',
        protocol: 'https',
        refAndPath: 'main/skills/pdf',
      },
      'https://gitlab.com/g/s/r/-/tree/main/a%20b': {
        url: 'https://gitlab.com/g/s/r',
        protocol: 'https',
        refAndPath: 'main/a b',
      },
      'https://github.com/o/r/blob/main/skills/pdf/SKILL.md': {
        url: 'https://github.com/o/r',
        protocol: 'https',
        refAndPath: 'main/skills/pdf',
      },
    };
    for (const [source, address] of Object.entries(cases)) assert.deepEqual(readAddress(source), address, source);
  });

  it('A70 refuses addresses that run programs, take options or go unencrypted', async () => {
    for (const source of [
      'ext::sh -c touch% /tmp/x',
      'ext::ssh',
      'fd::17',
      'ftp://example.com/r.git',
      'git://example.com/r.git',
      'data://x/r',
      'javascript://x',
      'git+ssh://example.com/r',
      'ssh://-oProxyCommand=touch/r',
      'ssh://-x@example.com/r',
      'user@-oProxyCommand=x:r',
      'git@example.com:-r',
      'ssh://example.com/-r',
      'https://-x/r',
      'file://server/share/r.git',
      'https://',
    ])
      await assert.rejects(
        read(source),
        human(/is not an address Memento fetches from|is nothing to import from/),
        source,
      );
    for (const source of ['http://example.com/r', 'http://localhost.example.com/r', 'http://127.0.0.1.example.com/r'])
      await assert.rejects(read(source), human(/is not encrypted/), source);
  });

  it('A69 never shows a password of an address', async () => {
    const address = readAddress('https://user:p%40ss@example.com/o/r');
    assert.equal(address.url, 'https://example.com/o/r');
    assert.equal(address.authorization, `Basic ${Buffer.from('user:p@ss').toString('base64')}`);
    assert.equal(readAddress('https://token@example.com/r').url, 'https://example.com/r');
    for (const source of [
      'ssh://git:secret@example.com/r',
      'http://u:secret@example.com/r',
      'ftp://u:secret@example.com/r',
    ])
      await assert.rejects(read(source), (error: unknown) => human(/./)(error) && !String(error).includes('secret'));
  });

  it('A61 refuses names of branches that are options, patterns or pairs of names', () => {
    for (const ref of ['main', 'feature/x', 'v1.0', 'a-b_c', 'HEAD', '한글', 'f'.repeat(40)])
      assert.equal(requireRef(ref), ref);
    for (const ref of [
      '',
      '-x',
      '--upload-pack=x',
      '+a',
      '!a',
      'a:b',
      'a..b',
      'a b',
      'a\nb',
      'a~1',
      'a^',
      'a*',
      'a?',
      'a[',
      'a\\b',
      '@{u}',
      '/a',
      'a/',
      'a//b',
      'a.',
      'x'.repeat(251),
    ])
      assert.throws(() => requireRef(ref), human(/is not the name of a branch/), ref);
  });

  it('A43 A49 B48 tells paths that lead out from names that not every system has', () => {
    for (const path of ['a', 'a/b.md', '--help', '.hidden', '..foo/x', '한글/📄', 'con-fig', 'a b'])
      assert.equal(pathFault(path), undefined, path);
    for (const path of [
      '',
      '.',
      '..',
      '../a',
      'a/../b',
      '/a',
      'a//b',
      'a/',
      'C:',
      'c:/a',
      'a\\b',
      'a\0b',
      '\\\\server\\x',
    ])
      assert.equal(pathFault(path), 'escape', path);
    for (const path of [
      'con',
      'CON.txt',
      'a/aux.md',
      'lpt1',
      'a.',
      'a ',
      'ab:c',
      'a?b',
      'a\nb',
      'a\x7fb',
      '\ud800',
      'x'.repeat(256),
      `${'x/'.repeat(101)}x`,
    ])
      assert.equal(pathFault(path), 'unusable', path);
  });

  it('shows any name on one line', () => {
    assert.equal(printable('a\nb\tc\u202ed\x1b[0m'), 'a\\nb\\tc\\u{202e}d\\x1b[0m');
    assert.equal(printable('x'.repeat(500)).length, 200);
  });
});
