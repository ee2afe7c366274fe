import assert from 'node:assert/strict';
import { renderSkill, setField } from '../../../src/engine/skills/edit.js';
import { parseSkill } from '../../../src/engine/skills/format.js';
import { HumanError } from '../../../src/engine/errors.js';

const skill = (front: string, body = '# Do\n'): string => `---\n${front}\n---\n${body}`;

describe('setField', () => {
  it('changes the value and nothing else', () => {
    const source =
      '\uFEFF---\r\n# a\r\nname:   x # b\r\n\r\ndescription: >-  # c\r\n  Does\r\n  it.\r\n\r\n# d\r\nlicense: MIT\r\n---\r\nBody';
    assert.equal(
      setField(source, 'description', 'Says "no": \\ always.'),
      '\uFEFF---\r\n# a\r\nname:   x # b\r\n\r\ndescription: "Says \\"no\\": \\\\ always." # c\r\n\r\n# d\r\nlicense: MIT\r\n---\r\nBody',
    );
    assert.equal(setField(source, 'name', 'y'), source.replace('name:   x #', 'name:   "y" #'));
    assert.equal(setField(source, 'license', 'MIT'), source);
  });

  it('replaces values of every form', () => {
    for (const value of [
      'x',
      "'x'",
      '"x"',
      '|\n  x\n  y',
      '>+\n  x\n\n',
      '[a, b]',
      '{a: b}',
      '\n  - a\n  - b',
      '\n  a: b',
      '',
      '~',
      'x\n  y',
      '!!str x',
      '12',
    ])
      assert.equal(
        setField(skill(`description: d\nlicense: ${value}\nname: n`), 'license', 'new').replace(/\n+name/, '\nname'),
        skill('description: d\nlicense: "new"\nname: n').replace(
          '"new"',
          value === '!!str x' ? '!!str "new"' : '"new"',
        ),
        value,
      );
    assert.equal(setField('---\n{name: n, license: x}\n---\n', 'license', 'y'), '---\n{name: n, license: "y"}\n---\n');
  });

  it('adds a key behind those that come before it', () => {
    assert.equal(setField(skill('name: n'), 'description', 'd'), skill('name: n\ndescription: "d"'));
    assert.equal(
      setField(skill('license: l\nname: n # x\ntags: x'), 'description', 'd'),
      skill('license: l\nname: n # x\ndescription: "d"\ntags: x'),
    );
    assert.equal(setField(skill('description: d'), 'name', 'n'), skill('name: "n"\ndescription: d'));
    assert.equal(setField('---\r\n---\r\nx', 'name', 'n'), '---\r\nname: "n"\r\n---\r\nx');
    assert.equal(
      setField(skill('name: |+\n  n\n\ntags: x'), 'license', 'l'),
      skill('name: |+\n  n\n\nlicense: "l"\ntags: x'),
    );
    assert.equal(setField('---\n{}\n---\n', 'name', 'n'), '---\n{name: "n"}\n---\n');
  });

  it('reads a file again that had values without their quotes', () => {
    const source = skill('name: n\ndescription: a: b\nlicense: c: d');
    assert.equal(setField(source, 'description', 'a: b'), skill('name: n\ndescription: "a: b"\nlicense: c: d'));
    assert.equal(setField(source, 'name', 'm'), skill('name: "m"\ndescription: a: b\nlicense: c: d'));
  });

  it('escapes what YAML or other readers stumble over', () => {
    for (const value of [
      'a\nb',
      '---',
      'a --- b',
      '\0\x1b\x7f',
      '\u2028\uFEFF\u0085',
      '😀',
      '\uD800',
      '  x  ',
      '# x',
      '',
    ])
      assert.deepEqual(read(setField(skill('name: n\nlicense: x'), 'license', value)), value);
    assert.ok(!setField(skill('name: n'), 'license', 'a---b').includes('a---b'));
  });

  const read = (source: string): unknown => {
    const parsed = parseSkill(setField(source, 'description', 'd'), 'n');
    return parsed.ok && parsed.license;
  };

  it('refuses what cannot be read, before or after', () => {
    assert.throws(() => setField('no front matter', 'name', 'n'), HumanError);
    assert.throws(() => setField(skill('a: ['), 'name', 'n'), HumanError);
    assert.throws(() => setField(skill('name: n'), 'description', ','.repeat(2000)), HumanError);
  });
});

describe('renderSkill', () => {
  it('writes keys of the format in quotes', () => {
    assert.equal(
      renderSkill({
        name: 'my-skill',
        description: 'Does "it": now.',
        license: 'MIT',
        compatibility: 'Needs git',
        allowedTools: 'Read Bash(git:*)',
        metadata: new Map([['version', '1.0']]),
        body: '\n# Do\n\nIt.\n\n',
      }),
      `---
name: "my-skill"
description: "Does \\"it\\": now."
license: "MIT"
compatibility: "Needs git"
allowed-tools: "Read Bash(git:*)"
metadata:
  "version": "1.0"
---

# Do

It.
`,
    );
  });

  it('refuses what breaks a rule', () => {
    const good = { name: 'my-skill', description: 'Does it.', body: 'x' };
    assert.equal(parseSkill(renderSkill(good), 'my-skill').diagnostics.length, 0);
    for (const bad of [
      { name: 'My' },
      { name: '기술' },
      { name: 'nul' },
      { description: ' ' },
      { description: 'x'.repeat(1025) },
      { description: '<b>' },
      { compatibility: 'x'.repeat(501) },
      { allowedTools: '*' },
    ])
      assert.throws(() => renderSkill({ ...good, ...bad }), HumanError, JSON.stringify(bad));
  });
});
