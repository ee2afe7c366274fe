import type { Features } from './features.js';
import { generator } from './random.js';

/** Step size of AdaGrad at the start and its floor for a fresh row (router.md 3). */
const freshSquares = 1e-2;
/** The bias learns slower than the rest: it would otherwise learn how often a skill was used, which is `usage`'s part. */
const biasRate = 0.05;
/** Gradients below this change nothing worth the time. */
const tooSmall = 2e-3;

/** A task ready for training. */
export interface Instance {
  readonly features: Features;
  /** Skills (by number) that compete for it. */
  readonly candidates: Int32Array;
  /** Score of each without the residual. */
  readonly offsets: Float32Array;
  /** For each candidate the share of the right answer it is: positives sum to 1, or all 0 when only `wrong` is known. */
  readonly right: Float32Array;
  /** Candidates (by place) that are known not to fit. */
  readonly wrong: readonly number[];
  readonly weight: number;
}

/** Bi-encoder over hashed features: logit = z(task) · u(skill) + b(skill), with z(task) the sum of its features' rows of E. */
export class Residual {
  readonly rows: Float32Array;
  readonly #rowSquares: Float32Array;
  readonly skills: Float32Array;
  readonly #skillSquares: Float32Array;
  readonly bias: Float32Array;
  readonly #biasSquares: Float32Array;
  /** Whether a skill has ever been trained; the others have no residual. */
  readonly trained: Uint8Array;

  /** All zero: to be filled by {@link Residual.random} or from what was learned before. */
  constructor(
    readonly count: number,
    readonly bits: number,
    readonly dimensions: number,
  ) {
    this.rows = new Float32Array(2 ** bits * dimensions);
    this.#rowSquares = new Float32Array(2 ** bits).fill(freshSquares);
    this.skills = new Float32Array(count * dimensions);
    this.#skillSquares = new Float32Array(count).fill(freshSquares);
    this.bias = new Float32Array(count);
    this.#biasSquares = new Float32Array(count).fill(freshSquares);
    this.trained = new Uint8Array(count);
  }

  /** An untrained one: rows are small random directions, so that unlike words start out unlike (a random projection). */
  static random(count: number, bits: number, dimensions: number, seed: number): Residual {
    const residual = new Residual(count, bits, dimensions);
    const random = generator(seed);
    const { rows } = residual;
    const scale = 2 / Math.sqrt(dimensions);
    // Sum of three uniforms: nearly normal, and cheap.
    for (let at = 0; at < rows.length; at++) rows[at] = (random() + random() + random() - 1.5) * scale;
    return residual;
  }

  /** z(task). */
  encode({ buckets, values }: Features, into = new Float32Array(this.dimensions)): Float32Array {
    into.fill(0);
    const { dimensions, rows } = this;
    for (let at = 0; at < buckets.length; at++) {
      const row = (buckets[at] ?? 0) * dimensions;
      const value = values[at] ?? 0;
      for (let x = 0; x < dimensions; x++) into[x] = (into[x] ?? 0) + value * (rows[row + x] ?? 0);
    }
    return into;
  }

  /** The residual of one skill. */
  score(z: Float32Array, skill: number): number {
    if (!this.trained[skill]) return 0;
    return (this.bias[skill] ?? 0) + dot(z, this.skills, skill * this.dimensions, this.dimensions);
  }

  /** One AdaGrad step (Duchi et al. 2011, one square per row). @returns the loss before it */
  step(instance: Instance, rate: number): number {
    const { candidates, right } = instance;
    const z = this.encode(instance.features);
    const shares = this.#softmax(instance, z);
    const gradients = new Float32Array(candidates.length);
    let loss = 0;
    let known = false;
    for (let place = 0; place < right.length; place++) {
      const share = right[place] ?? 0;
      if (share === 0) continue;
      known = true;
      loss -= share * Math.log(Math.max(shares[place] ?? 0, 1e-9));
    }
    if (known)
      for (let place = 0; place < gradients.length; place++)
        gradients[place] = (shares[place] ?? 0) - (right[place] ?? 0);
    for (const place of instance.wrong) {
      // Unlikelihood -log(1 - p) (Welleck et al. 2020): its gradient on the wrong one is p, on the others -p · p' / (1 - p).
      const p = shares[place] ?? 0;
      loss -= Math.log(Math.max(1 - p, 1e-9));
      const factor = -p / Math.max(0.05, 1 - p);
      for (let other = 0; other < gradients.length; other++)
        gradients[other] = (gradients[other] ?? 0) + (other === place ? p : factor * (shares[other] ?? 0));
    }
    this.#descend(instance, z, gradients, rate);
    return loss * instance.weight;
  }

