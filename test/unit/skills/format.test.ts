import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { english } from '../../../src/engine/text.js';
import { parseSkill } from '../../../src/engine/skills/format.js';
import { useTempFolder } from '../store/temp.js';

const skill = (front: string, body = '# Do\n\nIt.\n'): string => `---\n${front}\n---\n${body}`;
const good = 'name: my-skill\ndescription: Does it. Use when it must be done.';

/** The findings as `code:line`. */
function codes(source: string, folder = 'my-skill'): string[] {
  return parseSkill(source, folder).diagnostics.map(({ code, line }) => `${code}:${line}`);
}
const usable = (source: string, folder = 'my-skill'): boolean => parseSkill(source, folder).ok;

describe('parseSkill', () => {
  it('reads a skill', () => {
    assert.deepEqual(parseSkill(skill(good), 'my-skill'), {
      ok: true,
      name: 'my-skill',
      description: 'Does it. Use when it must be done.',
      license: undefined,
      compatibility: undefined,
      allowedTools: [],
      metadata: new Map(),
      body: '# Do\n\nIt.\n',
      diagnostics: [],
    });
  });

  it('takes every field of the specification', () => {
    const front = `${good}\nlicense: MIT\ncompatibility: Needs git\nallowed-tools: Bash(git add:*) Read\nmetadata:\n  version: "1.0"\n  year: 2024`;
    const parsed = parseSkill(skill(front), 'my-skill');
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.license, parsed.compatibility], ['MIT', 'Needs git']);
    assert.deepEqual(parsed.allowedTools, ['Bash(git add:*)', 'Read']);
    assert.deepEqual(
      [...parsed.metadata],
      [
        ['version', '1.0'],
        ['year', '2024'],
      ],
    );
    assert.deepEqual(codes(skill(front)), ['metadata-unquoted:9']);
  });

  it('takes allowed tools as a list or with commas, as other agents write them', () => {
    for (const tools of ['[Read, "Bash(git:*)"]', 'Read, Bash(git:*)', '\n  - Read\n  - Bash(git:*)']) {
      const parsed = parseSkill(skill(`${good}\nallowed-tools: ${tools}`), 'my-skill');
      assert.ok(parsed.ok);
      assert.deepEqual(parsed.allowedTools, ['Read', 'Bash(git:*)'], tools);
    }
  });

  it('reads a byte order mark, CRLF, folded text and comments', () => {
    const parsed = parseSkill(
      '\uFEFF---\r\n# who\r\nname: my-skill # it\r\ndescription: >-\r\n  Does\r\n  it.\r\n---\r\nBody\r\n',
      'my-skill',
    );
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.description, parsed.body, parsed.diagnostics], ['Does it.', 'Body\r\n', []]);
  });

  it('takes no carriage return into the last value', () => {
    const parsed = parseSkill('---\r\nname: my-skill\r\ndescription: Does it.\r\n---\r\nBody', 'my-skill');
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.description, parsed.diagnostics], ['Does it.', []]);
  });

  it('keeps values as they are written', () => {
    assert.ok(usable(skill('name: no\ndescription: 2024-01-01'), 'no'));
    assert.deepEqual(codes(skill('name: 007\ndescription: 1.10'), '007'), ['value-unquoted:2', 'value-unquoted:3']);
    const parsed = parseSkill(skill('name: 007\ndescription: 1.10'), '007');
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.name, parsed.description], ['007', '1.10']);
  });

  it('takes the name of the folder, whatever the front matter says', () => {
    const named = (front: string, folder: string): unknown => {
      const parsed = parseSkill(skill(`${front}\ndescription: x`), folder);
      return parsed.ok ? [parsed.name, ...parsed.diagnostics.map(({ code }) => code)] : 'broken';
    };
    for (const name of ['a', 'a1', 'pdf-to-text', 'x'.repeat(64)])
      assert.deepEqual(named(`name: ${name}`, name), [name]);
    assert.deepEqual(named('name: one', 'other'), ['other', 'name-folder']);
    assert.deepEqual(named('name: One Thing', 'one-thing'), ['one-thing', 'name-invalid', 'name-folder']);
    assert.deepEqual(named('# nothing', 'one'), ['one', 'name-missing']);
    assert.deepEqual(named('name:', 'one'), ['one', 'name-missing']);
    assert.deepEqual(named('name: [a]', 'one'), ['one', 'name-invalid']);
    for (const name of ['A', 'a-', 'a--b', 'a_b', 'a.b', 'x'.repeat(65), 'My Skill', 'c++'])
      if (name !== 'a-') assert.deepEqual(named(`name: ${name}`, name), [name, 'name-invalid'], name);
    assert.deepEqual(named('name: nul', 'nul'), ['nul', 'name-reserved']);
    // Letters as a person and as macOS write them are the same name.
    assert.deepEqual(named('name: 기술', '기술'), ['기술', 'name-ascii']);
    assert.deepEqual(named('name: 기술', '기술'.normalize('NFD')), ['기술'.normalize('NFD'), 'name-ascii']);
    assert.deepEqual(named('name: été', 'été'), ['été', 'name-ascii']);
    for (const folder of [
      '-a',
      'a-',
      '.git',
      '..',
      'a/b',
      'a\\b',
      'a\nb',
      '😀',
      '',
      'a  b',
      'a\u200Bb',
      '\u3164',
      'pаypal',
    ])
      assert.equal(named(`name: ${JSON.stringify(folder)}`, folder), 'broken', folder);
  });

  it('holds descriptions to the rules', () => {
    const read = (value: string): unknown => {
      const parsed = parseSkill(skill(`name: my-skill\ndescription: ${value}`), 'my-skill');
      return [parsed.ok, ...parsed.diagnostics.map(({ code, line }) => `${code}:${line}`)];
    };
    assert.deepEqual(read('😀'.repeat(1024)), [true]);
    assert.deepEqual(read('x'.repeat(1025)), [true, 'description-too-long:3']);
    assert.deepEqual(read('Use <b>'), [true, 'description-markup:3']);
    for (const value of ['', '""', '~', '"  "', 'null'])
      assert.deepEqual(read(value), [false, 'description-missing:3'], value);
    assert.deepEqual(read('{a: 1}'), [false, 'description-invalid:3']);
    assert.deepEqual(codes(skill('name: my-skill')), ['description-missing:1']);
  });

  it('warns of what other tools mind and goes on', () => {
    const warn = (more: string): string[] => {
      assert.ok(usable(skill(`${good}\n${more}`)), more);
      return codes(skill(`${good}\n${more}`));
    };
    assert.deepEqual(warn('tags: x\nconstructor: y\n__proto__: z\nmodel: opus'), [
      'unknown-key:4',
      'unknown-key:5',
      'unknown-key:6',
      'host-key:7',
    ]);
    assert.deepEqual(warn('metadata: x'), ['metadata-invalid:4']);
    assert.deepEqual(warn('license: [MIT]'), ['value-not-text:4']);
    assert.deepEqual(warn(`compatibility: ${'x'.repeat(501)}`), ['compatibility-too-long:4']);
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  });

  it('reads values that lack their quotes', () => {
    const read = (front: string): unknown => {
      const parsed = parseSkill(skill(front), 'my-skill');
      return parsed.ok
        ? [parsed.description, ...parsed.diagnostics.map(({ code, line }) => `${code}:${line}`)]
        : 'broken';
    };
    assert.deepEqual(read('name: my-skill\ndescription: Use when: always'), ['Use when: always', 'value-colon:3']);
    assert.deepEqual(read('name: my-skill\ndescription: Use\n  when: always\n  and: ever\nlicense: MIT'), [
      'Use when: always and: ever',
      'value-colon:3',
    ]);
    assert.deepEqual(read('description: Say: "no" \\ it # really\nname: my-skill\nmetadata:\n  note: a: b'), [
      'Say: "no" \\ it',
      'value-colon:2',
      'value-colon:5',
    ]);
    assert.deepEqual(read('name: my-skill\ndescription: @you do it'), ['@you do it', 'value-reserved:3']);
    assert.deepEqual(read('name: my-skill\ndescription: **Do** it\nargument-hint: [a] [b]'), [
      '**Do** it',
      'value-reserved:3',
      'value-reserved:4',
      'host-key:4',
    ]);
    // What YAML can read is not touched, and what quotes do not mend stays broken.
    assert.deepEqual(read('name: my-skill\ndescription: |\n  Use\n  when: x'), ['Use\nwhen: x\n']);
    assert.equal(read('name: my-skill\ndescription: a: b\nx: ['), 'broken');
    assert.equal(read('name: my-skill\ndescription: &a x\nlicense: *a'), 'broken');
  });

  it('says what is wrong with the front matter, and where', () => {
    assert.deepEqual(codes(''), ['front-matter-missing:1']);
    assert.deepEqual(codes('# Just text'), ['front-matter-missing:1']);
    assert.deepEqual(codes(`\n${skill(good)}`), ['front-matter-missing:1']);
    assert.deepEqual(codes('---'), ['front-matter-missing:1']);
    assert.deepEqual(codes(`---\n${good}\n`), ['front-matter-open:1']);
    assert.deepEqual(codes(`---\n${good}\n---extra\nBody\n---\n`), ['front-matter-open:4']);
    assert.deepEqual(codes(skill(`${good}\nname: my-skill`)), ['front-matter-yaml:4']);
    assert.deepEqual(codes(skill('- a\n- b')), ['front-matter-shape:2']);
    assert.deepEqual(codes(skill('text')), ['front-matter-shape:2']);
    assert.deepEqual(codes(skill('? [a]\n: b')), ['front-matter-yaml:2']);
    assert.deepEqual(codes(skill('a: &x b\nc: *x')), ['front-matter-yaml:3']);
    assert.deepEqual(codes(skill('# only this')), ['name-missing:1', 'description-missing:1']);
    assert.deepEqual(codes('---\n---\n'), ['name-missing:1', 'description-missing:1']);
  });

  it('tells the most common mistake in plain words', () => {
    const [found] = parseSkill(
      skill('name: my-skill\ndescription: Use when: always\nx: [ a: b'),
      'my-skill',
    ).diagnostics;
    assert.match(english(found!.message), /must stand in quotes/);
  });

  it('says the same of a broken file every time', () => {
    for (let time = 0; time < 3; time++) assert.deepEqual(codes(skill('a: [')), ['front-matter-yaml:2']);
  });
});

