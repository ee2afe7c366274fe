import assert from 'node:assert/strict';
import { type Beta, probabilityBelow } from '../../../../src/engine/write/record/beta.js';
import { near } from './tracks.js';

/** ln Γ of whole numbers. */
const logFactorial = (n: number): number => (n <= 1 ? 0 : Math.log(n) + logFactorial(n - 1));
const logBeta = (a: number, b: number): number => logFactorial(a - 1) + logFactorial(b - 1) - logFactorial(a + b - 1);

/** P(X < Y) for whole numbers, exactly (E. Miller, "Formulas for Bayesian A/B testing"): a sum over the successes of Y. */
function exactly(x: Beta, y: Beta): number {
  let sum = 0;
  for (let i = 0; i < y.a; i++)
    sum += Math.exp(logBeta(x.a + i, x.b + y.b) - Math.log(y.b + i) - logBeta(1 + i, y.b) - logBeta(x.a, x.b));
  return sum;
}

/** P(X < Y) by an integration of another kind: r = sin² θ, where densities are bounded for a and b of 1/2 and more. */
function integrated(x: Beta, y: Beta, slices = 4000): number {
  const densities = ({ a, b }: Beta): number[] => {
    const all = Array.from({ length: slices }, (_, index) => {
      const angle = ((index + 0.5) / slices) * (Math.PI / 2);
      return Math.sin(angle) ** (2 * a - 1) * Math.cos(angle) ** (2 * b - 1);
    });
    const sum = all.reduce((total, one) => total + one, 0);
    return all.map((one) => one / sum);
  };
  const [dx, dy] = [densities(x), densities(y)];
  let [below, probability] = [0, 0];
  for (const [index, one] of dx.entries()) {
    probability += (dy[index] ?? 0) * (below + one / 2);
    below += one;
  }
  return probability;
}

describe('the probability that one success rate is below another', () => {
  it('is the exact one for whole numbers, near 0, near 1 and for very many runs', () => {
    const counts = [1, 2, 5, 13, 40];
    let compared = 0;
    for (const a of counts)
      for (const b of counts)
        for (const c of counts)
          for (const d of counts) {
            near(probabilityBelow({ a, b }, { a: c, b: d }), exactly({ a, b }, { a: c, b: d }), 1e-3);
            compared++;
          }
    assert.equal(compared, counts.length ** 4);
    near(probabilityBelow({ a: 2, b: 3 }, { a: 900, b: 600 }), exactly({ a: 2, b: 3 }, { a: 900, b: 600 }), 1e-3);
    near(
      probabilityBelow({ a: 880, b: 620 }, { a: 900, b: 600 }),
      exactly({ a: 880, b: 620 }, { a: 900, b: 600 }),
      1e-3,
    );
  });

  it('is that of another integration for fractions, as inherited priors have them', () => {
    const some: Beta[] = [
      { a: 3.6, b: 2.4 },
      { a: 0.7, b: 5.3 },
      { a: 4.33, b: 0.67 },
      { a: 12.5, b: 0.9 },
    ];
    for (const x of some) for (const y of some) near(probabilityBelow(x, y), integrated(x, y), 1e-3);
  });

  it('is one half for equals, and the rest for the reverse, also where nearly nothing is known', () => {
    const [x, y] = [
      { a: 0.1, b: 3.9 },
      { a: 3, b: 39 },
    ];
    near(probabilityBelow(x, x), 0.5, 1e-6);
    near(probabilityBelow(x, y) + probabilityBelow(y, x), 1, 1e-6);
    assert.ok(probabilityBelow(x, y) > 0.5);
  });
});
