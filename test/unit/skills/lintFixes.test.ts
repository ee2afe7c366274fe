import assert from 'node:assert/strict';
import { fixesFor } from '../../../src/engine/skills/lint/fixes.js';
import { lintSkill } from '../../../src/engine/skills/lint/lintSkill.js';
import { applyEdits } from '../../../src/engine/skills/quoting.js';
import { english } from '../../../src/engine/text.js';

const skill = (front: string, body = '# Do\n\nIt.\n'): string => `---\n${front}\n---\n${body}`;
const good = 'name: my-skill\ndescription: Does it.';

/** What the fixes of a finding make of a file; a rename is told as `-> name`. */
function fixed(source: string, code: string, folder = 'my-skill'): string[] {
  const found = lintSkill({ source, folder }).diagnostics.find((one) => one.code === code);
  assert.ok(found, `no ${code}`);
  return fixesFor(source, folder, found).map((fix) => {
    assert.ok(english(fix.title));
    if ('renameFolder' in fix) {
      assert.ok(!codes(source, fix.renameFolder).includes(code));
      return `-> ${fix.renameFolder}`;
    }
    const result = applyEdits(source, fix.edits);
    const before = codes(source, folder).filter((one) => one === code).length;
    assert.equal(codes(result, folder).filter((one) => one === code).length, code === 'statistics' ? 0 : before - 1);
    return result;
  });
}

const codes = (source: string, folder: string): string[] =>
  lintSkill({ source, folder }).diagnostics.map(({ code }) => code);

/** A whole file around one entry, with everything that must stay as it is. */
const around = (entry: string, eol = '\n'): string =>
  `\uFEFF---\n# kept\nname:   my-skill # yes\n${entry}\nlicense: 'MIT'\n\n# end\n---\n\n# Do\n\nIt.`.replaceAll(
    '\n',
    eol,
  );

