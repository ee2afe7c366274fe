import type { RunSummary } from '../../engine/events.js';
import type { SkillFacts } from '../../engine/read/router.js';
import type { BrokenSkill, LibrarySnapshot, Skill } from '../../engine/skills/skill.js';
import type { Proposal } from '../../engine/write/proposal.js';

/** Runs shown below a skill. */
const shownRuns = 3;

/** A skill with what is known of it. */
export interface SkillView {
  readonly skill: Skill;
  /** Absent where no statistics are kept (untrusted folder). */
  readonly facts?: SkillFacts;
  /** Waiting for the person, newest first. */
  readonly proposals: readonly Proposal[];
  /** Runs that used it, newest first. */
  readonly runs: readonly RunSummary[];
}

/** Everything the trees show of one workspace folder. */
export interface FolderView {
  readonly name: string;
  /** Path of the folder on disk. */
  readonly folder: string;
  readonly own: readonly SkillView[];
  readonly elementary: readonly SkillView[];
  readonly broken: readonly BrokenSkill[];
  /** Proposals of skills that do not exist yet, newest first. */
  readonly creations: readonly Proposal[];
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Whether runs are possible here; if not, only the skills are listed. */
  readonly trusted: boolean;
}

/** What an engine tells about its folder. */
export interface Facts {
  readonly facts: ReadonlyMap<string, SkillFacts>;
  readonly proposals: readonly Proposal[];
  readonly runs: readonly RunSummary[];
}

/** @param known absent in an untrusted folder */
export function folderView(
  name: string,
  folder: string,
  library: LibrarySnapshot,
  known: Facts | undefined,
): FolderView {
  const pending = known?.proposals.filter(({ state }) => state === 'pending') ?? [];
  const names = new Set(library.skills.map((skill) => skill.name));
  const views = library.skills.toSorted(byName).map((skill): SkillView => {
    const facts = known?.facts.get(skill.name);
    return {
      skill,
      ...(facts ? { facts } : {}),
      proposals: pending.filter((proposal) => proposal.skill === skill.name),
      runs: known?.runs.filter((run) => run.skill === skill.name) ?? [],
    };
  });
  return {
    name,
    folder,
    own: views.filter(({ skill }) => skill.source === 'own'),
    elementary: views.filter(({ skill }) => skill.source === 'elementary'),
    broken: library.broken.toSorted(byName),
    creations: pending.filter((proposal) => !names.has(proposal.skill)),
    runs: known?.runs ?? [],
    trusted: known !== undefined,
  };
}

/** The runs listed below a skill. */
export const latestRuns = (view: SkillView): readonly RunSummary[] => view.runs.slice(0, shownRuns);

export const pendingCount = (view: FolderView): number =>
  view.creations.length + [...view.own, ...view.elementary].reduce((sum, { proposals }) => sum + proposals.length, 0);

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name);