describe('front matter in other languages', () => {
  const at = useTempFolder();

  it('runs no code, in any spelling', () => {
    const fences =
      '---js|---javascript|---JS|---JavaScript|--- js|---\tjs|---js\t|---js \r|---\u00A0js|---json|---coffee|---cson|---toml|---constructor|---toString|---__proto__|---yaml'.split(
        '|',
      );
    for (const [index, fence] of fences.entries()) {
      const canary = at(`canary-${index}`);
      const code = `(process.getBuiltinModule ?? process.mainModule.require)('node:fs').writeFileSync(${JSON.stringify(canary)}, '')`;
      const source = `${fence}\n{ name: ${code} }\n---\nBody\n`;
      const parsed = parseSkill(source, 'my-skill');
      assert.ok(!parsed.ok && parsed.diagnostics[0]?.code === 'front-matter-language', fence);
      for (const variant of [
        source,
        `\uFEFF${source}`,
        `---\n${source}`,
        `---\n---\n${source}`,
        source.replaceAll('\n', '\r\n'),
      ])
        parseSkill(variant, 'my-skill');
      assert.ok(!existsSync(canary), fence);
    }
  });

  it('takes a YAML tag for text', () => {
    const canary = at('canary');
    const tag = `!!js/function "function(){require('fs').writeFileSync('${canary}','')}"`;
    parseSkill(skill(`name: ${tag}\ndescription: ${tag}`), 'my-skill');
    assert.ok(!existsSync(canary));
  });
});