describe('fixesFor', () => {
  it('renames the folder or changes the name', () => {
    assert.deepEqual(fixed(skill('name: other\ndescription: x'), 'name-folder'), [
      '-> other',
      skill('name: "my-skill"\ndescription: x'),
    ]);
    assert.deepEqual(fixed(skill('name: My_Skill # x\ndescription: x'), 'name-invalid', 'my-own'), [
      skill('name: "my-own" # x\ndescription: x'),
      skill('name: "my-skill" # x\ndescription: x'),
    ]);
    assert.deepEqual(fixed(skill('name: Do It\ndescription: x'), 'name-invalid', 'Do It'), [
      skill('name: "do-it"\ndescription: x'),
    ]);
    assert.deepEqual(fixed(skill('name: x\ndescription: x'), 'folder-name', '.My skill.'), ['-> my-skill']);
    assert.deepEqual(fixed(skill('name: x\ndescription: x'), 'folder-name', '😀'), []);
  });

  it('adds a name', () => {
    for (const [front, after] of [
      ['description: x', 'name: "my-skill"\ndescription: x'],
      ['  description: x', '  name: "my-skill"\n  description: x'],
      ['name:\ndescription: x', 'name: "my-skill"\ndescription: x'],
      ['name: # soon\ndescription: x', 'name: "my-skill" # soon\ndescription: x'],
      ['name: ~\ndescription: x', 'name: "my-skill"\ndescription: x'],
      ['{description: x}', '{name: "my-skill", description: x}'],
    ] as const)
      assert.deepEqual(fixed(skill(front), 'name-missing'), [skill(after)], front);
    assert.deepEqual(fixed(skill('description: x'), 'name-missing', 'My Skill'), []);
  });

  it('puts values in quotes', () => {
    assert.deepEqual(fixed(around('description: Use when: "x" # why'), 'value-colon'), [
      around('description: "Use when: \\"x\\"" # why'),
    ]);
    assert.deepEqual(fixed(around('description: Use\n  when: due\n  now'), 'value-colon'), [
      around('description: "Use when: due now"'),
    ]);
    assert.deepEqual(fixed(around('description: a: b\ncompatibility: c: d'), 'value-colon'), [
      around('description: "a: b"\ncompatibility: c: d'),
    ]);
    assert.deepEqual(fixed(around('description: @x\tyou', '\r\n'), 'value-reserved'), [
      around('description: "@x\\tyou"', '\r\n'),
    ]);
    assert.deepEqual(fixed(around('description: 1.10'), 'value-unquoted'), [around('description: "1.10"')]);
    assert.deepEqual(fixed(around('description: x\nmetadata:\n  version: 1.0 # v\n  b: 2'), 'metadata-unquoted'), [
      around('description: x\nmetadata:\n  version: "1.0" # v\n  b: 2'),
    ]);
  });

  it('shortens at the end of a sentence, else of a word', () => {
    const sentence = 'It does this and that, and more. ';
    const [short] = fixed(around(`description: ${sentence.repeat(40).trim()}`), 'description-too-long');
    assert.equal(short, around(`description: "${sentence.repeat(31).trim()}"`));
    const [words] = fixed(around(`description: ${'word '.repeat(300).trim()}`), 'description-too-long');
    assert.equal(words, around(`description: "${'word '.repeat(204).trim()}"`));
    const [letters] = fixed(around(`description: ${'😀'.repeat(1025)}`), 'description-too-long');
    assert.equal(letters, around(`description: "${'😀'.repeat(1024)}"`));
    const [note] = fixed(
      around(`description: x\ncompatibility: >-\n  ${'a b. '.repeat(120).trim()}`),
      'compatibility-too-long',
    );
    assert.equal(note, around(`description: x\ncompatibility: "${'a b. '.repeat(100).trim()}"`));
  });

  it('takes out what others refuse', () => {
    assert.deepEqual(fixed(around('description: >- # why\n  Makes <b>\n  bold'), 'description-markup'), [
      around('description: "Makes b bold" # why'),
    ]);
    assert.deepEqual(fixed(around('description: x\ntags: [a,\n  b]\n# next'), 'unknown-key'), [
      around('description: x\n# next'),
    ]);
    assert.deepEqual(fixed(around('description: x\nmodel: opus'), 'host-key'), [around('description: x')]);
    assert.deepEqual(fixed(skill('{name: my-skill, model: opus, description: x}'), 'host-key'), [
      skill('{name: my-skill, description: x}'),
    ]);
    assert.deepEqual(fixed(around('description: x\nallowed-tools: "*"'), 'allowed-tools-all'), [
      around('description: x'),
    ]);
    const smuggled = around('description: a\u200B\u200Bb').replace('It.', 'It\u{E0041}. 👩‍💻\u202E');
    assert.deepEqual(fixed(smuggled, 'hidden-characters'), [around('description: ab').replace('It.', 'It. 👩‍💻')]);
  });

  it('keeps an unknown text among the metadata', () => {
    assert.deepEqual(fixed(around('description: x\nversion: 1.0 # v'), 'unknown-key'), [
      around('description: x\nmetadata:\n  version: "1.0"'),
      around('description: x'),
    ]);
    assert.deepEqual(fixed(around('description: x\nmetadata:\n    a: b # c\nauthor: me'), 'unknown-key'), [
      around('description: x\nmetadata:\n    a: b # c\n    author: "me"'),
      around('description: x\nmetadata:\n    a: b # c'),
    ]);
  });

  it('moves statistics out, all at once', () => {
    assert.deepEqual(
      fixed(around('uses: 3\ndescription: x\nmetadata:\n  last_used: "2026-01-01"\n  a: b'), 'statistics'),
      [around('description: x\nmetadata:\n  a: b')],
    );
    assert.deepEqual(fixed(around('description: x\nmetadata:\n  uses: "3"'), 'statistics'), [around('description: x')]);
  });

  it('writes allowed tools as one text', () => {
    for (const tools of ['[Read, "Bash(git:*)"]', 'Read, Bash(git:*)', '\n  - Read\n  - Bash(git:*)'])
      assert.deepEqual(fixed(around(`description: x\nallowed-tools: ${tools}`), 'allowed-tools-list'), [
        around('description: x\nallowed-tools: "Read Bash(git:*)"'),
      ]);
  });

  it('offers nothing where only the person knows', () => {
    for (const [source, code] of [
      [skill('description: ['), 'front-matter-yaml'],
      [skill('name: my-skill'), 'description-missing'],
      [skill(good, ''), 'body-empty'],
      [skill(good, 'rm -rf /'), 'command-delete'],
    ] as const)
      assert.deepEqual(fixed(source, code), []);
  });
});
