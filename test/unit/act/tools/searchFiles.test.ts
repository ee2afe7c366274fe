import assert from 'node:assert/strict';
import { symlink, writeFile as writeBytes } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { globTest } from '../../../../src/engine/act/tools/glob.js';
import { regexMatcher, textMatcher } from '../../../../src/engine/act/tools/matcher.js';
import { searchFiles } from '../../../../src/engine/act/tools/searchFiles.js';
import { CancelledError } from '../../../../src/engine/errors.js';
import { english } from '../../../../src/engine/text.js';
import { makeWorkspace, type TestWorkspace } from '../workspace.js';

const signal = new AbortController().signal;

describe('search_files', () => {
  let ws: TestWorkspace;
  beforeEach(async () => {
    ws = await makeWorkspace();
  });
  afterEach(() => ws.dispose());

  it('finds plain text with path and line', async () => {
    await ws.put('b.ts', 'one\r\nfind (me)\r\n');
    await ws.put('a/c.md', 'find (me) twice: find (me)\nnothing\nfind (me)');
    const result = await ws.call(searchFiles, { query: 'find (me)' });
    assert.equal(result.output, 'b.ts:2: find (me)\na/c.md:1: find (me) twice: find (me)\na/c.md:3: find (me)');
    assert.equal(english(result.summary), '3 hits');
    assert.equal((await ws.call(searchFiles, { query: 'absent' })).output, 'No line fits.');
    assert.deepEqual(ws.asked, []);
  });

  it('finds a regular expression line by line', async () => {
    await ws.put('a.ts', 'const x = 1;\r\nlet y = 2;\r\n');
    const { output } = await ws.call(searchFiles, { query: String.raw`^(const|let) \w = \d;$`, regex: true });
    assert.equal(output, 'a.ts:1: const x = 1;\na.ts:2: let y = 2;');
    assert.match((await ws.call(searchFiles, { query: '(', regex: true })).output, /not valid/);
  });

  it('stops an expression that would take for ever, and keeps the hits before it', async () => {
    const matcher = regexMatcher('(a+)+$');
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    assert.deepEqual(await matcher.find('aaa', 10, 10_000, signal), [{ line: 1, text: 'aaa' }]);
    assert.equal(await matcher.find(`${'a'.repeat(60)}b`, 10, 300, signal), undefined);
    clearInterval(timer);
    await matcher.dispose();
    assert.ok(turns > 10, 'the event loop stood still');
  });

  it('stops when the run is cancelled', async () => {
    await ws.put('a', `${'a'.repeat(60)}b`);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const search = ws.call(searchFiles, { query: '(a+)+$', regex: true }, undefined, controller.signal);
    await assert.rejects(search, CancelledError);
  });

  it('narrows by folder, file and pattern', async () => {
    for (const name of ['a.ts', 'src/b.ts', 'src/b.js', 'src/deep/c.ts']) await ws.put(name, 'x');
    const found = async (args: object) =>
      (await ws.call(searchFiles, { query: 'x', ...args })).output.split('\n').map((line) => line.split(':')[0]);
    assert.deepEqual(await found({ glob: '*.ts' }), ['a.ts', 'src/b.ts', 'src/deep/c.ts']);
    assert.deepEqual(await found({ glob: 'src/*.{js,ts}' }), ['src/b.js', 'src/b.ts']);
    assert.deepEqual(await found({ path: 'src', glob: '**/deep/**' }), ['src/deep/c.ts']);
    assert.deepEqual(await found({ path: 'src/b.js' }), ['src/b.js']);
    assert.equal((await ws.call(searchFiles, { query: 'x', path: 'missing' })).ok, false);
    assert.equal((await ws.call(searchFiles, { query: 'x', path: '..' })).ok, false);
  });

  it('leaves out packages, links, binaries and sensitive files, and says so of the last', async () => {
    await ws.put('node_modules/m/a.js', 'needle');
    await ws.put('.git/x', 'needle');
    await ws.put('.memento/skills/a/SKILL.md', 'needle');
    await ws.put('binary', Buffer.from('\0needle'));
    await ws.put('.env', 'needle');
    await writeBytes(path.join(ws.outside, 'x'), 'needle');
    await symlink(path.join(ws.outside, 'x'), ws.at('link'));
    await symlink(ws.outside, ws.at('dir'));
    const { output } = await ws.call(searchFiles, { query: 'needle' });
    assert.equal(
      output,
      'No line fits.\n[1 file(s) that may hold secrets were not searched; read_file asks for them.]',
    );
    assert.match((await ws.call(searchFiles, { query: 'needle', path: '.env' })).output, /^No line fits/);
    assert.match(
      (await ws.call(searchFiles, { query: 'needle', path: 'node_modules' })).output,
      /^node_modules\/m\/a\.js:1/,
    );
    assert.match((await ws.call(searchFiles, { query: 'needle', path: '.memento' })).output, /SKILL\.md:1/);
  });

  it('bounds hits, line length and file size', async () => {
    await ws.put('many', 'needle\n'.repeat(1000));
    const many = await ws.call(searchFiles, { query: 'needle', path: 'many' });
    assert.match(many.output, /many:200: needle\n\[Only the first 200 hits\.\]$/);
    await ws.put('long', `${'x'.repeat(5000)}needle${'y'.repeat(5000)}`);
    for (const regex of [false, true]) {
      const { output } = await ws.call(searchFiles, { query: 'needle', path: 'long', regex });
      assert.ok(output.includes('needle') && output.length < 400);
    }
    await ws.put('large', 'needle'.repeat(500_000));
    assert.match((await ws.call(searchFiles, { query: 'needle', path: 'large' })).output, /1 file\(s\) over 2 MB/);
  });

  it('finds the same lines as text and as an escaped expression (seeded)', async () => {
    const unit = fc.constantFrom('a', 'b', '\n', '\r\n', '한');
    const matchers = new Map<string, ReturnType<typeof regexMatcher>>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(unit, { maxLength: 40 }),
        fc.constantFrom('a', 'ab', 'aa', '한'),
        async (parts, query) => {
          const content = parts.join('');
          const regex = matchers.get(query) ?? regexMatcher(query);
          matchers.set(query, regex);
          const expected = content
            .split('\n')
            .flatMap((line, index) =>
              line.includes(query) ? [{ line: index + 1, text: line.replace(/\r$/, '') }] : [],
            );
          assert.deepEqual(await textMatcher(query).find(content, 100, 1000, signal), expected);
          assert.deepEqual(await regex.find(content, 100, 10_000, signal), expected);
        },
      ),
      { seed: 31, numRuns: 300 },
    );
    for (const matcher of matchers.values()) await matcher.dispose();
  });
});

