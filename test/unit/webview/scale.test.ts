import assert from 'node:assert/strict';
import {
  areaBetween,
  lineThrough,
  scale,
  shareSpan,
  spread,
  textWidth,
  thin,
  ticks,
} from '../../../webview-ui/charts/scale.js';

describe('webview: geometry of charts', () => {
  it('maps values to pixels, upwards too, and an empty span to the middle', () => {
    const x = scale(0, 200, 40, 240);
    assert.deepEqual([0, 50, 200].map(x), [40, 90, 240]);
    const y = scale(0.3, 0.9, 186, 6);
    assert.deepEqual(
      [0.3, 0.6, 0.9].map((value) => Math.round(y(value))),
      [186, 96, 6],
    );
    assert.equal(scale(6, 6, 10, 30)(6), 20);
  });

  it('finds round values, never more than asked for', () => {
    assert.deepEqual(ticks(0, 240, 5), [0, 50, 100, 150, 200]);
    assert.deepEqual(ticks(0.3, 0.9, 5), [0.4, 0.6, 0.8]);
    assert.deepEqual(ticks(0.4, 0.7, 5), [0.4, 0.5, 0.6, 0.7]);
    assert.deepEqual(ticks(0, 12_480, 3), [0, 5000, 10_000]);
    assert.deepEqual(ticks(5, 5, 4), [5]);
    for (let most = 1; most < 12; most++)
      for (const high of [1, 7, 42, 999, 31_415]) assert.ok(ticks(0, high, most).length <= most, `${high} by ${most}`);
  });

  it('draws shares in whole tenths, between nothing and all, at least a fifth high', () => {
    assert.deepEqual(shareSpan(0.32, 0.86), [0.3, 0.9]);
    assert.deepEqual(shareSpan(0.4, 0.7), [0.4, 0.7]);
    assert.deepEqual(shareSpan(0.51, 0.55), [0.5, 0.7]);
    assert.deepEqual(shareSpan(1, 1), [0.8, 1]);
    assert.deepEqual(shareSpan(0, 0), [0, 0.2]);
  });

  it('writes lines and areas as paths', () => {
    const upper = [
      [0, 1],
      [10, 2.25],
    ] as const;
    const lower = [
      [0, 5],
      [10, 6],
    ] as const;
    assert.equal(lineThrough(upper), 'M0.0 1.0L10.0 2.3');
    assert.equal(areaBetween(upper, lower), 'M0.0 1.0L10.0 2.3L10.0 6.0L0.0 5.0Z');
    assert.equal(areaBetween([], []), '');
  });

  it('moves labels apart in their order and keeps them inside', () => {
    assert.deepEqual(spread([50, 20, 90], 14, 0, 100), [50, 20, 90]);
    assert.deepEqual(spread([50, 52, 51], 14, 0, 200), [50, 78, 64]);
    assert.deepEqual(spread([98, 99], 14, 0, 100), [86, 100]);
  });

  it('keeps more room for words in Hangul than for the same number of letters', () => {
    assert.ok(textWidth('라우터') > textWidth('abc'));
    assert.equal(textWidth(''), 0);
  });

  it('thins a long list evenly, its ends kept', () => {
    const all = Array.from({ length: 601 }, (_, index) => index);
    const some = thin(all, 80);
    assert.equal(some.length, 80);
    assert.deepEqual([some[0], some.at(-1)], [0, 600]);
    assert.deepEqual(thin([1, 2, 3], 80), [1, 2, 3]);
  });
});
