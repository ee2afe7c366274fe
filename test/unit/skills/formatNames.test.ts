import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileNameOf, isSkillName, isUsableName, skillNameFrom } from '../../../src/engine/skills/name.js';

describe('skill names', () => {
  it('may be written in the form of the format only', () => {
    for (const name of ['a', '7', 'a-b-c', 'x'.repeat(64)]) assert.ok(isSkillName(name), name);
    for (const name of ['', 'A', 'a b', 'a--b', '-a', 'a-', 'é', 'x'.repeat(65), 'con', 'lpt1', 'a\n'])
      assert.ok(!isSkillName(name), name);
  });

  it('may be read in any script, but hide nothing and lead nowhere', () => {
    for (const name of [
      'PDF',
      'My Skill',
      'a.b_c',
      'c++',
      '기술',
      'навык',
      'skill-навык',
      '技能2',
      'हिंदी',
      'con',
      'x'.repeat(255),
    ])
      assert.ok(isUsableName(name), name);
    for (const name of [
      '',
      ' a',
      'a ',
      'a  b',
      '.',
      '..',
      '.git',
      'a.',
      'a/b',
      'a\\b',
      'a:b',
      'a\0',
      'a\tb',
      'a\u00A0b',
      '*',
      '<a>',
      '"a"',
    ])
      assert.ok(!isUsableName(name), JSON.stringify(name));
    for (const name of [
      'x'.repeat(256),
      '기'.repeat(86),
      'a\u200Bb',
      '\u115F',
      '\u{E0041}a',
      '\u202Ea',
      '\uD800',
      '😀',
    ])
      assert.ok(!isUsableName(name), JSON.stringify(name));
    // Cyrillic а in a Latin word; words of their own script are fine.
    assert.ok(!isUsableName('pаypal') && !isUsableName('Αlpha') && isUsableName('git-навыки'));
  });

  it('become file names that are safe and differ', () => {
    assert.equal(fileNameOf('my-skill'), 'my-skill');
    for (const name of ['My-Skill', '기술', 'con', 'nul', 'a.b', '..', 'x'.repeat(300), ''])
      assert.match(fileNameOf(name), /^_[0-9a-f]{32}$/, name);
    const safe = /^[a-z0-9_][a-z0-9-]*$/;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        assert.match(fileNameOf(one), safe);
        assert.equal(fileNameOf(one).toLowerCase() === fileNameOf(other).toLowerCase(), one === other);
      }),
      { seed: 1 },
    );
  });

  it('are found for what is none', () => {
    for (const [name, near] of [
      ['My Skill!', 'my-skill'],
      ['Über_Café', 'uber-cafe'],
      ['..x..', 'x'],
      ['a'.repeat(80), 'a'.repeat(64)],
    ] as const)
      assert.equal(skillNameFrom(name), near);
    for (const name of ['', '기술', '...', 'CON']) assert.equal(skillNameFrom(name), undefined, name);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => isSkillName(skillNameFrom(name) ?? 'a')),
      { seed: 2 },
    );
  });
});
