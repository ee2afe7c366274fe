import { HumanError } from '../errors.js';
import type { Skill } from '../skills/skill.js';
import type { Text } from '../text.js';
import type { Example } from './example.js';
import type { Lessons } from './lessons.js';
import type { Examples } from './modelKeeper.js';
import type { SyntheticQueries } from './synthetic/queries.js';

/** Everything the router is taught: what runs came to, and made-up queries. */
export class TaughtExamples implements Examples {
  #latest: { readonly from: readonly unknown[]; readonly all: readonly Example[] } | undefined;

  #told = false;

  constructor(
    private readonly lessons: Lessons,
    private readonly synthetic: Pick<SyntheticQueries, 'examples'>,
    /** Told once when the made-up queries cannot be read; a task is routed without them. */
    private readonly onProblem: (problem: Text) => void,
  ) {}

  /** The same array until something changes. */
  async all(skills: readonly Skill[]): Promise<readonly Example[]> {
    const lessons = await this.lessons.all();
    const made = await this.#made(skills);
    const { from, all } = this.#latest ?? {};
    if (all && from?.[0] === lessons && from[1] === made) return all;
    const examples = [...made, ...lessons.flatMap(({ example }) => (example ? [example] : []))];
    this.#latest = { from: [lessons, made], all: examples };
    return examples;
  }

  async #made(skills: readonly Skill[]): Promise<readonly Example[]> {
    try {
      const made = await this.synthetic.examples(skills);
      this.#told = false;
      return made;
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      if (!this.#told) this.onProblem(error.text);
      this.#told = true;
      return none;
    }
  }
}

const none: readonly Example[] = [];
