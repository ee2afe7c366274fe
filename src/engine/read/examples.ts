import type { Skill } from '../skills/skill.js';
import type { Example } from './example.js';
import type { Lessons } from './lessons.js';
import type { Examples } from './modelKeeper.js';

/** Example queries that a model has made up, of these skills. The same array as long as they are the same. */
export interface Synthetic {
  examples(skills: readonly Skill[]): Promise<readonly Example[]>;
}

/** Everything the router is taught: what runs came to, and made-up queries. */
export class TaughtExamples implements Examples {
  #latest: { readonly from: readonly unknown[]; readonly all: readonly Example[] } | undefined;

  constructor(
    private readonly lessons: Lessons,
    private readonly synthetic: Synthetic | undefined,
  ) {}

  /** The same array until something changes. */
  async all(skills: readonly Skill[]): Promise<readonly Example[]> {
    const lessons = await this.lessons.all();
    const made = (await this.synthetic?.examples(skills)) ?? none;
    const { from, all } = this.#latest ?? {};
    if (all && from?.[0] === lessons && from[1] === made) return all;
    const examples = [...made, ...lessons.flatMap(({ example }) => (example ? [example] : []))];
    this.#latest = { from: [lessons, made], all: examples };
    return examples;
  }
}

const none: readonly Example[] = [];
