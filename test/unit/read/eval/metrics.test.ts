import assert from 'node:assert/strict';
import { pairedInterval } from '../../../../src/engine/read/eval/bootstrap.js';
import { calibrationError } from '../../../../src/engine/read/eval/calibrationError.js';
import { withUsageBonus } from '../../../../src/engine/read/eval/contestant.js';
import { auroc, meanReciprocal, placeOf, recallAt } from '../../../../src/engine/read/eval/metrics.js';

const near = (actual: number | undefined, expected: number): void =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

describe('figures of the router evaluation', () => {
  const scores = Float32Array.of(0.5, 0.9, 0.5, 0, 0);

  it('counts wrong skills with the same score as better', () => {
    assert.equal(placeOf(scores, [1]), 1);
    assert.equal(placeOf(scores, [0]), 3);
    assert.equal(placeOf(scores, [3]), 5);
    assert.equal(placeOf(new Float32Array(7), [2]), 7);
  });

  it('takes the best of several right skills, which do not stand in each other’s way', () => {
    assert.equal(placeOf(scores, [3, 0, 2]), 2);
    assert.equal(placeOf(Float32Array.of(1, 1, 0), [0, 1]), 1);
  });

  it('leaves skills out that do not take part', () => {
    assert.equal(placeOf(scores, [0], Uint8Array.of(1, 0, 0, 1, 1)), 1);
    assert.equal(placeOf(scores, [1], Uint8Array.of(1, 0, 1, 1, 1)), Infinity);
  });

  it('computes recall and mean reciprocal rank', () => {
    const places = [1, 2, 5, 10, Infinity];
    near(recallAt(places, 1), 0.2);
    near(recallAt(places, 5), 0.6);
    near(recallAt(places, 10), 0.8);
    near(meanReciprocal(places), (1 + 0.5 + 0.2 + 0.1 + 0) / 5);
    assert.equal(recallAt([], 1), 0);
  });

  it('computes the area under the ROC curve, ties counted half', () => {
    near(auroc([0.9, 0.8], [0.1, 0.2]), 1);
    near(auroc([0.1], [0.9]), 0);
    near(auroc([0.5, 0.5], [0.5]), 0.5);
    // Pairs: .9 beats both, .4 beats .1 and ties with .4: 3.5 of 4.
    near(auroc([0.4, 0.9], [0.1, 0.4]), 0.875);
    assert.equal(auroc([0.9], []), undefined);
  });

  it('computes the calibration error over bins of the same size', () => {
    const pick = (probability: number, right: boolean) => ({ probability, right });
    // Two bins: stated .2 and .8 on average, true 0 and .5.
    near(calibrationError([pick(0.9, true), pick(0.1, false), pick(0.3, false), pick(0.7, false)], 2), 0.25);
    near(calibrationError([pick(1, true), pick(0, false)], 2), 0);
    // One bin: over- and underestimates of the same bin cancel out.
    near(calibrationError([pick(0.9, false), pick(0.1, true)], 1), 0);
    assert.equal(calibrationError([]), 0);
  });

  it('gives the usage bonus only where a word speaks for the skill', () => {
    const [plain, used, unspoken] = withUsageBonus(Float32Array.of(0.5, 0.5, 0), Uint8Array.of(0, 1, 1));
    near(plain, 8.8);
    near(used, 11.8);
    assert.equal(unspoken, 0);
  });
});

describe('paired bootstrap', () => {
  it('holds the difference, the same way for the same seed', () => {
    const differences = [1, 1, 0, 0, 0, -1, 1, 0, 0, 1];
    const interval = pairedInterval(differences, 3);
    near(interval.difference, 0.3);
    assert.ok(interval.low < 0.3 && interval.high > 0.3);
    assert.deepEqual(pairedInterval(differences, 3), interval);
    assert.notDeepEqual(pairedInterval(differences, 4), interval);
  });

  it('is as wide as the normal approximation says', () => {
    const differences = Array.from({ length: 400 }, (_, at) => at % 2);
    const { low, high } = pairedInterval(differences, 1);
    const half = 1.96 * Math.sqrt(0.25 / 400);
    assert.ok(Math.abs(low - (0.5 - half)) < 0.01 && Math.abs(high - (0.5 + half)) < 0.01, `${low} ${high}`);
  });

  it('has no width where all is the same', () => {
    assert.deepEqual(pairedInterval([1, 1, 1], 1), { difference: 1, low: 1, high: 1 });
    assert.deepEqual(pairedInterval([], 1), { difference: 0, low: 0, high: 0 });
  });
});
