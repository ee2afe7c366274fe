import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Capture } from '../../../src/engine/act/capture.js';

/** The output of these bytes, given in pieces of this size. */
function captured(bytes: Uint8Array, pieceSize = bytes.length || 1, limit = 64 * 1024): Capture {
  const capture = new Capture(limit);
  const inlet = capture.open();
  for (let at = 0; at < bytes.length; at += pieceSize) inlet.push(bytes.subarray(at, at + pieceSize));
  inlet.end();
  return capture;
}

describe('captured output', () => {
  const shown: readonly (readonly [string, string, string])[] = [
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['a window title (OSC, BEL)', 'a\u001b]0;title\u0007b', 'ab'],
    ['a hyperlink (OSC, ST)', '\u001b]8;;https://evil\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['a device string', 'a\u001bPq#0;2;0\u001b\\b', 'ab'],
    ['8-bit control sequences', 'a\u009b31mb\u009d0;t\u009cc', 'abc'],
    ['cursor and character set escapes', '\u001b7a\u001b8\u001b(Bb\u001bc', 'ab'],
    ['a clear screen', 'one\u001b[2J\u001b[Htwo', 'onetwo'],
    ['overwritten lines', '10%\r20%\r\ndone\r', '10%\n20%\ndone\n'],
    ['backspace, bell, NUL', 'a\bb\u0007c\0d', 'abcd'],
    ['an unclosed title at the end', 'a\u001b]0;rm -rf', 'a0;rm -rf'],
    ['an unclosed sequence at the end', 'a\u001b[31', 'a'],
    ['an unclosed title that would swallow much', `\u001b]${'x'.repeat(5000)}`, `]${'x'.repeat(5000)}`],
    ['Korean and emoji', '한글 👩‍💻\ttab', '한글 👩‍💻\ttab'],
  ];
  for (const [what, raw, expected] of shown)
    it(`shows ${what} as plain text, however it is cut into pieces`, () => {
      for (const size of [1, 2, 3, 7, 100_000]) assert.equal(captured(Buffer.from(raw), size).text(), expected);
    });

  it('replaces invalid UTF-8 and survives binary output', () => {
    assert.equal(captured(Buffer.from([0x61, 0xff, 0x62, 0xc3])).text(), 'a\ufffdb\ufffd');
    const binary = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256));
    assert.equal(captured(binary).truncated, false);
  });

  it('keeps beginning and end, never cuts a character, and says what is missing (seeded)', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'é', '한', '👩', '\n'), maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.integer({ min: 16, max: 80 }),
        fc.integer({ min: 1, max: 40 }),
        (parts, limit, size) => {
          const whole = parts.join('');
          const bytes = Buffer.from(whole);
          const capture = captured(bytes, size, limit);
          assert.equal(capture.truncated, bytes.length > limit);
          if (!capture.truncated) return assert.equal(capture.text(), whole);
          const [, head, left, tail] = /^([\s\S]*)\n\[\.\.\. (\d+) bytes left out \.\.\.\]\n([\s\S]*)$/.exec(
            capture.text(),
          )!;
          assert.ok(whole.startsWith(head!) && whole.endsWith(tail!));
          assert.equal(Buffer.byteLength(head! + tail!) + Number(left), bytes.length);
          // At most three bytes of a cut character are given up on either side.
          assert.ok(Buffer.byteLength(head! + tail!) > limit - 7);
        },
      ),
      { seed: 2024, numRuns: 1000 },
    );
  });

  it('reports live text only up to a bound', () => {
    let live = 0;
    const capture = new Capture(1024, (delta) => (live += delta.length));
    const inlet = capture.open();
    for (let count = 0; count < 200; count++) inlet.push(Buffer.alloc(10_000, 'x'));
    assert.ok(live >= 256 * 1024 && live < 300 * 1024, String(live));
  });
});
