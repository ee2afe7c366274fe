import { Featurizer } from './features.js';
import { instanceOf, type Known } from './instances.js';
import type { Learned } from './learned.js';
import { generator } from './random.js';
import { type Instance, Residual } from './residual.js';
import type { Word } from './tokens.js';

/** Step size online, and how many earlier examples are gone through again with each new one (router.md 3, outcome-only learning). */
const onlineRate = 0.08;
const replayed = 6;
/** Earlier examples kept for that. */
const kept = 2000;

/** The trained residual in use: scores, and goes on learning between trainings. */
export class Trained {
  readonly #featurizer: Featurizer;
  readonly #residual: Residual;
  readonly #competitors: number[] = [];
  readonly #random: () => number;
  readonly #seen: Instance[] = [];

  /** @param numbers skill number by id; trained skills that are gone are left out */
  constructor(learned: Learned, numbers: ReadonlyMap<string, number>, size: number) {
    const { bits, dimensions, rows, rowScales } = learned;
    this.#featurizer = new Featurizer(bits, learned.frequency.slice(), learned.texts);
    this.#random = generator(learned.seed);
    const residual = new Residual(size, bits, dimensions);
    for (let at = 0; at < rows.length; at++)
      residual.rows[at] = (rows[at] ?? 0) * (rowScales[Math.floor(at / dimensions)] ?? 0);
    learned.ids.forEach((id, row) => {
      const skill = numbers.get(id);
      if (skill === undefined) return;
      for (let x = 0; x < dimensions; x++)
        residual.skills[skill * dimensions + x] =
          (learned.skills[row * dimensions + x] ?? 0) * (learned.skillScales[row] ?? 0);
      residual.bias[skill] = learned.bias[row] ?? 0;
      this.#compete(residual, skill);
    });
    this.#residual = residual;
  }

  /** The residual of every skill in nats, 0 for the untrained. */
  score(words: readonly Word[]): Float32Array {
    const residual = this.#residual;
    const z = residual.encode(this.#featurizer.features(words));
    const scores = new Float32Array(residual.count);
    for (const skill of this.#competitors) scores[skill] = residual.score(z, skill);
    return scores;
  }

  /** One step with a new example, then some with earlier ones, so that it does not forget. */
  learn(
    example: Omit<Known, 'features'> & { readonly words: readonly Word[] },
    prior: (skill: number) => number,
  ): void {
    for (const skill of [...example.positives, ...example.negatives])
      if (!this.#residual.trained[skill]) this.#compete(this.#residual, skill);
    this.#featurizer.count(example.words);
    const features = this.#featurizer.features(example.words);
    const instance = instanceOf({ ...example, features }, this.#competitors, prior, this.#random);
    this.#residual.step(instance, onlineRate);
    for (let again = 0; again < Math.min(replayed, this.#seen.length); again++) {
      const earlier = this.#seen[Math.floor(this.#random() * this.#seen.length)];
      if (earlier) this.#residual.step(earlier, onlineRate);
    }
    if (this.#seen.length < kept) this.#seen.push(instance);
    else this.#seen[Math.floor(this.#random() * kept)] = instance;
  }

  #compete(residual: Residual, skill: number): void {
    residual.trained[skill] = 1;
    this.#competitors.push(skill);
  }
}
