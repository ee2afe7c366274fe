import assert from 'node:assert/strict';
import {
  type Calibration,
  defaultCalibration,
  type Evidence,
  fit,
  type Observation,
  probability,
  signals,
} from '../../../src/engine/read/calibration.js';
import { generator } from '../../../src/engine/read/random.js';

const evidence = (share: number, text = 0.4, nearest = 0.2, examples = 3, more: Partial<Evidence> = {}): Evidence => ({
  ...{ share, text, nearest, examples, missed: 0, failures: 0 },
  ...more,
});

/** The penalised loss that {@link fit} lowers. */
function loss(observations: readonly Observation[], { weights }: Calibration): number {
  const likelihood = observations.reduce((sum, one) => {
    const p = probability({ weights }, one.evidence);
    return sum - Math.log(one.right ? p : 1 - p);
  }, 0);
  return likelihood + weights.reduce((sum, weight, at) => sum + 4 * (weight - defaultCalibration.weights[at]!) ** 2, 0);
}

describe('calibration', () => {
  it('stays where it starts without observations', () => {
    assert.deepEqual(fit([], defaultCalibration).weights, defaultCalibration.weights);
  });

  it('is the logistic of the weighted signals times what the record promises, also at the ends', () => {
    const one = evidence(0.5, 0.4, 0.2, 3, { failures: 2, missed: 0.1 });
    const sum = signals(one).reduce((total, signal, at) => total + signal * defaultCalibration.weights[at]!, 0);
    // 3 successes beside 9 of 10 imagined; a failure counts 0.15.
    const record = 12 / 13.3;
    assert.ok(Math.abs(probability(defaultCalibration, one) - record / (1 + Math.exp(-sum))) < 1e-12);
    for (const share of [0, 1, Number.MIN_VALUE]) {
      const p = probability(defaultCalibration, evidence(share, 0, 0, 0));
      assert.ok(p > 0 && p < 1);
    }
  });

  it('rises with the share of the evidence', () => {
    const ps = [0.05, 0.3, 0.6, 0.95].map((share) => probability(defaultCalibration, evidence(share)));
    assert.deepEqual(
      ps,
      [...ps].sort((a, b) => a - b),
    );
  });

  it('is modest as long as little was seen: no more than nine in ten before the first run, whatever speaks for a skill', () => {
    const sure = (examples: number, failures = 0): number =>
      probability(defaultCalibration, evidence(1, 1.5, 1, examples, { failures }));
    assert.ok(sure(0) < 0.9 && sure(1) < 10 / 11);
    assert.ok(sure(100) > 0.97);
    assert.ok(sure(1) < sure(5) && sure(5) < sure(50));
    assert.ok(sure(5, 5) < sure(5) - 0.03);
  });

  it('falls where a near-miss is near', () => {
    const ps = [0, 0.02, 0.1, 0.5].map((missed) =>
      probability(defaultCalibration, evidence(0.7, 0.4, 0.2, 3, { missed })),
    );
    assert.deepEqual(
      ps,
      [...ps].sort((a, b) => b - a),
    );
    assert.ok(ps[0]! - ps[2]! > 0.1);
  });

  it('finds the minimum: finite differences are zero there, and the truth is met', () => {
    const random = generator(5);
    const truth = (share: number): number => 0.9 * share + 0.02;
    const observations = Array.from({ length: 2000 }, () => {
      const share = random();
      return {
        evidence: evidence(share, random(), random(), Math.floor(random() * 6), {
          missed: random() / 5,
          failures: Math.floor(random() * 3),
        }),
        right: random() < truth(share),
      };
    });
    const fitted = fit(observations, defaultCalibration);
    const at = loss(observations, fitted);
    fitted.weights.forEach((_, index) => {
      const moved = (by: number): number =>
        loss(observations, {
          weights: fitted.weights.map((weight, other) => (other === index ? weight + by : weight)),
        });
      assert.ok(Math.abs((moved(1e-4) - moved(-1e-4)) / 2e-4) < 1e-2, `slope of weight ${index}`);
      assert.ok(moved(0.05) > at && moved(-0.05) > at);
    });
    for (const [low, high] of [
      [0.1, 0.3],
      [0.4, 0.6],
      [0.7, 0.9],
    ] as const) {
      const bin = observations.filter(({ evidence: { share } }) => share >= low && share < high);
      const mean = bin.reduce((sum, one) => sum + probability(fitted, one.evidence), 0) / bin.length;
      const rate = bin.filter(({ right }) => right).length / bin.length;
      assert.ok(Math.abs(mean - rate) < 0.05, `${low} to ${high}: ${mean} and ${rate}`);
    }
  });
});
