import assert from 'node:assert/strict';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { countChanges, isBinary, unifiedLines } from '../../../src/engine/act/lineDiff.js';

const lines = (before: string, after: string, limit?: number) => unifiedLines(before, after, (line) => line, limit);
const counts = (before: string | null, after: string | null) =>
  countChanges(before === null ? null : Buffer.from(before), after === null ? null : Buffer.from(after));

describe('difference of lines', () => {
  it('shows a change with three lines around it', async () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('');
    assert.deepEqual(await lines(before, before.replace('line 10\n', 'ten\nand a half\n')), [
      '@@ -7,7 +7,8 @@',
      ...[' line 7', ' line 8', ' line 9', '-line 10', '+ten', '+and a half', ' line 11', ' line 12', ' line 13'],
    ]);
  });

  it('shows two distant changes apart and two near ones together', async () => {
    const before = Array.from({ length: 40 }, (_, index) => `${index + 1}\n`).join('');
    const headers = async (after: string) => (await lines(before, after)).filter((line) => line.startsWith('@@'));
    assert.deepEqual(await headers(before.replace('\n5\n', '\nfive\n').replace('\n30\n', '\nthirty\n')), [
      '@@ -2,7 +2,7 @@',
      '@@ -27,7 +27,7 @@',
    ]);
    assert.deepEqual(await headers(before.replace('\n5\n', '\nfive\n').replace('\n11\n', '\neleven\n')), [
      '@@ -2,13 +2,13 @@',
    ]);
  });

  it('shows new, emptied and equal files', async () => {
    assert.deepEqual(await lines('', 'a\nb\n'), ['@@ -0,0 +1,2 @@', '+a', '+b']);
    assert.deepEqual(await lines('a\n', ''), ['@@ -1,1 +0,0 @@', '-a']);
    assert.deepEqual(await lines('a\n', 'a\n'), []);
  });

  it('shows a line end added at the end of the file', async () => {
    assert.deepEqual(await lines('a\nb', 'a\nb\n'), [
      '@@ -1,2 +1,2 @@',
      ' a',
      '-b',
      '\\ No newline at end of file',
      '+b',
    ]);
  });

  it('cuts a long difference and says how much is left', async () => {
    const shown = await lines('', 'x\n'.repeat(500));
    assert.equal(shown.length, 201);
    assert.equal(shown.at(-1), '… +301 -0');
  });

  it('cuts long lines and shows each through the given function', async () => {
    const [, line] = await unifiedLines('', `${'x'.repeat(9000)}\u202e\n`, (one) => one.replaceAll('\u202e', '<RLO>'));
    assert.ok(line!.length < 600);
    const [, hidden] = await unifiedLines('', '\u202ex\n', (one) => one.replaceAll('\u202e', '<RLO>'));
    assert.equal(hidden, '+<RLO>x');
  });

  it('counts lines; binary content has none', async () => {
    assert.deepEqual(await counts('a\nb\nc\n', 'a\nB\nc\nd\n'), { added: 2, removed: 1 });
    assert.deepEqual(await counts(null, 'a\nb'), { added: 2, removed: 0 });
    assert.deepEqual(await counts('a\nb', null), { added: 0, removed: 2 });
    assert.deepEqual(await counts('a\0b', 'a\n'), { added: 0, removed: 0 });
    assert.ok(isBinary(Buffer.from('a\0')) && !isBinary(Buffer.from('한글')) && !isBinary(null));
  });

  it('counts a large file with few shared lines, and one with a region too large to search', async () => {
    const many = (count: number, name: string) =>
      Array.from({ length: count }, (_, index) => `${name} ${index}\n`).join('');
    assert.deepEqual(await counts(many(8000, 'a'), many(8000, 'b')), { added: 8000, removed: 8000 });
    const shuffled = many(30_000, 'a').split('\n').reverse().join('\n');
    assert.deepEqual(await counts(many(30_000, 'a'), `${shuffled}\n`), { added: 30_001, removed: 30_000 });
    const big = many(200_000, 'line');
    assert.deepEqual(await counts(big, big.replace('line 100000\n', 'x\ny\n')), { added: 2, removed: 1 });
  });

  it('is a patch that another program can apply, and its counts are those of the patch (seeded)', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '}', ''), { maxLength: 30 })
      .chain((parts) => fc.constantFrom(parts.join('\n'), parts.map((part) => `${part}\n`).join('')));
    await fc.assert(
      fc.asyncProperty(text, text, async (before, after) => {
        const patch = await lines(before, after, 10_000);
        assert.equal(applyPatch(before, ['--- a', '+++ b', ...patch, ''].join('\n')), after);
        const { added, removed } = await counts(before, after);
        assert.equal(patch.filter((line) => line.startsWith('+')).length, added);
        assert.equal(patch.filter((line) => line.startsWith('-')).length, removed);
      }),
      { seed: 5, numRuns: 1500 },
    );
  });
});
