import type { RunLog } from '../store/runs.js';
import type { RunRecord } from '../store/runRecord.js';
import { provenanceOf } from '../safety/taint.js';
import type { Bucket } from './bucket.js';
import { type Episode, episodeOf, withoutSecrets } from './episode.js';
import type { Provenance } from './proposal.js';
import type { Proposals } from './proposals.js';
import type { LearningSettings } from './settings.js';

/** What has happened so far, as the write step looks at it. Derived from the run log each time. */
export class Evidence {
  private constructor(
    /** Oldest first. */
    readonly records: readonly RunRecord[],
    /** Runs that a proposal was made from, or was looked for in vain. */
    readonly closed: ReadonlySet<string>,
    private readonly roundByRun: ReadonlyMap<string, number>,
    private readonly log: Pick<RunLog, 'events'>,
    private readonly settings: LearningSettings,
  ) {}

  static async gather(log: RunLog, proposals: Proposals, settings: LearningSettings): Promise<Evidence> {
    const [records, made] = await Promise.all([log.records(), proposals.list()]);
    const closed = new Set([...made.flatMap(({ runs }) => runs), ...records.flatMap(({ closed: runs }) => runs ?? [])]);
    return new Evidence(records, closed, roundsOf(records, settings.roundLength), log, settings);
  }

  /** The round a run belongs to, from 0. */
  roundOf(run: string): number {
    return this.roundByRun.get(run) ?? 0;
  }

  /** Whether a run is inside the window that ends now. */
  isRecent({ run }: RunRecord): boolean {
    const now = Math.max(0, ...this.roundByRun.values());
    return this.roundOf(run.id) > now - this.settings.windowRounds;
  }

  /** The successes of a skill inside the window, oldest first, each task once (the latest time). */
  successesOf(skill: string | null): RunRecord[] {
    return latestOfEach(
      this.records.filter(
        (record) => record.run.outcome === 'success' && record.run.skill === skill && this.isRecent(record),
      ),
    );
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
}

/** @param length judged runs in a round */
function roundsOf(records: readonly RunRecord[], length: number): Map<string, number> {
  const rounds = new Map<string, number>();
  let judged = 0;
  for (const { run } of records) {
    rounds.set(run.id, Math.floor(judged / length));
    if (run.outcome !== 'unknown') judged++;
  }
  return rounds;
}

/** Of several runs of one task the latest. */
export function latestOfEach(records: readonly RunRecord[]): RunRecord[] {
  const byTask = new Map<string, RunRecord>();
  for (const record of records) {
    byTask.delete(record.run.task.prompt);
    byTask.set(record.run.task.prompt, record);
  }
  return [...byTask.values()];
}