  /** Each candidate's share of the softmax over offset and residual. */
  #softmax({ candidates, offsets }: Instance, z: Float32Array): Float32Array {
    const shares = new Float32Array(candidates.length);
    let highest = -Infinity;
    for (let place = 0; place < shares.length; place++) {
      const logit = (offsets[place] ?? 0) + this.score(z, candidates[place] ?? 0);
      shares[place] = logit;
      if (logit > highest) highest = logit;
    }
    let sum = 0;
    for (let place = 0; place < shares.length; place++) {
      const power = Math.exp((shares[place] ?? 0) - highest);
      shares[place] = power;
      sum += power;
    }
    for (let place = 0; place < shares.length; place++) shares[place] = (shares[place] ?? 0) / sum;
    return shares;
  }

  #descend(instance: Instance, z: Float32Array, gradients: Float32Array, rate: number): void {
    const { dimensions, skills, rows } = this;
    const back = new Float32Array(dimensions);
    let length = 0;
    for (let x = 0; x < dimensions; x++) length += (z[x] ?? 0) ** 2;
    for (let place = 0; place < gradients.length; place++) {
      const skill = instance.candidates[place] ?? 0;
      const gradient = (gradients[place] ?? 0) * instance.weight;
      if (Math.abs(gradient) < tooSmall || !this.trained[skill]) continue;
      const row = skill * dimensions;
      for (let x = 0; x < dimensions; x++) back[x] = (back[x] ?? 0) + gradient * (skills[row + x] ?? 0);
      this.#skillSquares[skill] = (this.#skillSquares[skill] ?? 0) + (gradient * gradient * length) / dimensions;
      const step = (rate * gradient) / Math.sqrt(this.#skillSquares[skill] ?? 1);
      for (let x = 0; x < dimensions; x++) skills[row + x] = (skills[row + x] ?? 0) - step * (z[x] ?? 0);
      this.#biasSquares[skill] = (this.#biasSquares[skill] ?? 0) + gradient * gradient;
      this.bias[skill] =
        (this.bias[skill] ?? 0) - (biasRate * rate * gradient) / Math.sqrt(this.#biasSquares[skill] ?? 1);
    }
    let squares = 0;
    for (let x = 0; x < dimensions; x++) squares += (back[x] ?? 0) ** 2;
    if (squares === 0) return;
    const { buckets, values } = instance.features;
    for (let at = 0; at < buckets.length; at++) {
      const bucket = buckets[at] ?? 0;
      const value = values[at] ?? 0;
      this.#rowSquares[bucket] = (this.#rowSquares[bucket] ?? 0) + (squares * value * value) / dimensions;
      const step = (rate * value) / Math.sqrt(this.#rowSquares[bucket] ?? 1);
      const row = bucket * dimensions;
      for (let x = 0; x < dimensions; x++) rows[row + x] = (rows[row + x] ?? 0) - step * (back[x] ?? 0);
    }
  }
}

/** Four sums side by side: one alone would wait for each addition before the next. Takes a third of the time. */
function dot(z: Float32Array, rows: Float32Array, row: number, width: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let x = 0;
  for (; x + 3 < width; x += 4) {
    a += (z[x] ?? 0) * (rows[row + x] ?? 0);
    b += (z[x + 1] ?? 0) * (rows[row + x + 1] ?? 0);
    c += (z[x + 2] ?? 0) * (rows[row + x + 2] ?? 0);
    d += (z[x + 3] ?? 0) * (rows[row + x + 3] ?? 0);
  }
  for (; x < width; x++) a += (z[x] ?? 0) * (rows[row + x] ?? 0);
  return a + b + c + d;
}
