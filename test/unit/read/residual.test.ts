import assert from 'node:assert/strict';
import type { Features } from '../../../src/engine/read/features.js';
import { generator } from '../../../src/engine/read/random.js';
import { type Instance, Residual } from '../../../src/engine/read/residual.js';

const [bits, dimensions, count] = [8, 6, 5];
const features: Features = { buckets: Int32Array.of(3, 70, 200), values: Float32Array.of(0.5, 0.7, 0.51) };

/** All five skills trained, with numbers that are none of them zero. */
function residual(): Residual {
  const made = Residual.random(count, bits, dimensions, 7);
  const random = generator(11);
  made.skills.forEach((_, at) => (made.skills[at] = random() - 0.5));
  made.bias.forEach((_, at) => (made.bias[at] = random() - 0.5));
  made.trained.fill(1);
  return made;
}

const instance = (right: readonly number[], wrong: readonly number[], weight = 1): Instance => ({
  features,
  candidates: Int32Array.of(0, 1, 2, 3, 4),
  offsets: Float32Array.of(0.3, -0.2, 0.1, 0.6, 0),
  right: Float32Array.from(right),
  wrong,
  weight,
});

/** The loss as it is defined, computed plainly in 64 bits. */
function lossOf(model: Residual, { offsets, right, wrong }: Instance): number {
  const z = Array.from({ length: dimensions }, (_, x) =>
    features.buckets.reduce((sum, bucket, at) => sum + features.values[at]! * model.rows[bucket * dimensions + x]!, 0),
  );
  const logits = Array.from(
    offsets,
    (offset, skill) =>
      offset + model.bias[skill]! + z.reduce((sum, value, x) => sum + value * model.skills[skill * dimensions + x]!, 0),
  );
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  const p = logits.map((logit) => Math.exp(logit) / total);
  const likelihood = right.reduce((sum, share, at) => sum - share * Math.log(p[at]!), 0);
  return wrong.reduce((sum, at) => sum - Math.log(1 - p[at]!), likelihood);
}

/**
 * What a step changed, divided by what AdaGrad divides by, is the gradient: with a tiny rate nothing else moves. For rows and skills the divisor is one
 * number a row, so directions within a row are compared, and their sign and size by the change of the loss along the step.
 */
function checkGradient(right: readonly number[], wrong: readonly number[]): void {
  const [before, after] = [residual(), residual()];
  const asked = instance(right, wrong);
  const rate = 1e-3;
  after.step(asked, rate);
  const epsilon = 1e-3;
  const slope = (array: 'rows' | 'skills' | 'bias', at: number): number => {
    const [up, down] = [residual(), residual()];
    up[array][at] = up[array][at]! + epsilon;
    down[array][at] = down[array][at]! - epsilon;
    return (lossOf(up, asked) - lossOf(down, asked)) / (2 * epsilon);
  };
  const rowsOf = (array: 'rows' | 'skills', row: number): void => {
    const slopes = Array.from({ length: dimensions }, (_, x) => slope(array, row * dimensions + x));
    const moved = Array.from(
      { length: dimensions },
      (_, x) => before[array][row * dimensions + x]! - after[array][row * dimensions + x]!,
    );
    const scale =
      moved.reduce((sum, move, x) => sum + move * slopes[x]!, 0) / slopes.reduce((sum, s) => sum + s * s, 0);
    assert.ok(scale > 0, `${array} ${row} go down the slope`);
    slopes.forEach((s, x) =>
      assert.ok(Math.abs(moved[x]! - scale * s) < 0.02 * Math.hypot(...moved), `${array} ${row}.${x}`),
    );
  };
  for (const bucket of features.buckets) rowsOf('rows', bucket);
  for (let skill = 0; skill < count; skill++) {
    rowsOf('skills', skill);
    const moved = before.bias[skill]! - after.bias[skill]!;
    assert.equal(Math.sign(moved), Math.sign(slope('bias', skill)), `bias ${skill}`);
  }
  assert.ok(lossOf(after, asked) < lossOf(before, asked));
}

describe('residual', () => {
  it('goes down the slope that finite differences show, for what is right', () => checkGradient([0, 1, 0, 0, 0], []));
  it('does so with two right answers', () => checkGradient([0.5, 0, 0, 0.5, 0], []));
  it('does so for what is wrong, and for both', () => {
    checkGradient([0, 0, 0, 0, 0], [3]);
    checkGradient([0, 1, 0, 0, 0], [3]);
  });

  it('gives the loss before the step, weighted', () => {
    const asked = instance([0, 1, 0, 0, 0], [3], 0.5);
    const expected = lossOf(residual(), asked);
    assert.ok(Math.abs(residual().step(asked, 0.1) - 0.5 * expected) < 1e-5);
  });

  it('leaves skills alone that are not trained, and other rows', () => {
    const model = residual();
    model.trained[2] = 0;
    const [rows, skills] = [model.rows.slice(), model.skills.slice()];
    model.step(instance([1, 0, 0, 0, 0], []), 0.1);
    assert.deepEqual(
      model.skills.subarray(2 * dimensions, 3 * dimensions),
      skills.subarray(2 * dimensions, 3 * dimensions),
    );
    assert.equal(model.score(model.encode(features), 2), 0);
    assert.deepEqual(model.rows.subarray(0, 3 * dimensions), rows.subarray(0, 3 * dimensions));
    assert.notDeepEqual(model.rows, rows);
  });

  it('starts the same from the same seed', () => {
    assert.deepEqual(Residual.random(2, 6, 4, 3).rows, Residual.random(2, 6, 4, 3).rows);
    assert.notDeepEqual(Residual.random(2, 6, 4, 3).rows, Residual.random(2, 6, 4, 4).rows);
  });
});
