import assert from 'node:assert/strict';
import fc from 'fast-check';
import { acceptedEdits, changedLines, changedWords, headingOf, rowsOf, rowsOfDiff } from '../../../webview-ui/hunks.js';
import { proposal } from '../../support/panelProposals.js';

describe('webview: edits', () => {
  it('apply as marked: the accepted ones, or all that were not struck out', () => {
    assert.deepEqual(acceptedEdits(3, []), [0, 1, 2]);
    assert.deepEqual(acceptedEdits(3, [undefined, 'reject']), [0, 2]);
    assert.deepEqual(acceptedEdits(3, ['accept', undefined, undefined]), [0]);
    assert.deepEqual(acceptedEdits(3, ['accept', 'reject', 'accept']), [0, 2]);
    assert.deepEqual(acceptedEdits(2, ['reject', 'reject']), []);
  });

  it('number both sides of a diff and pair the lines that replace each other', () => {
    const rows = rowsOf({ oldStart: 7, newStart: 9, lines: [' a', '-b one', '-c', '+b two', ' d\r'] });
    assert.deepEqual(
      rows.map(({ kind, before, after, text }) => [kind, before, after, text]),
      [
        ['same', 7, 9, 'a'],
        ['removed', 8, null, 'b one'],
        ['removed', 9, null, 'c'],
        ['added', null, 10, 'b two'],
        ['same', 10, 11, 'd'],
      ],
    );
    assert.deepEqual(rows[1]?.changed, [2, 5]);
    assert.deepEqual(rows[2]?.changed, null);
    assert.deepEqual(rows[3]?.changed, [2, 5]);
  });

  it('mark whole words between the common beginning and end', () => {
    const cut = (text: string, range: readonly [number, number] | null) => (range ? text.slice(...range) : null);
    const [before, after] = ['- Round every amount to cents.', '- Round the sum, not every amount, to cents.'];
    const [inBefore, inAfter] = changedWords(before, after);
    assert.equal(cut(before, inBefore), 'every amount');
    assert.equal(cut(after, inAfter), 'the sum, not every amount,');
    assert.deepEqual(changedWords('one', 'two'), [null, null], 'a line that changed as a whole needs no marks');
    assert.deepEqual(changedWords('same', 'same'), [null, null]);
  });

  it('mark what is left once common words are taken away, for any two lines', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const [a, b] = changedWords(before, after);
        if (!a || !b) return;
        assert.equal(before.slice(0, a[0]), after.slice(0, b[0]));
        assert.equal(before.slice(a[1]), after.slice(b[1]));
      }),
      { seed: 11 },
    );
  });

  it('read a unified diff with or without its heads, and show a note that it was cut', () => {
    const plain = rowsOfDiff([' a', '+b', '… 12 more lines']);
    assert.deepEqual(
      plain.map(({ kind, text }) => [kind, text]),
      [
        ['same', 'a'],
        ['added', 'b'],
        ['same', '… 12 more lines'],
      ],
    );
    const headed = rowsOfDiff(['--- a/x', '+++ b/x', '@@ -10,2 +12,2 @@', ' k', '--- not a head', '+++ nor this']);
    assert.deepEqual(
      headed.map(({ before, after, text }) => [before, after, text]),
      [
        [10, 12, 'k'],
        [11, null, '-- not a head'],
        [null, 13, '++ nor this'],
      ],
    );
  });

  it('stand under a heading', () => {
    assert.deepEqual(
      proposal.hunks.map((hunk) => headingOf(proposal, hunk)),
      ['Amounts', 'Output'],
    );
    assert.equal(headingOf({ ...proposal, after: 'no heading\nat all' }, { newStart: 1, lines: ['+no heading'] }), '');
    assert.deepEqual(changedLines(proposal.hunks), { added: 2, removed: 2 });
  });
});
