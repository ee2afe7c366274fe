import { Pace } from '../store/pace.js';
import type { RunRecord } from '../store/runRecord.js';
import { lessonOf, type Lesson } from './lesson.js';

/** Where runs come from: the run log. The same array as long as nothing changes, oldest run first. */
export interface RunRecords {
  records(): Promise<readonly RunRecord[]>;
}

/** What all runs have taught; always derived from the run log, never stored. */
export class Lessons {
  readonly #log: RunRecords;
  /** Lessons by record: one that has not changed stays the same object, so that the router sees what is new. */
  readonly #known = new WeakMap<RunRecord, { readonly next: string | undefined; readonly lesson: Lesson }>();
  #latest: { readonly records: readonly RunRecord[]; readonly lessons: readonly Lesson[] } | undefined;

  constructor(log: RunRecords) {
    this.#log = log;
  }

  /** Oldest first; the same array until something changes. Very many runs are gone through in slices. */
  async all(): Promise<readonly Lesson[]> {
    const records = await this.#log.records();
    if (this.#latest?.records === records) return this.#latest.lessons;
    const worked = new Worked();
    const lessons: Lesson[] = [];
    const pace = new Pace();
    for (let index = records.length - 1; index >= 0; index--) {
      const record = records[index];
      if (record) {
        const lesson = this.#lesson(record, worked.after(record));
        lessons.push(lesson);
        worked.note(lesson);
      }
      if (pace.due) await pace.rest();
    }
    lessons.reverse();
    this.#latest = { records, lessons };
    return lessons;
  }

  #lesson(record: RunRecord, next: string | undefined): Lesson {
    const known = this.#known.get(record);
    if (known && known.next === next) return known.lesson;
    const lesson = lessonOf(record, next);
    this.#known.set(record, { next, lesson });
    return lesson;
  }
}

/** Goes from the newest run to the oldest and knows what each task worked with next. */
class Worked {
  readonly #byTask = new Map<string, string>();
  readonly #byRun = new Map<string, string>();

  after({ run }: RunRecord): string | undefined {
    return this.#byRun.get(run.id) ?? this.#byTask.get(run.task.prompt);
  }

  note({ record, example }: Lesson): void {
    const { run, route } = record;
    if (example?.outcome !== 1 || typeof route?.skill !== 'string') return;
    this.#byTask.set(run.task.prompt, route.skill);
    if (run.retryOf !== undefined) this.#byRun.set(run.retryOf, route.skill);
  }
}
