import type { Run } from '../run.js';
import type { Lesson } from './lesson.js';
import type { Merging } from './merging.js';
import type { RoundKeeper } from './record/roundKeeper.js';
import type { Steward } from './steward.js';

export interface RoundCloserParts {
  readonly keeper: RoundKeeper;
  readonly steward: Steward;
  readonly merging: Merging;
  /** Told when proposals were made that no run tells of. */
  readonly changed: () => void;
}

/** What is done when a round has ended: the library is recorded, then looked through (learning.md 2, steps 3 and 8). */
export class RoundCloser {
  constructor(private readonly parts: RoundCloserParts) {}

  /**
   * To be called when all else that a run teaches is done. Nothing happens before the round has ended, nor twice.
   * @throws {HumanError} when the state folder cannot be written
   */
  async after(run: Run, lesson: Lesson, signal: AbortSignal): Promise<void> {
    await run.flush();
    if (!(await this.#ended(lesson))) return;
    await this.parts.merging.atRoundEnd(run, lesson, signal);
  }

  /** The same for a run that is judged without learning from it: nobody is there to write a merge. */
  async keepUp(lesson: Lesson | undefined): Promise<void> {
    await this.#ended(lesson);
  }

  async #ended(lesson: Lesson | undefined): Promise<boolean> {
    const { keeper, steward, changed } = this.parts;
    if (!(await keeper.keepUp())) return false;
    // In shadow mode nothing is kept, and without a model nobody would have been there to propose anything.
    if (lesson && lesson.review !== 'shadow' && (await steward.tidy(lesson.model.info)).length) changed();
    return true;
  }
}
