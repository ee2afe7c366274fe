import type { RunSummary } from '../../events.js';
import { Pace } from '../../store/pace.js';
import type { RunRecord } from '../../store/runRecord.js';
import { type RoundEnd, Rounds } from './rounds.js';

/** A judged run: its round, from 0, and how it came out. */
export interface Judged {
  readonly round: number;
  readonly passed: boolean;
}

/** A judged try of a skill's task without the skill. */
export interface Without extends Judged {
  /** The task had failed with the skill before. */
  readonly afterFailure: boolean;
}

/** What the runs say of one skill. */
export interface TrackRecord {
  /** Judged uses by version number, oldest first. */
  readonly uses: ReadonlyMap<number, readonly Judged[]>;
  readonly without: readonly Without[];
  /** Round of the last run that was routed to it, judged or not; -1 before the first. */
  readonly lastRound: number;
}

/** What is looked at of a run; a run record is one. */
export interface Tracked extends Pick<RunRecord, 'masked'> {
  readonly run: Pick<RunSummary, 'id' | 'skill' | 'version' | 'outcome' | 'startedAt'>;
  readonly route?: { readonly masked?: string };
}

const nothing: TrackRecord = { uses: new Map(), without: [], lastRound: -1 };

/** What the runs say of every skill. */
export class TrackRecords {
  readonly #records = new Map<string, Growing>();
  /** One object for all runs of a round with one outcome: there are very many runs. */
  readonly #judged = new Map<number, Judged>();
  readonly rounds: Rounds;

  constructor(end: RoundEnd) {
    this.rounds = new Rounds(end);
  }

  of(skill: string): TrackRecord {
    return this.#records.get(skill) ?? nothing;
  }

  /** Counts the next run, oldest first. */
  add(record: Tracked): void {
    const { run, route, masked } = record;
    const round = this.rounds.add(record);
    if (route?.masked !== undefined) {
      const track = this.#track(route.masked, round);
      if (run.outcome !== 'unknown')
        track.without.push({ round, passed: run.outcome === 'success', afterFailure: false });
    }
    if (run.skill === null) return;
    const track = this.#track(run.skill, round);
    if (masked) track.without.push({ round, passed: masked === 'passed', afterFailure: run.outcome !== 'success' });
    if (run.version === null || run.outcome === 'unknown') return;
    const judged = this.#judgedIn(round, run.outcome === 'success');
    const uses = track.uses.get(run.version);
    if (uses) uses.push(judged);
    else track.uses.set(run.version, [judged]);
  }

  #track(skill: string, round: number): Growing {
    let track = this.#records.get(skill);
    if (!track) this.#records.set(skill, (track = { uses: new Map(), without: [], lastRound: round }));
    track.lastRound = round;
    return track;
  }

  #judgedIn(round: number, passed: boolean): Judged {
    const key = 2 * round + (passed ? 1 : 0);
    let judged = this.#judged.get(key);
    if (!judged) this.#judged.set(key, (judged = { round, passed }));
    return judged;
  }
}

interface Growing extends TrackRecord {
  readonly uses: Map<number, Judged[]>;
  readonly without: Without[];
  lastRound: number;
}

/** Goes through the runs, very many of them in slices. @param records oldest first */
export async function trackRecordsOf(records: readonly Tracked[], end: RoundEnd): Promise<TrackRecords> {
  const tracks = new TrackRecords(end);
  const pace = new Pace();
  for (const record of records) {
    tracks.add(record);
    if (pace.due) await pace.rest();
  }
  return tracks;
}
