import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyHunks, hunksOf } from '../../../src/engine/write/hunks.js';

const before = ['---', 'name: a', '---', '# A', '', '- one', '- two', '- three', ''].join('\n');

describe('hunks', () => {
  it('shows one contiguous change with its surroundings', () => {
    const after = before.replace('- two', '- TWO');
    assert.deepEqual(hunksOf(before, after), [
      { oldStart: 5, newStart: 5, lines: [' ', ' - one', '-- two', '+- TWO', ' - three', ' '] },
    ]);
  });

  it('keeps neighbouring changes apart so that each can be decided alone', () => {
    const after = before.replace('- one', '- ONE').replace('- three', '- THREE');
    const hunks = hunksOf(before, after);
    assert.equal(hunks.length, 2);
    assert.equal(applyHunks(before, hunks, [1]), before.replace('- three', '- THREE'));
    assert.equal(applyHunks(before, hunks, [0]), before.replace('- one', '- ONE'));
    assert.equal(applyHunks(before, hunks, []), before);
  });

  it('shows a new file as one change', () => {
    const hunks = hunksOf('', 'a\n\nb\n');
    assert.deepEqual(hunks, [{ oldStart: 1, newStart: 1, lines: ['+a', '+', '+b'] }]);
    assert.equal(applyHunks('', hunks), 'a\n\nb\n');
  });

  it('numbers the lines of the new text after an insertion', () => {
    const hunks = hunksOf('a\nb\nc\nd\ne\nf', 'a\nx\nb\nc\nd\ne\nF');
    assert.deepEqual(
      hunks.map(({ oldStart, newStart }) => [oldStart, newStart]),
      [
        [1, 1],
        [4, 5],
      ],
    );
  });

  it('gives back the new text byte for byte, whatever the texts (seeded)', () => {
    const line = fc.constantFrom('a', 'b', 'c\r', '', ' x', '-y', '+z');
    const document = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(document, document, (old, fresh) => {
        assert.equal(applyHunks(old, hunksOf(old, fresh)), fresh);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
