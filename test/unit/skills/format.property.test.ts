import assert from 'node:assert/strict';
import fc from 'fast-check';
import { setField } from '../../../src/engine/skills/edit.js';
import { parseSkill, type ParsedSkill } from '../../../src/engine/skills/format.js';
import { codes } from '../../../src/engine/skills/lint/codes.js';
import { fixesFor } from '../../../src/engine/skills/lint/fixes.js';
import { lintSkill } from '../../../src/engine/skills/lint/lintSkill.js';
import { applyEdits, quote } from '../../../src/engine/skills/quoting.js';
import { HumanError } from '../../../src/engine/errors.js';
import { english } from '../../../src/engine/text.js';
import { times } from '../../support/soak.js';

const runs = { seed: 42, numRuns: times(5000, 100_000) };
const timeout = times(300_000, 0);

/** What front matter is made of, whole and broken. */
const word = fc.constantFrom(
  ...[
    '---',
    '---\n',
    '\n---\n',
    '\r\n',
    '\n',
    'name: my-skill\n',
    'description: ',
    'description: Use when: x\n',
    'name',
    ': ',
  ],
  ...[
    '- ',
    '  ',
    '"',
    "'",
    '|',
    '|+\n',
    '>-',
    '{',
    '}',
    '[',
    ']',
    '*a',
    '&a ',
    '!!js/function ',
    '!x ',
    '? ',
    '#',
    ' # x\n',
  ],
  ...[
    '\t',
    '\0',
    '\uFEFF',
    '\uD800',
    '<<: ',
    '__proto__: ',
    'constructor: ',
    'js',
    '한국어',
    '...\n',
    'license: 1.0\n',
  ],
  ...[
    'metadata:\n',
    '  uses: 3\n',
    '  a: {b: c}\n',
    'uses: 4\n',
    'tags: [a]\n',
    'model: x\n',
    'allowed-tools: Read, *\n',
  ],
  ...[
    '\u200B',
    '<b>',
    '@x',
    ',',
    'rm -rf /\n',
    '](../x)',
    'scripts/x.py',
    '`',
    '```\n',
    '%',
    '\\',
    '👩‍💻',
    'x'.repeat(1100),
  ],
);
const shaped = fc
  .tuple(
    fc.constantFrom('', 'name: my-skill\ndescription: x\n', 'description: a: b\n'),
    fc.array(word, { maxLength: 20 }),
  )
  .map(([begin, words]) => `---\n${begin}${words.join('')}\n---\nBody\n`);
