import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, symlink, truncate, writeFile as writeBytes } from 'node:fs/promises';
import path from 'node:path';
import { listDir } from '../../../../src/engine/act/tools/listDir.js';
import { readFile } from '../../../../src/engine/act/tools/readFile.js';
import { english } from '../../../../src/engine/text.js';
import { makeWorkspace, type TestWorkspace } from '../workspace.js';

describe('read_file', () => {
  let ws: TestWorkspace;
  beforeEach(async () => {
    ws = await makeWorkspace();
  });
  afterEach(() => ws.dispose());
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

  it('returns the text as it is', async () => {
    await ws.put('a.txt', '\ufeffone\r\n  two\tthree\n\nlast');
    const result = await ws.call(readFile, { path: 'a.txt' });
    assert.equal(result.output, 'one\r\n  two\tthree\n\nlast');
    assert.equal(english(result.summary), '4 lines');
    assert.deepEqual(ws.asked, []);
  });

  it('reads a part and says how to read on', async () => {
    await ws.put('a.txt', numbered(10));
    assert.equal(
      (await ws.call(readFile, { path: 'a.txt', offset: 3, limit: 2 })).output,
      'line 3\nline 4\n[Cut after line 4: read on with offset 5.]',
    );
    assert.equal((await ws.call(readFile, { path: 'a.txt', offset: 9 })).output, 'line 9\nline 10\n');
    assert.equal((await ws.call(readFile, { path: 'a.txt', offset: 9, limit: 2 })).output, 'line 9\nline 10\n');
    assert.match((await ws.call(readFile, { path: 'a.txt', offset: 12 })).output, /only 10 lines/);
    await ws.put('empty', '');
    assert.equal((await ws.call(readFile, { path: 'empty' })).output, '[The file is empty.]');
  });

  it('stays within 2000 lines and 64 KB, in whole lines', async () => {
    await ws.put('lines', numbered(5000));
    const byLines = await ws.call(readFile, { path: 'lines' });
    assert.match(byLines.output, /line 2000\n\[Cut after line 2000: read on with offset 2001\.\]$/);
    await ws.put('wide', `${'한'.repeat(100)}\n`.repeat(1000));
    const byBytes = (await ws.call(readFile, { path: 'wide' })).output;
    assert.ok(Buffer.byteLength(byBytes) <= 64 * 1024 + 100);
    const [, cut] = /\[Cut after line (\d+): read on/.exec(byBytes)!;
    assert.equal(byBytes.split('\n').length - 1, Number(cut));
    assert.ok(!byBytes.includes('\ufffd'));
  });

  it('reads a whole file page by page without losing or doubling a line', async () => {
    const whole = Array.from({ length: 3000 }, (_, index) => `${index} ${'é'.repeat((index * 37) % 90)}\n`).join('');
    await ws.put('a', whole);
    let [read, offset] = ['', 1];
    for (;;) {
      const { output } = await ws.call(readFile, { path: 'a', offset });
      const note = /\[Cut after line \d+: read on with offset (\d+)\.\]$/.exec(output);
      read += note ? output.slice(0, note.index) : output;
      if (!note) break;
      offset = Number(note[1]);
    }
    assert.equal(read, whole);
  });

  it('cuts a line that is longer than a page', async () => {
    await ws.put('a', `${'한'.repeat(60_000)}\nnext\n`);
    const { output } = await ws.call(readFile, { path: 'a' });
    assert.match(output, /^한+\n\[Line 1 is longer than 64 KB and was cut\.\]/);
  });

  it('reads the beginning of a file too large for memory', async () => {
    await ws.put('huge', 'first\n');
    await truncate(ws.at('huge'), 20 * 1024 ** 3);
    assert.match((await ws.call(readFile, { path: 'huge', limit: 1 })).output, /binary file/);
    await ws.put('log', numbered(400_000));
    assert.match((await ws.call(readFile, { path: 'log', offset: 399_999 })).output, /^line 399999\nline 400000\n$/);
  });

  it('refuses what is not text, not a file, or not there', async () => {
    await ws.put('binary', Buffer.from([1, 0, 2]));
    execFileSync('mkfifo', [ws.at('pipe')]);
    await symlink('/dev/zero', ws.at('device'));
    for (const [name, why] of [
      ['binary', /binary file \(3 B\)/],
      ['pipe', /not a regular file/],
      ['.', /is a folder: use list_dir/],
      ['missing', /does not exist/],
      ['missing/deeper', /does not exist/],
      ['binary/x', /not a folder/],
      ['device', /outside/],
      ['/proc/self/environ', /outside/],
      ['a\0b', /NUL/],
    ] as const) {
      const result = await ws.call(readFile, { path: name });
      assert.equal(result.ok, false, name);
      assert.match(result.output, why);
    }
  });

  it('marks bytes that are not UTF-8', async () => {
    await ws.put('latin1', Buffer.from('caf\xe9\n', 'latin1'));
    assert.match((await ws.call(readFile, { path: 'latin1' })).output, /^caf\ufffd\n\[Some bytes are not UTF-8/);
    await ws.put('replacement', 'caf\ufffd\n');
    assert.equal((await ws.call(readFile, { path: 'replacement' })).output, 'caf\ufffd\n');
  });

  it('asks for a sensitive file each time, also under another name', async () => {
    await ws.put('.env', 'KEY=1');
    await symlink('.env', ws.at('notes.txt'));
    assert.equal((await ws.call(readFile, { path: '.env' })).output, 'KEY=1');
    assert.equal((await ws.call(readFile, { path: './x/../.env' })).output, 'KEY=1');
    const refused = await ws.call(readFile, { path: 'notes.txt' }, () => false);
    assert.equal(refused.ok, false);
    assert.ok(!refused.output.includes('KEY'));
    assert.deepEqual(
      ws.asked.map(({ kind, subject, choices }) => ({ kind, subject, choices })),
      Array.from({ length: 3 }, () => ({ kind: 'read', subject: '.env', choices: ['once', 'deny'] })),
    );
  });

  it('reads a hard link: it has no other place than this one', async () => {
    await writeBytes(path.join(ws.outside, 'x'), 'shared');
    await link(path.join(ws.outside, 'x'), ws.at('x'));
    assert.equal((await ws.call(readFile, { path: 'x' })).output, 'shared');
  });

  it('takes names that look like options or hold a newline', async () => {
    for (const name of ['--help', '-rf', 'a\nb', ' leading']) {
      await ws.put(name, name);
      assert.equal((await ws.call(readFile, { path: name })).output, name);
    }
  });
});

describe('list_dir', () => {
  let ws: TestWorkspace;
  beforeEach(async () => {
    ws = await makeWorkspace();
  });
  afterEach(() => ws.dispose());

  it('shows a tree of two levels, links unfollowed, packages closed', async () => {
    for (const name of ['b.txt', 'src/a.ts', 'src/deep/x/y', 'node_modules/m/index.js', '.git/HEAD'])
      await ws.put(name, '');
    await symlink(ws.outside, ws.at('out'));
    const result = await ws.call(listDir, {});
    const expected = [
      './',
      '.git/ (not listed)',
      'b.txt',
      'node_modules/ (not listed)',
      `out -> ${ws.outside}`,
      'src/',
      '  a.ts',
      '  deep/',
    ];
    assert.equal(result.output, expected.join('\n'));
    assert.equal(english(result.summary), '7 entries');
  });

  it('goes as deep as asked, and into a closed folder when named', async () => {
    await ws.put('a/b/c/d', '');
    await ws.put('node_modules/m/index.js', '');
    assert.equal((await ws.call(listDir, { path: 'a', depth: 5 })).output, 'a/\nb/\n  c/\n    d');
    assert.equal((await ws.call(listDir, { path: 'node_modules', depth: 1 })).output, 'node_modules/\nm/');
    assert.equal((await ws.call(listDir, { depth: 9 })).ok, false);
  });

  it('stops at 500 entries and says so', async () => {
    for (let count = 0; count < 520; count++) await ws.put(`many/${count}`, '');
    const { output } = await ws.call(listDir, { path: 'many' });
    assert.match(output, /\[Only the first 500 entries/);
    assert.equal(output.split('\n').length, 502);
  });

  it('shows hidden characters of names, and empty folders', async () => {
    await ws.put('evil\nname', '');
    await ws.put('a\u202eb', '');
    const { output } = await ws.call(listDir, {});
    assert.equal(output, './\na\\u{202e}b\nevil\\nname');
  });

  it('refuses the outside and what is no folder', async () => {
    await ws.put('file', '');
    await symlink(ws.outside, ws.at('out'));
    for (const name of ['..', 'out', '/', 'file', 'missing'])
      assert.equal((await ws.call(listDir, { path: name })).ok, false);
  });
});
