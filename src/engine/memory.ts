import type { RunEventBody, RunSummary } from './events.js';
import type { Outcome } from './feedback/signal.js';
import type { Utility } from './read/route.js';
import type { SkillFacts } from './read/skillFacts.js';
import type { Run } from './run.js';
import type { History } from './skills/history.js';
import type { Library } from './skills/library.js';
import { mapBounded } from './skills/bounded.js';
import type { LockedSkills } from './skills/locked.js';
import type { Reviewed } from './skills/reviewed.js';
import type { Skill, SkillVersion } from './skills/skill.js';
import type { RunLog } from './store/runs.js';
import type { RunRecord } from './store/runRecord.js';
import { lineageOf, talliesOf } from './write/record/lineage.js';
import { probationOf } from './write/record/probation.js';
import { afterJudged, type RoundEnd } from './write/record/rounds.js';
import { type Tracked, type TrackRecords, trackRecordsOf } from './write/record/trackRecord.js';
import { upliftOf } from './write/record/uplift.js';
import { utilityOf } from './write/record/utility.js';
import type { LearningSettings } from './write/settings.js';

/** What the agent knows at one moment: the skills it may use and how each has done. */
export interface Knowledge {
  /** Those the person has looked at. */
  readonly skills: readonly Skill[];
  /** Skills that are left out because nobody has looked at their present content. */
  readonly unreviewed: number;
  readonly locked: ReadonlySet<string>;
  /** Lower-cased names that are in use, broken folders included. */
  readonly taken: ReadonlySet<string>;
  readonly facts: ReadonlyMap<string, SkillFacts>;
}

export interface MemoryOptions {
  readonly library: Library;
  readonly history: History;
  readonly runs: RunLog;
  readonly reviewed: Reviewed;
  readonly locked: LockedSkills;
  readonly learning: LearningSettings;
  /** Where rounds end; absent: after `learning.roundLength` judged runs. */
  readonly roundEnd?: RoundEnd | undefined;
}

/** Joins library, history and run log: versions and utilities are always derived, never stored (DESIGN.md 5). */
export class Memory {
  private latest: readonly Skill[] = [];
  private tracked: { readonly of: readonly RunRecord[]; readonly tracks: Promise<TrackRecords> } | undefined;
  /** What was found for a skill, as long as neither its versions nor any run have changed. */
  private readonly found = new WeakMap<TrackRecords, Map<string, Found>>();

  constructor(private readonly options: MemoryOptions) {}

  async look(): Promise<Knowledge> {
    const { library, reviewed, locked: lockedSkills } = this.options;
    const [{ skills, broken }, isReviewed, locked] = await Promise.all([
      library.read(),
      reviewed.check(),
      lockedSkills.read(),
    ]);
    const usable = this.same(skills.filter((skill) => isReviewed(skill.tree)));
    return {
      skills: usable,
      unreviewed: skills.length - usable.length,
      locked,
      facts: await this.facts(skills),
      taken: new Set([...skills, ...broken].map(({ name }) => name.toLowerCase())),
    };
  }

  /** The list of the last look when it holds the same skills: the router keeps its index as long as the list is the same object. */
  private same(usable: readonly Skill[]): readonly Skill[] {
    const { latest } = this;
    if (latest.length !== usable.length || usable.some((skill, index) => skill !== latest[index])) this.latest = usable;
    return this.latest;
  }

  /** What the runs say of every skill, and which round each belongs to. */
  async tracks(): Promise<TrackRecords> {
    const records = await this.options.runs.records();
    if (this.tracked?.of !== records) this.tracked = { of: records, tracks: trackRecordsOf(records, this.roundEnd) };
    return await this.tracked.tracks;
  }