describe('glob', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['*.ts', ['a.ts', 'src/a.ts', '.ts'], ['a.tsx', 'a.ts/b']],
    ['src/*.ts', ['src/a.ts'], ['a.ts', 'src/x/a.ts']],
    ['src/**', ['src/a', 'src/x/y'], ['lib/a']],
    ['**/*.test.*', ['a.test.ts', 'x/y/a.test.js'], ['a.ts']],
    ['src/**/x/*', ['src/x/a', 'src/a/b/x/c'], ['src/x/a/b']],
    ['./a?c', ['abc', 'x/abc'], ['ac', 'abbc']],
    ['{a,b/**}/{c,d}', ['a/c', 'b/x/d'], ['a/e']],
    ['[a]+(b)', ['[a]+(b)'], ['a', 'ab']],
    ['*', ['a', 'x/y'], []],
  ];
  for (const [pattern, yes, no] of cases)
    it(`fits ${pattern}`, () => {
      const test = globTest(pattern);
      for (const name of yes) assert.equal(test(name), true, name);
      for (const name of no) assert.equal(test(name), false, name);
    });

  it('takes bounded time for patterns made to be slow', () => {
    assert.equal(globTest(`${'*a'.repeat(60)}b`)('a'.repeat(4000)), false);
    assert.equal(globTest(`${'**/'.repeat(60)}b`)('a/'.repeat(1000)), false);
    assert.throws(() => globTest('{a,b}'.repeat(20)), /too many/);
  });
});
