import type { RunSummary } from '../../events.js';

/** What is looked at of a run to count rounds; a run record is one. */
export interface Counted {
  readonly run: Pick<RunSummary, 'id' | 'outcome' | 'startedAt'>;
}

/**
 * Whether a round ends with this run.
 * @param judged judged runs of the round so far, this one included
 */
export type RoundEnd = (record: Counted, judged: number) => boolean;

/** A round ends with its `length`th judged run: the editor's rounds (DESIGN.md 4). */
export const afterJudged =
  (length: number): RoundEnd =>
  (_, judged) =>
    judged >= length;

/** A round ends with each of these runs: a bench knows where its rounds end. @param runs ids */
export const afterRuns =
  (runs: ReadonlySet<string>): RoundEnd =>
  ({ run }) =>
    runs.has(run.id);

/** What is known of a round. */
export interface Round {
  /** Counts from 0. */
  readonly number: number;
  readonly judged: number;
  readonly successes: number;
  /** Id of its last run so far. */
  readonly lastRun: string;
}

/**
 * The rounds of a workspace. A run belongs to a round by its place among the runs; a verdict that is overruled later changes what the round
 * counts, never the order. A round that has ended stays the current one until the next run begins.
 */
export class Rounds {
  readonly #end: RoundEnd;
  readonly #byRun = new Map<string, number>();
  readonly #rounds: Round[] = [];
  /** When each round began (milliseconds since the epoch). */
  readonly #begun: number[] = [];
  #ended = true;

  constructor(end: RoundEnd) {
    this.#end = end;
  }

  /** Counts the next run, oldest first. @returns its round, from 0 */
  add(record: Counted): number {
    const { id, outcome, startedAt } = record.run;
    if (this.#ended) {
      this.#rounds.push({ number: this.#rounds.length, judged: 0, successes: 0, lastRun: id });
      this.#begun.push(startedAt);
    }
    const before = this.#rounds.at(-1) ?? { number: 0, judged: 0, successes: 0 };
    const now = {
      number: before.number,
      judged: before.judged + (outcome === 'unknown' ? 0 : 1),
      successes: before.successes + (outcome === 'success' ? 1 : 0),
      lastRun: id,
    };
    this.#rounds[now.number] = now;
    this.#byRun.set(id, now.number);
    this.#ended = this.#end(record, now.judged);
    return now.number;
  }

  /** The round of a run, from 0; of one that is not known, the current one. */
  of(run: string): number {
    return this.#byRun.get(run) ?? this.current;
  }

  /** The round of the latest run, from 0. */
  get current(): number {
    return Math.max(0, this.#rounds.length - 1);
  }

  /** How many rounds have ended. */
  get completed(): number {
    return this.#rounds.length - (this.#ended ? 0 : 1);
  }

  /** Oldest first. */
  get all(): readonly Round[] {
    return this.#rounds;
  }

  /** The round that was going on at a time (milliseconds since the epoch). */
  at(time: number): number {
    return Math.max(
      0,
      this.#begun.findLastIndex((begun) => begun <= time),
    );
  }
}

/** @param records oldest first */
export function roundsOf(records: readonly Counted[], end: RoundEnd): Rounds {
  const rounds = new Rounds(end);
  for (const record of records) rounds.add(record);
  return rounds;
}
