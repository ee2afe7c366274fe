import type { Word } from './tokens.js';

/** How often words stand in the tasks of each skill. */
export class TellingWords {
  /** Term to skill to count. */
  readonly terms = new Map<string, Map<number, number>>();
  /** A form of each term that a person reads. */
  readonly #forms = new Map<string, string>();

  /** @returns the number of topic words */
  add(words: readonly Word[], skill: number): number {
    let length = 0;
    for (const { stem, stop, text } of words) {
      if (stop) continue;
      length++;
      const counts = this.terms.get(stem) ?? new Map<number, number>();
      this.terms.set(stem, counts.set(skill, (counts.get(skill) ?? 0) + 1));
      if (!this.#forms.has(stem)) this.#forms.set(stem, text);
    }
    return length;
  }

  /**
   * Words that tell a skill's tasks from those of the others, strongest first: count times log-ratio of its share of them to chance.
   * @param skills number of skills with tasks
   */
  of(skill: number, skills: number, limit = 6): string[] {
    const found: { readonly term: string; readonly value: number }[] = [];
    for (const [term, counts] of this.terms) {
      const count = counts.get(skill);
      if (count !== undefined) found.push({ term, value: count * Math.log(1 + skills / counts.size) });
    }
    found.sort((a, b) => b.value - a.value || (a.term < b.term ? -1 : 1));
    return found.slice(0, limit).map(({ term }) => this.#forms.get(term) ?? term);
  }
}
