import { HumanError } from '../errors.js';
import type { Skill } from '../skills/skill.js';
import type { Text } from '../text.js';
import type { Example } from './example.js';
import type { Lessons } from './lessons.js';
import type { Examples } from './modelKeeper.js';
import { Origins } from './origins.js';
import type { SyntheticQueries } from './synthetic/queries.js';

/** Everything the router is taught: what runs came to, what skills were made for, and made-up queries. */
export class TaughtExamples implements Examples {
  /** `from`: what it was made of; the names are of skills that are never rewritten. */
  #latest: { readonly from: readonly unknown[]; readonly all: readonly Example[] } | undefined;

  readonly #origins = new Origins();
  #told = false;

  constructor(
    private readonly lessons: Lessons,
    private readonly synthetic: Pick<SyntheticQueries, 'examples'>,
    /** Told once when the made-up queries cannot be read; a task is routed without them. */
    private readonly onProblem: (problem: Text) => void,
  ) {}

  /** The same array until something changes. */
  async all(skills: readonly Skill[]): Promise<readonly Example[]> {
    const known = await this.#known(skills);
    const own = this.#origins.ofCandidates(skills);
    return own.length > 0 ? [...known, ...own] : known;
  }

  async #known(skills: readonly Skill[]): Promise<readonly Example[]> {
    const lessons = await this.lessons.all();
    const made = await this.#made(skills);
    const never = skills.flatMap(({ name, source }) => (source === 'own' ? [] : [name]));
    const now = [lessons, made, never.join('/')];
    const { from, all } = this.#latest ?? {};
    if (all && now.every((one, at) => one === from?.[at])) return all;
    const unchanging = new Set(never);
    const outcomes = lessons.flatMap(({ example, unmended }) =>
      unmended?.negatives.some((name) => unchanging.has(name)) ? [unmended] : example ? [example] : [],
    );
    const examples = [...made, ...outcomes, ...this.#origins.of(lessons)];
    this.#latest = { from: now, all: examples };
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
