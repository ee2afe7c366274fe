/** Where an example comes from; the stronger the evidence, the more it weighs (router.md 5.3). */
export type ExampleSource = 'correction' | 'outcome' | 'attribution' | 'synthetic';

/** What one task has taught the router. Plain data: it crosses to the worker. */
export interface Example {
  /** The task in the person's words. */
  readonly query: string;
  /** Ids of skills that fit the task; several only when any of them would do. */
  readonly positives: readonly string[];
  /** Ids of skills that do not fit it: tried and failed, corrected by the person, or near-misses. */
  readonly negatives: readonly string[];
  readonly source: ExampleSource;
  /** Milliseconds since the epoch; examples are told apart and held out by time. */
  readonly at: number;
  /** Whether a skill worked in a real run: 1 worked, 0 failed, absent when nothing was run. Feeds usage and calibration. */
  readonly outcome?: 0 | 1;
}

/** What an example counts beside others (router.md 5.3). */
export const exampleWeight: Readonly<Record<ExampleSource, number>> = {
  correction: 1,
  outcome: 1,
  attribution: 0.5,
  synthetic: 0.5,
};

/** What the router reads of a skill. `id` is unique within a library: its name, or the id of a data set. Plain data. */
export interface SkillText {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly body: string;
  /** Milliseconds since the epoch, where it is known: a skill made while tasks were already solved is young for a while. */
  readonly bornAt?: number;
}
