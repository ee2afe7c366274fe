import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
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
      body: '# Do\n\nIt.\n',
      diagnostics: [],
    });
  });

  it('takes every field of the specification', () => {
    const front = `${good}\nlicense: MIT\ncompatibility: Needs git\nallowed-tools: Bash(git:*) Read\nmetadata:\n  version: "1.0"`;
    assert.deepEqual(codes(skill(front)), []);
  });

  it('reads a byte order mark, CRLF, folded text and comments', () => {
    const parsed = parseSkill(
      '\uFEFF---\r\n# who\r\nname: my-skill # it\r\ndescription: >-\r\n  Does\r\n  it.\r\n---\r\nBody\r\n',
      'my-skill',
    );
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.description, parsed.body, parsed.diagnostics], ['Does it.', 'Body\r\n', []]);
  });

  it('keeps values as they are written', () => {
    assert.ok(usable(skill('name: no\ndescription: 2024-01-01'), 'no'));
    assert.deepEqual(codes(skill('name: 007\ndescription: 1.10'), '007'), ['value-unquoted:2', 'value-unquoted:3']);
    const parsed = parseSkill(skill('name: 007\ndescription: 1.10'), '007');
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.name, parsed.description], ['007', '1.10']);
  });

  it('holds names to the rules', () => {
    for (const name of ['a', 'a1', 'pdf-to-text', 'x'.repeat(64)])
      assert.ok(usable(skill(`name: ${name}\ndescription: x`), name), name);
    for (const name of ['A', '-a', 'a-', 'a--b', 'a_b', 'a.b', '"a/b"', '".."', 'x'.repeat(65), '기술', 'nul', 'com1'])
      assert.deepEqual(codes(skill(`name: ${name}\ndescription: x`), name.replaceAll('"', '')), ['name-invalid:2']);
    assert.deepEqual(codes(skill('description: x')), ['name-missing:1']);
    assert.deepEqual(codes(skill('name:\ndescription: x')), ['name-missing:2']);
    assert.deepEqual(codes(skill('name: [a]\ndescription: x')), ['name-invalid:2']);
    assert.deepEqual(codes(skill(good), 'other'), ['name-folder:2']);
  });

  it('holds descriptions to the rules', () => {
    assert.ok(usable(skill(`name: my-skill\ndescription: ${'😀'.repeat(1024)}`)));
    assert.deepEqual(codes(skill(`name: my-skill\ndescription: ${'x'.repeat(1025)}`)), ['description-too-long:3']);
    for (const value of ['', '""', '~', '"  "'])
      assert.deepEqual(codes(skill(`name: my-skill\ndescription: ${value}`)), ['description-missing:3'], value);
    assert.deepEqual(codes(skill('name: my-skill\ndescription: {a: 1}')), ['description-invalid:3']);
    assert.deepEqual(codes(skill('name: my-skill')), ['description-missing:1']);
    assert.deepEqual(codes(skill('name: my-skill\ndescription: Use <b>')), ['description-markup:3']);
  });

  it('warns of what other tools mind and goes on', () => {
    const warn = (more: string): string[] => {
      assert.ok(usable(skill(`${good}\n${more}`)), more);
      return codes(skill(`${good}\n${more}`));
    };
    assert.deepEqual(warn('model: x\nconstructor: y\n__proto__: z'), [
      'unknown-key:4',
      'unknown-key:5',
      'unknown-key:6',
    ]);
    assert.deepEqual(warn('metadata:\n  version: 1.0'), ['metadata-invalid:4']);
    assert.deepEqual(warn('metadata: x'), ['metadata-invalid:4']);
    assert.deepEqual(warn('allowed-tools: [Read]'), ['value-not-text:4']);
    assert.deepEqual(warn(`compatibility: ${'x'.repeat(501)}`), ['compatibility-too-long:4']);
    assert.deepEqual(codes(skill(good, '')), ['body-empty:5']);
    assert.deepEqual(codes(skill(good, 'x\n'.repeat(501))), ['body-long:5']);
    assert.deepEqual(codes(skill(good, 'a\nb\u200B\u202E\n')), ['hidden-characters:6']);
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  });

  it('says what is wrong with the front matter, and where', () => {
    assert.deepEqual(codes(''), ['front-matter-missing:1']);
    assert.deepEqual(codes('# Just text'), ['front-matter-missing:1']);
    assert.deepEqual(codes(`\n${skill(good)}`), ['front-matter-missing:1']);
    assert.deepEqual(codes('---'), ['front-matter-missing:1']);
    assert.deepEqual(codes(`---\n${good}\n`), ['front-matter-open:1']);
    assert.deepEqual(codes(`---\n${good}\n---extra\nBody\n---\n`), ['front-matter-open:4']);
    assert.deepEqual(codes(skill(`${good}\nname: my-skill`)), ['front-matter-yaml:4']);
    assert.deepEqual(codes(skill('name: my-skill\ndescription: Use when: always')), ['front-matter-yaml:3']);
    assert.deepEqual(codes(skill('- a\n- b')), ['front-matter-shape:2']);
    assert.deepEqual(codes(skill('text')), ['front-matter-shape:2']);
    assert.deepEqual(codes(skill('? [a]\n: b')), ['front-matter-yaml:2']);
    assert.deepEqual(codes(skill('a: &x b\nc: *x')), ['front-matter-yaml:3']);
    assert.deepEqual(codes(skill('# only this')), ['name-missing:1', 'description-missing:1']);
    assert.deepEqual(codes('---\n---\n'), ['name-missing:1', 'description-missing:1', 'body-empty:3']);
  });

  it('tells the most common mistake in plain words', () => {
    const [found] = parseSkill(skill('name: my-skill\ndescription: Use when: always'), 'my-skill').diagnostics;
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

  it('never throws and always explains', function () {
    this.timeout(60_000);
    const word = fc.constantFrom(
      ...[
        '---',
        '---\n',
        '\n---\n',
        '\r\n',
        '\n',
        'name: my-skill\n',
        'description: ',
        'name',
        ': ',
        '- ',
        '  ',
        '"',
        "'",
        '|',
        '>-',
        '{',
        '}',
      ],
      ...[
        '[',
        ']',
        '*a',
        '&a ',
        '!!js/function ',
        '!x ',
        '? ',
        '#',
        '\t',
        '\0',
        '\uFEFF',
        '\uD800',
        '<<: ',
        '__proto__: ',
        'js',
        '한국어',
        '...\n',
      ],
    );
    const source = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      fc.array(word, { maxLength: 30 }).map((words) => `---\n${words.join('')}\n---\nBody\n`),
    );
    fc.assert(
      fc.property(source, fc.oneof(fc.constant('my-skill'), fc.string({ maxLength: 10 })), (text, folder) => {
        const parsed = parseSkill(text, folder);
        for (const { code, severity, line, message } of parsed.diagnostics) {
          assert.match(code, /^[a-z-]+$/);
          assert.match(severity, /^(error|warning)$/);
          assert.ok(Number.isInteger(line) && line >= 1 && line <= text.split('\n').length + 1, `line ${line}`);
          assert.ok(english(message).length > 0);
        }
        const errors = parsed.diagnostics.filter(({ severity }) => severity === 'error').length;
        if (!parsed.ok) assert.ok(errors > 0);
        else {
          assert.equal(errors, 0);
          assert.equal(parsed.name, folder);
          assert.ok(text.endsWith(parsed.body) && parsed.description.trim());
        }
      }),
      { seed: 42, numRuns: 2500 },
    );
    assert.equal(({} as Record<string, unknown>).a, undefined);
  });
});