const source = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary', maxLength: 200 }), weight: 3 },
  { arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => new TextDecoder().decode(bytes)), weight: 2 },
  { arbitrary: fc.array(word, { maxLength: 40 }).map((words) => words.join('')), weight: 3 },
  { arbitrary: shaped, weight: 4 },
  // Long runs of one thing, which the caps are for.
  {
    arbitrary: fc
      .tuple(
        word,
        fc.oneof({ arbitrary: fc.integer({ min: 30, max: 150 }), weight: 9 }, fc.integer({ min: 900, max: 1200 })),
      )
      .map(([one, count]) => `---\n${one.repeat(Math.min(count, Math.ceil(8000 / one.length)))}\n---\n`),
    weight: 1,
  },
);
const folder = fc.oneof(
  fc.constant('my-skill'),
  fc.string({ maxLength: 10 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

/** The limits of reference/reliability.md 2b, counted in another way than the reader does. */
function isWithinLimits(text: string): boolean {
  const [, front = ''] = /^\uFEFF?---[^\n]*\n([^]*?)(?:^|\n)---/.exec(text) ?? [];
  const marks = front.split(/[\n,&!%[\]{}"]|[-?:] /).length - 1;
  return front.length <= 64 * 1024 + 1 && marks <= 1001 && !/\s{201}/.test(front.slice(0, -1));
}

function checkParsed(text: string, parsed: ParsedSkill, name: string): void {
  const lines = text.split('\n').length;
  for (const { code, severity, line, message } of parsed.diagnostics) {
    const known = codes[code as keyof typeof codes] as readonly [string, string] | undefined;
    assert.ok(known, code);
    assert.equal(severity, known[0] === 'spec' ? 'error' : 'warning');
    assert.ok(Number.isInteger(line) && line >= 1 && line <= lines, `line ${line} of ${lines}`);
    assert.ok(english(message).length > 0);
  }
  const order = parsed.diagnostics.map(({ line }) => line);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  if (!parsed.ok) return assert.ok(parsed.diagnostics.some(({ severity }) => severity === 'error'));
  assert.equal(parsed.name, name);
  assert.ok(parsed.description.trim());
  assert.ok(text.endsWith(parsed.body));
  assert.ok(isWithinLimits(text));
  for (const value of [parsed.license, parsed.compatibility])
    assert.ok(value === undefined || typeof value === 'string');
  for (const value of parsed.allowedTools) assert.ok(value.trim() === value && value);
  for (const pair of parsed.metadata)
    assert.deepEqual(
      pair.map((part) => typeof part),
      ['string', 'string'],
    );
}

describe('any text as SKILL.md', function () {
  this.timeout(timeout);

  it('is read and linted without an error, a wrong type or a trace (P1)', () => {
    const globals = Object.getOwnPropertyNames(Object.prototype);
    let usable = 0;
    fc.assert(
      fc.property(source, folder, (text, name) => {
        const parsed = parseSkill(text, name);
        checkParsed(text, parsed, name);
        if (parsed.ok) usable++;
        const linted = lintSkill({ source: text, folder: name, paths: ['SKILL.md'] });
        checkParsed(text, linted, name);
        assert.deepEqual({ ...linted, diagnostics: [] }, { ...parsed, diagnostics: [] });
      }),
      runs,
    );
    assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), globals);
    assert.ok(usable > runs.numRuns / 50, `${usable} usable`);
  });

  it('loses a finding by each of its fixes, and nothing else', () => {
    let fixed = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          shaped,
          file.map(({ text }) => text),
        ),
        (text) => {
          const { diagnostics } = lintSkill({ source: text, folder: 'my-skill' });
          for (const one of diagnostics)
            for (const fix of fixesFor(text, 'my-skill', one)) {
              if ('renameFolder' in fix) continue;
              fixed++;
              let from = 0;
              for (const { start, end } of fix.edits) {
                assert.ok(start >= from && end >= start && end <= text.length);
                from = end;
              }
              const after = lintSkill({ source: applyEdits(text, fix.edits), folder: 'my-skill' }).diagnostics;
              const count = (all: typeof diagnostics): number => all.filter(({ code }) => code === one.code).length;
              assert.ok(count(after) < count(diagnostics), `${one.code} stays`);
            }
        },
      ),
      { ...runs, numRuns: times(1000, 20_000) },
    );
    assert.ok(fixed > 1000, `${fixed} fixes`);
  });
});

/** A file put together from parts, so that what an edit must make of it is known. */
interface File {
  readonly text: string;
  readonly body: string;
  /** The file with another description, in quotes. */
  readonly edited: (value: string) => string;
}

