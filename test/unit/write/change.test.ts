import assert from 'node:assert/strict';
import { changedLines, lintChange, lostShare } from '../../../src/engine/write/change.js';

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');
const settings = { lint: true, shrinkage: 0.3 };

describe('how far a small change may go', () => {
  it('counts the lines of a change once, however it is put', () => {
    assert.equal(changedLines('a\nb\nc\n', 'a\nB\nc\n'), 1);
    assert.equal(changedLines('a\nb\nc\n', 'a\nB1\nB2\nB3\nc\n'), 3, 'one line by three');
    assert.equal(changedLines('a\nb\nc\n', 'c\n'), 2);
    assert.equal(changedLines('a\nb\nc\nd\n', 'A\nb\nC\nd\n'), 2);
    assert.equal(changedLines('a\nb\n', 'a\n\n\nb\n'), 0, 'blank lines are free');
    assert.equal(changedLines('a\r\nb\r\n', 'a\nb\n'), 0);
  });

  it('allows four lines and not five', () => {
    const base = lines(30);
    const replaced = (count: number): string =>
      base.replace(/line (\d+)/g, (line, n) => (Number(n) < count ? `new ${n as string}` : line));
    lintChange(base, replaced(4), settings);
    assert.throws(() => lintChange(base, replaced(5), settings), /changes 5 lines; at most 4/);
    lintChange(base, `${base}1\n2\n3\n4\n`, settings);
    assert.throws(() => lintChange(base, `${base}1\n2\n3\n4\n5\n`, settings), /changes 5 lines/);
  });

  it('allows the loss of less than 30 % of the lines', () => {
    assert.equal(lostShare(lines(10), lines(7)), 0.3);
    assert.throws(() => lintChange(lines(10), lines(7), settings), /loses 30 % of its lines/);
    lintChange(lines(11), lines(8), settings);
    assert.ok(lostShare(lines(4), lines(6)) < 0);
    assert.equal(lostShare('', lines(2)), 0);
    const emptied = lines(10).replace(/line [0-2]\n/g, '\n');
    assert.throws(() => lintChange(lines(10), emptied, settings), /loses 30 %/, 'an emptied line is lost');
    lintChange(lines(10), lines(7), { ...settings, shrinkage: 0.5 });
    lintChange(lines(10), '', { ...settings, lint: false });
  });
});
