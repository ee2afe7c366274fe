import assert from 'node:assert/strict';
import { text } from '../../../src/engine/text.js';
import { answersOf, isTelling, lintCopied } from '../../../src/engine/write/copied.js';
import { episode } from './support.js';

describe('what is copied from the evidence', () => {
  it('finds the expected answer in what checks print', () => {
    const tails: readonly (readonly [string, readonly string[]])[] = [
      ['expected: 1934.03\ngot: 2122.75', ['1934.03']],
      ['AssertionError\n  Expected value: "INV-0042",\n  got null', ['INV-0042']],
      ['{"expected": "12.50", "got": 3}', ['"12.50", "got": 3}']],
      ['expected = 7', ['7']],
      ['as expected, nothing happened', []],
      ['unexpected: 5', []],
    ];
    for (const [tail, found] of tails) {
      const failure = episode('p', '1');
      const [signal] = failure.signals;
      const check = { command: 'c', exitCode: 1, tail };
      assert.deepEqual(answersOf({ ...failure, signals: [{ ...signal!, check }] }), found, tail);
    }
  });

  it('takes what the person says was expected, and what passed', () => {
    const corrected = {
      source: 'user',
      outcome: 'failure',
      detail: text('Not right.'),
      reason: 'Expected: 17:45',
    } as const;
    assert.deepEqual(answersOf({ ...episode('p', '1'), signals: [corrected] }), ['17:45']);
    assert.deepEqual(answersOf(episode('p', undefined, ' 12.50 ')), ['12.50']);
  });

  it('takes only answers that stand in no rule by chance', () => {
    for (const telling of ['1934.03', '2031-07-27', '12,345', 'INV-42', 'a1b2c3', 'chen and lopez', '€ 10 203'])
      assert.ok(isTelling(telling), telling);
    for (const likely of [
      '100',
      '86400',
      '3600',
      '1024',
      '00120.500',
      '17:45',
      'Monday',
      'telemetry',
      'A-42',
      'no rows',
      '',
    ])
      assert.ok(!isTelling(likely), likely);
  });

  it('refuses an answer that stands for itself, not one that is part of another number or stood there before', () => {
    const failure = [episode('What is the total?', '1934.03')];
    const check = (after: string, before: string | null = null) => lintCopied(failure, before, after);
    assert.throws(() => check('The total is 1934.03.'), /“1934\.03”/);
    assert.throws(() => check('(1934.03)'), /1934/);
    check('The total is 11934.03 or 1934.031 or 1934.03.5.');
    check('The total is 193403.');
    check('It was 1934.03 in May. Add up.', 'It was 1934.03 in May.');
    check('17:45', 'no');
  });

  it('refuses a request of twelve characters however its blanks and letters are written, not one of eleven', () => {
    const asked = (prompt: string) => [episode(prompt, '1')];
    assert.throws(
      () => lintCopied(asked('Count rows 2'), null, 'When asked to “count\n  ROWS 2” do it.'),
      /whole request/,
    );
    lintCopied(asked('Count rows.'), null, 'Count rows. All of them.');
    lintCopied(asked('Count rows 2'), null, 'Count the rows.');
    lintCopied(asked('Count rows 2'), 'count rows 2', 'count rows 2, and the head');
  });
});
