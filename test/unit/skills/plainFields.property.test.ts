import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFields } from '../../../src/engine/skills/fields.js';
import { readFrontMatter } from '../../../src/engine/skills/frontmatter.js';
import { plainFields } from '../../../src/engine/skills/plainFields.js';
import { times } from '../../support/soak.js';

const key = fc.constantFrom(
  ...['name', 'description', 'license', 'metadata', 'allowed-tools', 'x_1', 'a', 'b', 'constructor', '__proto__'],
  ...['true', 'Null', 'y', '-a', '1', 'Ä', 'a b', '"name"', '? a', 'k'.repeat(70)],
);
const piece = fc.constantFrom(
  ...['word', 'Use when it is about x', 'it’s', "don't", 'a:b', 'http://x.org/#y', 'a #b', 'a# b', 'x: y', 'end:'],
  ...[
    ' ',
    '  ',
    '\t',
    '"',
    "'",
    "''",
    '\\',
    '\\n',
    ',',
    '[',
    ']',
    '{',
    '}',
    '*',
    '&',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
    '-',
  ],
  ...['true', 'FALSE', 'null', '~', '1.0', '0x1f', '.inf', 'yes', 'Null', '한국어', '👩‍💻', '\u200B', '\uFEFF', '\u00A0'],
  ...['\u0085', '\u2028', '\uD800', '\0', '\x7F', '...', '---', '<<', '=', '#', ':', '?'],
);
const quoted = fc
  .tuple(fc.constantFrom('"', "'"), fc.array(piece, { maxLength: 3 }))
  .map(([mark, parts]) => `${mark}${parts.join('')}${mark}`);
const value = fc.oneof(
  fc.constantFrom('x', 'Some words, and more.', '"1.0"', "'it''s'", ''),
  fc.array(piece, { maxLength: 4 }).map((parts) => parts.join('')),
  fc.array(piece, { maxLength: 3 }).map((parts) => `w${parts.join('')}`),
  quoted,
);
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '  ', '  ', '    ', ' ', '\t', '- '),
    key,
    fc.constantFrom(': ', ': ', ': ', ':', ':  ', ' : ', ''),
    value,
    fc.constantFrom('', '', '', '', ' ', ' # c', '\r'),
  )
  .map((parts) => parts.join(''));
const block = fc.oneof(
  line,
  line,
  line,
  fc.constantFrom('', ' ', 'metadata:', '# c', '  more', '  uses: 3', '...', 'name: x'),
);
/** Plain but for one line at most. */
const tame = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('name', 'description', 'metadata', 'true', 'TRUE', 'x_1'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom('  ', '    ', ' '), value, fc.constantFrom('two', 'one', 'No', '')), {
      minLength: 4,
      maxLength: 4,
    }),
    fc.option(fc.tuple(fc.nat(6), block), { freq: 2 }),
  )
  .map(([keys, values, other]) => {
    const lines = keys.flatMap((name, index) => {
      const [indent, text, second] = values[index] ?? ['', '', ''];
      if (index % 2) return [`${name}:`, `${indent}one: ${text}`, ...(second ? [`${indent}${second}: "x"`] : [])];
      return [second ? `${name}: ${text}` : `${name}:`];
    });
    if (other) lines.splice(other[0], 0, other[1]);
    return `\n${lines.join('\n')}`;
  });
const texts = fc.oneof(
  tame,
  tame,
  fc.array(block, { maxLength: 7 }).map((lines) => `\n${lines.join('\n')}`),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `\nname: ${text}`),
);

/** The reader of YAML, as the file's front matter is handed to it. */
const careful = (yaml: string) => {
  const read = readFields(yaml, 7);
  return read.ok ? { ok: true, flow: read.flow, fields: Object.entries(read.fields).sort() } : read;
};

describe('plain front matter', function () {
  this.timeout(times(120_000, 0));

  it('is what the YAML reader says it is, or left to it', () => {
    const read = { plain: 0, nested: 0 };
    fc.assert(
      fc.property(texts, (yaml) => {
        const found = plainFields(yaml, 7);
        if (!found) return;
        read.plain++;
        if (Object.values(found.fields).some((field) => field?.kind === 'map')) read.nested++;
        assert.deepEqual({ ...found, fields: Object.entries(found.fields).sort() }, careful(yaml));
      }),
      { seed: 9, numRuns: times(20_000, 400_000) },
    );
    assert.ok(read.plain > 500 && read.nested > 50, JSON.stringify(read));
  });

  it('begins the body behind the line that ends it', () => {
    const bodies: readonly (readonly [string, string])[] = [
      ['---\nname: a\n---\nBody\n---\nmore', 'Body\n---\nmore'],
      ['\uFEFF---\nname: a\n---\n\nBody', '\nBody'],
      ['---\nname: a\n---\n', ''],
      ['---\nname: a\n---', ''],
      ['---\nname: a\n---  \nBody', '  \nBody'],
      ['---\r\nname: a\r\n---\r\nBody', 'Body'],
      ['---\n---\nBody', 'Body'],
    ];
    for (const [source, body] of bodies) {
      const read = readFrontMatter(source);
      assert.ok(read.ok);
      assert.deepEqual([read.body, source.slice(read.bodyStart), read.repairs], [body, body, []]);
      assert.equal(source.slice(read.fence, read.fence + 3), '---');
      const { keyStart, start, end } = read.fields.name ?? { keyStart: 0, start: 0, end: 0 };
      if (end) assert.deepEqual([source.slice(keyStart, start), source.slice(start, end)], ['name: ', 'a']);
    }
  });

  it('reads what most skills have', () => {
    const yaml =
      '\nname: my-skill\ndescription: Use it for "x", a/b and 1:2.\nlicense: MIT\nmetadata:\n  version: "1.0"\n  author: me';
    assert.deepEqual(
      Object.entries(plainFields(yaml, 3)?.fields ?? {}).map(([name, field]) => [
        name,
        field?.value ?? field?.items.map((item) => [item.key, item.value]),
      ]),
      [
        ['name', 'my-skill'],
        ['description', 'Use it for "x", a/b and 1:2.'],
        ['license', 'MIT'],
        [
          'metadata',
          [
            ['version', '1.0'],
            ['author', 'me'],
          ],
        ],
      ],
    );
  });
});
