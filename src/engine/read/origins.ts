import type { Skill } from '../skills/skill.js';
import type { RunRecord } from '../store/runRecord.js';
import type { Example } from './example.js';
import { isLabelled, type Lesson } from './lesson.js';

/**
 * What skills were made for. The runs that a new skill was written from are the first tasks it is known to fit: its gate has shown that it does, or the
 * person has said so by accepting it. Without them it would stand against the many examples of the skills that failed those very tasks.
 */
export class Origins {
  /** By the record that proposed the skill: what has not changed stays the same objects. */
  readonly #known = new WeakMap<
    RunRecord,
    { readonly from: readonly RunRecord[]; readonly examples: readonly Example[] }
  >();
  readonly #candidates = new WeakMap<Skill, readonly Example[]>();

  /** Of skills that were proposed; those that are in no library are nobody's examples. */
  of(lessons: readonly Lesson[]): Example[] {
    const proposing = lessons.filter(({ record }) => record.newSkill);
    if (proposing.length === 0) return [];
    const byRun = new Map(lessons.map(({ record }) => [record.run.id, record]));
    return proposing.flatMap(({ record }) => this.#examples(record, byRun));
  }

  /** Of candidates that a gate examines. */
  ofCandidates(skills: readonly Skill[]): Example[] {
    return skills.flatMap((skill) => {
      if (!skill.madeFor) return [];
      const examples =
        this.#candidates.get(skill) ?? skill.madeFor.map((query) => example(query, skill.name, Infinity));
      this.#candidates.set(skill, examples);
      return examples;
    });
  }

  #examples(record: RunRecord, byRun: ReadonlyMap<string, RunRecord>): readonly Example[] {
    const { skill = '', runs = [] } = record.newSkill ?? {};
    const from = runs.flatMap((run) => byRun.get(run) ?? []);
    const known = this.#known.get(record);
    if (known?.from.length === from.length && from.every((one, at) => one === known.from[at])) return known.examples;
    const requests = new Set(from.filter(speaks).map(({ run }) => run.task.prompt));
    const examples = [...requests].map((query) => example(query, skill, record.run.startedAt));
    this.#known.set(record, { from, examples });
    return examples;
  }
}

/** Whether a run still says what it said when the skill was written from it: it failed, or went without a skill. */
const speaks = (record: RunRecord): boolean =>
  isLabelled(record) &&
  (record.run.outcome === 'failure' || (record.run.outcome === 'success' && record.run.skill === null));

const example = (query: string, skill: string, at: number): Example => ({
  ...{ query, positives: [skill], negatives: [], source: 'attribution', at },
});