const plain = fc.stringMatching(/^[a-z][a-z ,.]{0,30}[a-z]$/);
const comment = fc.constantFrom('', ' # why', '  # it is: so');
/** What stands behind `description:`, and the same with a value in quotes. */
const value = fc.oneof(
  fc.tuple(plain, comment).map(([one, note]) => [` ${one}${note}`, (now: string) => ` ${quote(now)}${note}`] as const),
  fc
    .tuple(plain, comment)
    .map(([one, note]) => [` "${one}"${note}`, (now: string) => ` ${quote(now)}${note}`] as const),
  fc
    .tuple(plain, comment)
    .map(([one, note]) => [`   '${one}'${note}`, (now: string) => `   ${quote(now)}${note}`] as const),
  fc
    .tuple(fc.constantFrom('|', '>', '|-', '>+'), fc.array(plain, { minLength: 1, maxLength: 4 }), comment)
    .map(
      ([mark, lines, note]) =>
        [
          ` ${mark}${note}\n  ${lines.join('\n  ')}`,
          (now: string) => ` ${quote(now)}${note.replace('  #', ' #')}`,
        ] as const,
    ),
  plain.map((one) => [` ${one}\n   and ${one}`, (now: string) => ` ${quote(now)}`] as const),
  plain.map((one) => [` Use when: ${one}`, (now: string) => ` ${quote(now)}`] as const),
);
const other = fc.constantFrom(
  ...[
    '# comment',
    '',
    'license: MIT',
    "license: 'M''IT' # l",
    'compatibility: |\n  a\n\n  b\n',
    'tags: [a,\n  b]',
    'uses: 3',
  ],
  ...['metadata:\n  version: 1.0\n  author: "x"', 'x-y: &a b', 'allowed-tools: Read, Write', '"quoted key": 1'],
);
const file: fc.Arbitrary<File> = fc
  .record({
    bom: fc.constantFrom('', '\uFEFF'),
    eol: fc.constantFrom('\n', '\r\n'),
    before: fc.uniqueArray(other, { maxLength: 3, selector: (entry) => entry.split(':')[0] }),
    after: fc.uniqueArray(other, { maxLength: 3, selector: (entry) => entry.split(':')[0] }),
    name: fc.constantFrom('name: my-skill', "name:  'my-skill' # id", 'name: 12'),
    value,
    body: fc.oneof(
      fc.constantFrom('', '\n', 'Body', '\n# Do\n\nIt.\n', 'a\n---\nb: c\n'),
      fc.string({ maxLength: 40 }),
    ),
  })
  .filter(
    ({ before, after }) => !before.some((entry) => after.some((one) => keyOf(one) && keyOf(one) === keyOf(entry))),
  )
  .map(({ bom, eol, before, after, name, value: [old, edited], body }) => {
    const build = (behind: string): string =>
      `${bom}${['---', ...before, name, `description:${behind}`, ...after, '---', ''].join('\n').replaceAll('\n', eol)}${body}`;
    return { text: build(old), body, edited: (now) => build(edited(now)) };
  });
const keyOf = (entry: string): string => /^[a-z"][^:]*/.exec(entry)?.[0] ?? '';

describe('editing a SKILL.md', function () {
  this.timeout(timeout);

  it('is byte-exact around the value, and nothing at all without a change (P2)', () => {
    fc.assert(
      fc.property(file, fc.oneof(plain, fc.string({ unit: 'binary', maxLength: 60 })), (it, now) => {
        const before = parseSkill(it.text, 'my-skill');
        assert.ok(before.ok, it.text);
        assert.ok(before.body === it.body || it.body.startsWith('\r') || it.body.startsWith('\n'));
        if (!before.diagnostics.some(({ code }) => code === 'value-colon'))
          assert.equal(setField(it.text, 'description', before.description), it.text);
        let edited: string;
        try {
          edited = setField(it.text, 'description', now);
        } catch (error) {
          // A value of a thousand commas or blanks is refused.
          assert.ok(error instanceof HumanError && (now.length > 200 || !isWithinLimits(it.edited(now))));
          return;
        }
        if (now !== before.description) assert.equal(edited, it.edited(now));
        const after = parseSkill(edited, 'my-skill');
        if (!now.trim()) return assert.ok(!after.ok);
        assert.ok(after.ok);
        assert.deepEqual(
          [after.description, after.body, after.license, after.compatibility, [...after.metadata]],
          [now, before.body, before.license, before.compatibility, [...before.metadata]],
        );
        assert.equal(setField(edited, 'description', now), edited);
      }),
      runs,
    );
  });
});
