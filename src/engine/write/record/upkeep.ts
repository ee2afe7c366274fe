import type { Memory } from '../../memory.js';
import type { RunLog } from '../../store/runs.js';
import type { SkillVersion } from '../../skills/skill.js';
import type { LearningSettings } from '../settings.js';
import { type Merger, mergersOf } from './mergers.js';
import { type Retirable, type Retiring, retiring } from './retire.js';
import type { TrackRecords } from './trackRecord.js';

/** What a round's end gives reason to propose. */
export interface Suggestions {
  readonly archive: readonly Retiring[];
  readonly merge: readonly Merger[];
}

/** Looks through the library at the end of a round (learning.md 2, step 3: merge, archive). It proposes nothing itself. */
export class Upkeep {
  constructor(
    private readonly memory: Memory,
    private readonly log: Pick<RunLog, 'records'>,
    private readonly settings: LearningSettings,
  ) {}

  /** Only own skills that the person has looked at and not locked; elementary ones stay as they are. */
  async look(): Promise<Suggestions> {
    const [{ skills, locked, facts }, tracks, records] = await Promise.all([
      this.memory.look(),
      this.memory.tracks(),
      this.log.records(),
    ]);
    const own = skills.filter(({ name, source }) => source === 'own' && !locked.has(name));
    const versions = await this.memory.versions(own);
    const retirable = own.flatMap(({ name }, index): Retirable[] => {
      const known = facts.get(name);
      if (!known) return [];
      const { utility, uplift } = known;
      const idleRounds = idleFor(tracks, name, versions[index] ?? []);
      const made = madeBy(versions[index] ?? []);
      return [{ skill: name, utility, ...(uplift ? { uplift } : {}), idleRounds, made }];
    });
    const names = new Set(own.map(({ name }) => name));
    const { rounds } = tracks;
    const recent = records.filter(({ run }) => rounds.of(run.id) > rounds.current - this.settings.windowRounds);
    return {
      archive: this.settings.archiving ? retiring(retirable, this.settings) : [],
      merge: mergersOf(recent, (skill) => names.has(skill), this.settings),
    };
  }
}

/** Whole rounds since a skill was last used, or made. */
function idleFor(tracks: TrackRecords, skill: string, versions: readonly SkillVersion[]): number {
  const { rounds } = tracks;
  const born = versions[0] ? rounds.at(versions[0].at) : 0;
  return Math.max(0, rounds.completed - 1 - Math.max(born, tracks.of(skill).lastRound));
}

/** A skill is Memento's as long as nobody else has had a hand in it. */
const madeBy = (versions: readonly SkillVersion[]): Retirable['made'] =>
  versions.length > 0 && versions.every(({ by }) => by === 'memento' || by === 'restore') ? 'memento' : 'person';
