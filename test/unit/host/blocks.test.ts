import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hunksOf } from '../../../src/engine/write/hunks.js';
import {
  anchorOf,
  blockAt,
  blocksOf,
  choiceOf,
  nextBlock,
  smallestEdit,
  without,
} from '../../../src/host/review/blocks.js';

const before = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', ''].join('\n');
/** `two` rewritten, `five` and `six` deleted, a line added after `nine`. */
const after = ['one', 'TWO', 'three', 'four', 'seven', 'eight', 'nine', 'nine and a half', 'ten', ''].join('\n');
const proposal = { before, hunks: hunksOf(before, after) };
const [rewrite, deletion, addition] = blocksOf(before, after);

describe('edits under review', () => {
  it('are found where they stand on the right side', () => {
    assert.deepEqual(
      blocksOf(before, after).map(({ start, length }) => [start, length]),
      [
        [1, 1],
        [4, 0],
        [7, 1],
      ],
    );
  });

  it('anchor a deletion at the line that follows it, the last one at the end of the file', () => {
    const lines = after.split('\n').length;
    assert.equal(anchorOf(deletion!, lines), 4);
    assert.equal(blockAt(blocksOf(before, after), 4, lines)?.key, deletion!.key);
    const [tail] = blocksOf('a\nb\nc', 'a');
    assert.equal(anchorOf(tail!, 1), 0);
    assert.equal(blockAt([tail!], 0, 1)?.key, tail!.key);
  });

  it('keep their key when another edit is taken back', () => {
    const now = without(before, after, rewrite!.key);
    assert.deepEqual(
      blocksOf(before, now).map(({ key }) => key),
      [deletion!.key, addition!.key],
    );
    assert.equal(now.split('\n')[1], 'two');
  });

  it('are walked round the end of the file', () => {
    const blocks = blocksOf(before, after);
    assert.equal(nextBlock(blocks, 1, true)?.start, 4);
    assert.equal(nextBlock(blocks, 7, true)?.start, 1);
    assert.equal(nextBlock(blocks, 1, false)?.start, 7);
    assert.equal(nextBlock([], 1, true), undefined);
  });

  it('are named by number when they are the proposed ones', () => {
    assert.deepEqual(choiceOf(proposal, after), { kind: 'hunks', hunks: [0, 1, 2] });
    assert.deepEqual(choiceOf(proposal, after, new Set([addition!.key])), { kind: 'hunks', hunks: [2] });
    assert.deepEqual(choiceOf(proposal, without(before, after, rewrite!.key)), { kind: 'hunks', hunks: [1, 2] });
  });

  it('become a text of the person when one of them was changed', () => {
    const mine = after.replace('TWO', 'mine');
    assert.deepEqual(choiceOf(proposal, mine), { kind: 'text', text: mine });
    const [first] = blocksOf(before, mine);
    assert.deepEqual(choiceOf(proposal, mine, new Set([first!.key])), {
      kind: 'text',
      text: before.replace('two', 'mine'),
    });
  });

  it('taken one by one give the whole and none of them the text before, for any two texts', () => {
    const line = fc.constantFrom('a', 'b', 'c', '', 'b\r');
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const given = { before: from, hunks: hunksOf(from, to) };
        const keys = blocksOf(from, to).map(({ key }) => key);
        assert.equal(new Set(keys).size, keys.length);
        assert.deepEqual(choiceOf(given, to), { kind: 'hunks', hunks: keys.map((_, index) => index) });
        let now = to;
        for (const key of keys) now = without(from, now, key);
        assert.equal(now, from);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('the smallest edit between two texts', () => {
  const apply = (from: string, { start, end, text }: ReturnType<typeof smallestEdit>): string =>
    from.slice(0, start) + text + from.slice(end);

  it('leaves what both share alone and never cuts a line ending in two', () => {
    assert.deepEqual(smallestEdit('abc def ghi', 'abc xyz ghi'), { start: 4, end: 7, text: 'xyz' });
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', '\r\n')), fc.array(fc.constantFrom('a', 'b', '\r\n')), (a, b) => {
        const [from, to] = [a.join(''), b.join('')];
        const edit = smallestEdit(from, to);
        assert.equal(apply(from, edit), to);
        for (const offset of [edit.start, edit.end])
          assert.equal(from[offset - 1] === '\r' && from[offset] === '\n', false, JSON.stringify([from, to, offset]));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
