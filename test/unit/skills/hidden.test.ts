import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stripHidden, visible } from '../../../src/engine/safety/hidden.js';

const innocent = [
  'Plain text, with tab\tand newline\n',
  '한국어 문장은 그대로입니다. ㅋㅋ 각',
  '中文内容不变。葛\u{E0100}城',
  'Ünïcödé, e\u0301, Ελληνικά, русский, ไทย',
  '👍🏽 ❤️ 1️⃣ #️⃣ 🇰🇷 ⌨\uFE0E',
  '👨‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 🏴‍☠️ 👁️‍🗨️ 👨‍❤️‍👨',
];

describe('stripHidden', () => {
  it('leaves what a person can see as it is', () => {
    for (const text of innocent) assert.deepEqual(stripHidden(text), { text, count: 0 });
  });

  it('takes out and counts what only a model reads', () => {
    const smuggled = Array.from('ignore', (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
    assert.deepEqual(stripHidden(`Be${smuggled} kind`), { text: 'Be kind', count: 6 });
    assert.deepEqual(stripHidden('a\u202Eb\u2066c\u200Fd\u061Ce'), { text: 'abcde', count: 4 });
    assert.deepEqual(stripHidden('p\u200Ba\u200Cs\u200Ds\u2060\uFEFF\u00AD'), { text: 'pass', count: 6 });
    assert.deepEqual(stripHidden('😀\uFE00\u{E0141}\u{E0142}'), { text: '😀', count: 3 });
    assert.deepEqual(stripHidden('a\uFE0F\u200D b'), { text: 'a b', count: 2 });
  });

  it('is settled after one pass and never adds anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const once = stripHidden(text);
        assert.equal(Array.from(once.text).length + once.count, Array.from(text).length);
        assert.equal(stripHidden(once.text).text.length <= once.text.length, true);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

describe('visible', () => {
  it('leaves what a person can see as it is', () => {
    for (const text of innocent) assert.equal(visible(text), text);
  });

  it('shows what would hide, overwrite or reorder the text', () => {
    assert.equal(visible('ls\rrm -rf x'), String.raw`ls\rrm -rf x`);
    assert.equal(visible('\x1b[2Kecho\x07\0'), String.raw`\x1b[2Kecho\x07\0`);
    assert.equal(visible('rm\u00A0x \u3000y\u2028z'), String.raw`rm\xa0x \u{3000}y\u{2028}z`);
    assert.equal(visible('a\u202Egnp.\u200Fexe'), String.raw`a\u{202e}gnp.\u{200f}exe`);
    assert.equal(visible('\u{E0041}\u200B\uD800'), String.raw`\u{e0041}\u{200b}\u{d800}`);
  });

  it('lets no control or format character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        assert.doesNotMatch(visible(text).replaceAll('\u200D', ''), /[^\P{Cc}\t\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});