  /** Version, utility, uplift and probation of these skills, by name. */
  async facts(skills: readonly Skill[]): Promise<ReadonlyMap<string, SkillFacts>> {
    const [tracks, versions] = await Promise.all([this.tracks(), this.versions(skills)]);
    const found = this.found.get(tracks) ?? new Map<string, Found>();
    this.found.set(tracks, found);
    const facts = new Map<string, SkillFacts>();
    for (const [index, { name, tree }] of skills.entries()) {
      const all = versions[index] ?? unrecorded;
      const known = found.get(name);
      const now =
        known?.versions === all && known.tree === tree
          ? known
          : { versions: all, tree, facts: factsOf(tracks, name, tree, all, this.options.learning) };
      found.set(name, now);
      facts.set(name, now.facts);
    }
    return facts;
  }

  /** The recorded versions of each of these skills. Most of a large library was never used or changed: no file is opened for those. */
  async versions(skills: readonly Skill[]): Promise<readonly (readonly SkillVersion[])[]> {
    const { history } = this.options;
    const named = new Set(await history.names());
    return await mapBounded(skills, parallel, ({ name }) =>
      named.has(name) ? history.versions(name) : Promise.resolve(unrecorded),
    );
  }

  /** When these skills were made, as far as their history says, by name; of a candidate: later than everything. */
  async births(skills: readonly Skill[]): Promise<ReadonlyMap<string, number>> {
    const versions = await this.versions(skills);
    const born = skills.map(({ name, madeFor }, index): [string, number] | undefined => {
      const at = madeFor ? Infinity : versions[index]?.[0]?.at;
      return at === undefined ? undefined : [name, at];
    });
    return new Map(born.filter((one) => one !== undefined));
  }

  /** The version number of the skill's text as it is now; a text changed by hand becomes a version here. */
  async pin(skill: Skill): Promise<number> {
    return (await this.options.history.ensure(skill)).version;
  }

  /** The change of the skill's utility by this run, once its outcome is known. */
  async learned(run: Run, skill: string, version: number, outcome: Outcome): Promise<RunEventBody[]> {
    if (outcome === 'unknown') return [];
    const { runs, history, learning } = this.options;
    const [records, versions] = await Promise.all([runs.records(), history.versions(skill)]);
    const lineage = lineageOf(versions, version);
    const utilityAs = async (judged: Outcome): Promise<Utility> => {
      const judgedRun = { id: run.id, skill, version, outcome: judged };
      const tracks = await trackRecordsOf(withRun(records, judgedRun), this.roundEnd);
      return utilityOf(talliesOf(tracks.of(skill), lineage, tracks.rounds.current, learning.decay));
    };
    return [{ type: 'learned', skill, version, before: await utilityAs('unknown'), after: await utilityAs(outcome) }];
  }

  private get roundEnd(): RoundEnd {
    const { roundEnd, learning } = this.options;
    return roundEnd ?? afterJudged(learning.roundLength);
  }
}

/** Histories looked at together. */
const parallel = 32;

const unrecorded: readonly SkillVersion[] = [];

interface Found {
  readonly versions: readonly SkillVersion[];
  readonly tree: string;
  readonly facts: SkillFacts;
}

function factsOf(
  tracks: TrackRecords,
  skill: string,
  tree: string,
  versions: readonly SkillVersion[],
  learning: LearningSettings,
): SkillFacts {
  const track = tracks.of(skill);
  const version = versions.findLast((one) => one.tree === tree)?.version ?? versions.length + 1;
  const lineage = lineageOf(versions, version);
  const uplift = upliftOf(track, lineage.at(-1) ?? []);
  const probation = learning.probation ? probationOf(track, versions, version, learning) : undefined;
  return {
    version,
    utility: utilityOf(talliesOf(track, lineage, tracks.rounds.current, learning.decay)),
    ...(uplift ? { uplift } : {}),
    ...(probation ? { probation } : {}),
  };
}

/** The runs with one of them as it is to be counted; it comes last when the log has not told of it yet. */
function withRun(
  records: readonly RunRecord[],
  judged: Pick<RunSummary, 'id' | 'skill' | 'version' | 'outcome'>,
): readonly Tracked[] {
  const known = records.some(({ run }) => run.id === judged.id);
  if (!known) return [...records, { run: { ...judged, startedAt: Infinity } }];
  return records.map((record) => (record.run.id === judged.id ? { run: { ...record.run, ...judged } } : record));
}
