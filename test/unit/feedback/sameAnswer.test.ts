import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameAnswer } from '../../../src/engine/feedback/sameAnswer.js';

const same: readonly (readonly [string, string])[] = [
  ['12.50', '12.5'],
  ['1234', '1,234'],
  ['1,234.5', ' 1234.50 '],
  ['$1,234', '1234'],
  ['-$5', '-5'],
  ['12 %', '12'],
  ['12%', ' 12 %'],
  ['.5', '0.50'],
  ['1e3', '1000'],
  ['+7', '7'],
  ['Berlin', ' berlin. '],
  ['New York', 'newyork'],
  ['“Yes”', 'yes'],
  ['a, b; c', 'A,b,C'],
  ['1, 2.0, x', '1;2;X'],
  ['12,13', '12, 13'],
  ['ＡＢ', 'ab'],
  ['→', '→'],
  ['', ''],
];
const different: readonly (readonly [string, string])[] = [
  ['12.50', '12.51'],
  ['5', '-5'],
  ['5', 'five'],
  ['5', ''],
  ['5', 'The answer is 5'],
  ['Berlin', 'Bern'],
  ['a, b', 'b, a'],
  ['a, b', 'a'],
  ['a, b', 'a, b, c'],
  ['1, 2', '1, 3'],
  ['C++', 'C'],
  ['!', '?'],
  ['yes', ''],
  ['', 'yes'],
  ['0x10', '16'],
  ['Infinity', '1e999'],
];

describe('whether two answers are the same', () => {
  for (const [expected, answer] of same)
    it(`“${expected}” and “${answer}” are`, () => assert.equal(sameAnswer(expected, answer), true));
  for (const [expected, answer] of different)
    it(`“${expected}” and “${answer}” are not`, () => assert.equal(sameAnswer(expected, answer), false));

  it('every answer is the same as itself, however it is set off and spaced at its ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (answer) => {
        assert.equal(sameAnswer(answer, answer), true);
        assert.equal(sameAnswer(answer, `  ${answer}\n`), true);
      }),
      { seed: 5 },
    );
  });

  it('numbers are the same exactly when their values are, however they are written', () => {
    const amounts = fc.integer({ min: -9_999_999, max: 9_999_999 }).map((cents) => cents / 100);
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const written = `$${a.toLocaleString('en-US', { minimumFractionDigits: 2 })}`.replace('$-', '-$');
        assert.equal(sameAnswer(written, String(b)), a === b);
        assert.equal(sameAnswer(written, String(a)), true);
      }),
      { seed: 5 },
    );
  });
});