describe('parseSkill on hostile input', () => {
  const many = (count: number, item: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => item(index)).join('');

  it('refuses what would take too long, before it is parsed', () => {
    const hostile: Record<string, string> = {
      newlines: '\n'.repeat(65_000),
      'newlines and spaces': '\n'.repeat(900) + ' '.repeat(60_000),
      keys: many(10_000, (index) => `${index.toString(36)}:\n`),
      'keys in braces': `a: {${many(12_000, (index) => `${index.toString(36)},`)}}`,
      'nested lists': `a: ${'['.repeat(60_000)}`,
      'nested dashes': `${'- '.repeat(30_000)}x`,
      'nested keys': `${'? '.repeat(30_000)}x`,
      anchors: `a: ${'&a '.repeat(20_000)}`,
      tags: `a: ${'!a '.repeat(20_000)}`,
      aliases: `a: &a x\nb: [${'*a,'.repeat(15_000)}]`,
      directives: '%x\n'.repeat(20_000),
      large: `a: ${'x'.repeat(70_000)}`,
    };
    for (const [what, front] of Object.entries(hostile))
      assert.deepEqual(codes(skill(front)), ['front-matter-too-large:1'], what);
    assert.deepEqual(codes(skill(good, 'x'.repeat(1024 * 1024))), ['file-too-large:1']);
  });

  it('refuses aliases, of which a few lines make a billion values', () => {
    const front = `a0: &a0 [x, x]\n${many(30, (index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`)}`;
    assert.deepEqual(codes(skill(front)), ['front-matter-yaml:3']);
  });
});
