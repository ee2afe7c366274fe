import type { Memory } from '../memory.js';
import type { RunLog } from '../store/runs.js';
import type { RunRecord } from '../store/runRecord.js';
import { provenanceOf } from '../safety/taint.js';
import type { Bucket } from './bucket.js';
import { type Episode, episodeOf, withoutSecrets } from './episode.js';
import type { Provenance } from './proposal.js';
import type { Requests } from './operations/reach.js';
import type { Proposals } from './proposals.js';
import { windowOf } from './record/drift.js';
import type { TrackRecords } from './record/trackRecord.js';
import type { LearningSettings } from './settings.js';
import { closedBy, mendedBy, type Tried, triedOf } from './tried.js';

export interface EvidenceParts {
  readonly log: RunLog;
  readonly memory: Memory;
  readonly proposals: Proposals;
  readonly settings: LearningSettings;
}

/** What has happened so far, as the write step looks at it. Derived from the run log each time. */
export class Evidence {
  private readonly windows = new Map<string, number>();

  private constructor(
    /** Oldest first. */
    readonly records: readonly RunRecord[],
    /** Failures that a proposal was made from which waits, was decided by the person, or has mended them. */
    readonly closed: ReadonlySet<string>,
    /** Failures that were written from and are not mended; see {@link triedOf}. */
    readonly tried: ReadonlyMap<string, Tried>,
    private readonly mended: ReadonlyMap<string, string>,
    private readonly tracks: TrackRecords,
    private readonly log: Pick<RunLog, 'events'>,
    private readonly settings: LearningSettings,
  ) {}

  static async gather({ log, memory, proposals, settings }: EvidenceParts): Promise<Evidence> {
    const [records, tracks, made] = await Promise.all([log.records(), memory.tracks(), proposals.list()]);
    const closed = closedBy(made);
    return new Evidence(records, closed, triedOf(made, records, closed), mendedBy(made), tracks, log, settings);
  }

  /** The round a run belongs to, from 0. */
  roundOf(run: string): number {
    return this.tracks.rounds.of(run);
  }

  /** Whether a run is inside the window that ends now: shorter for a skill whose tasks seem to have changed. */
  isRecent({ run }: RunRecord): boolean {
    const now = this.tracks.rounds.current;
    const window = run.skill === null ? this.settings.windowRounds : this.window(run.skill, now);
    return this.roundOf(run.id) > now - window;
  }

  /** The successes of a skill inside the window, oldest first, each task once (the latest time). */
  successesOf(skill: string | null): RunRecord[] {
    return latestOfEach(
      this.records.filter(
        (record) => record.run.outcome === 'success' && record.run.skill === skill && this.isRecent(record),
      ),
    );
  }

  /** What a skill does right inside the window, oldest first: its successes, and the failures that changes of it have mended. */
  workedWith(skill: string | null): { readonly successes: RunRecord[]; readonly mended: RunRecord[] } {
    const mended = this.records.filter(
      (record) => record.run.outcome === 'failure' && this.mended.get(record.run.id) === skill && this.isRecent(record),
    );
    return { successes: this.successesOf(skill), mended };
  }

  /** The requests a change is made from and made for, and the other recent ones. */
  requestsOf({ runs, skill }: Pick<Bucket, 'runs' | 'skill'>): Requests {
    const worked = skill === null ? [] : this.successesOf(skill);
    const own = new Set([...runs, ...worked].map(({ run }) => run.task.prompt));
    const others = this.records.filter(
      (record) => (skill === null || record.run.skill !== skill) && this.isRecent(record),
    );
    return { own: [...own], others: others.map(({ run }) => run.task.prompt).filter((prompt) => !own.has(prompt)) };
  }

  /** The episodes of these runs, without those whose outcome is not known any more, and without secrets: they are shown to a model. */
  async episodes(records: readonly RunRecord[]): Promise<Episode[]> {
    const episodes = await Promise.all(records.map(async ({ run }) => episodeOf(await this.log.events(run.id))));
    return episodes.filter((episode) => episode !== undefined).map(withoutSecrets);
  }

  /** Where the text came from that taints what is written from a bucket: its failures, and the successes that the writer is shown with them. */
  async provenanceOf({ runs, skill }: Pick<Bucket, 'runs' | 'skill'>): Promise<Provenance[]> {
    const tainted = [...runs, ...this.successesOf(skill).slice(-this.settings.keep)].filter((record) => record.tainted);
    const found = await Promise.all(
      tainted.map(async ({ run }) => provenanceOf(await this.log.events(run.id), run.id)),
    );
    return found.flat();
  }

  private window(skill: string, now: number): number {
    const known = this.windows.get(skill) ?? windowOf(this.tracks.of(skill), now, this.settings);
    this.windows.set(skill, known);
    return known;
  }
}

/** Of several runs of one task the latest: the same request with the same check. */
export function latestOfEach(records: readonly RunRecord[]): RunRecord[] {
  const byTask = new Map<string, RunRecord>();
  for (const record of records) {
    const { prompt, check } = record.run.task;
    const task = JSON.stringify([prompt, check]);
    byTask.delete(task);
    byTask.set(task, record);
  }
  return [...byTask.values()];
}
