import { throwIfCancelled } from '../../errors.js';
import type { Steps } from '../../steps.js';
import { Pace } from '../../store/pace.js';
import type { Text } from '../../text.js';
import type { Example, SkillText } from '../example.js';
import type { Learned } from '../learned.js';
import { RouterModel } from '../model.js';
import type { SkillIndex } from '../skillIndex.js';
import { train } from '../train.js';

/** Long work in small pieces: says how far it is, and ends when it is cancelled. */
export class Work {
  readonly #pace = new Pace();

  constructor(
    private readonly progress: (what: Text) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Call with every piece. @throws {CancelledError} */
  async turn(what: () => Text): Promise<void> {
    if (!this.#pace.due) return;
    throwIfCancelled(this.signal);
    this.progress(what());
    await this.#pace.rest();
  }

  /** Carries out work that can be stopped between its steps. @throws {CancelledError} */
  async carryOut<T>(steps: Steps<T>, what: () => Text): Promise<T> {
    for (;;) {
      const next = steps.next();
      if (next.done) return next.value;
      await this.turn(what);
    }
  }
}

/** Trains models of one library, and remembers how long that took. */
export class Trainer {
  /** Milliseconds of each training, without the pauses in which others had their turn. */
  readonly times: number[] = [];

  constructor(
    readonly skills: readonly SkillText[],
    readonly index: SkillIndex,
    private readonly seed: number,
    private readonly work: Work,
  ) {}

  /**
   * A model that has learned from the examples; without examples there is nothing to train.
   * @param what says how far the training is, 0 to 1
   * @param index of the same skills, where something else is known of them
   * @throws {CancelledError}
   */
  async model(
    examples: readonly Example[],
    what: (done: number) => Text,
    index: SkillIndex = this.index,
  ): Promise<RouterModel> {
    const learned = examples.length > 0 ? await this.#train(examples, what) : undefined;
    return await this.work.carryOut(RouterModel.build(index, examples, learned), () => what(1));
  }

  async #train(examples: readonly Example[], what: (done: number) => Text): Promise<Learned> {
    const steps = train({ skills: this.skills, examples, seed: this.seed, index: this.index });
    let spent = 0;
    for (;;) {
      const from = performance.now();
      const next = steps.next();
      spent += performance.now() - from;
      if (next.done) {
        this.times.push(spent);
        return next.value;
      }
      const { done, of } = next.value;
      await this.work.turn(() => what(done / of));
    }
  }
}
