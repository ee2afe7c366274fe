import type { RunEventBody, RunSummary } from './events.js';
import type { Outcome } from './feedback/signal.js';
import type { SkillFacts } from './read/skillFacts.js';
import type { Run } from './run.js';
import type { History } from './skills/history.js';
import type { Library } from './skills/library.js';
import { mapBounded } from './skills/bounded.js';
import type { LockedSkills } from './skills/locked.js';
import type { Reviewed } from './skills/reviewed.js';
import type { Skill } from './skills/skill.js';
import type { RunLog } from './store/runs.js';
import { type Tally, utilityOf } from './write/utility.js';

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

/** Joins library, history and run log: versions and utilities are always derived, never stored (DESIGN.md 5). */
export class Memory {
  private latest: readonly Skill[] = [];

  constructor(
    private readonly library: Library,
    private readonly history: History,
    private readonly runs: RunLog,
    private readonly reviewed: Reviewed,
    private readonly lockedSkills: LockedSkills,
  ) {}

  async look(): Promise<Knowledge> {
    const [{ skills, broken }, isReviewed, locked] = await Promise.all([
      this.library.read(),
      this.reviewed.check(),
      this.lockedSkills.read(),
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

  /** Version and utility of these skills, by name. */
  async facts(skills: readonly Skill[]): Promise<ReadonlyMap<string, SkillFacts>> {
    const [runs, recorded] = await Promise.all([this.runs.list(), this.history.names()]);
    const [tallies, named] = [tally(runs), new Set(recorded)];
    // Most of a large library was never used or changed: no file is opened for those.
    const versions = await mapBounded(skills, parallel, ({ name }) =>
      named.has(name) ? this.history.versions(name) : Promise.resolve([]),
    );
    const facts = new Map<string, SkillFacts>();
    for (const [index, skill] of skills.entries()) {
      const all = versions[index] ?? [];
      const version = all.findLast((one) => one.tree === skill.tree)?.version ?? all.length + 1;
      facts.set(skill.name, { version, utility: utilityOf(upTo(tallies.get(skill.name), version)) });
    }
    return facts;
  }

  /** When these skills were made, as far as their history says; by name. */
  async births(skills: readonly Skill[]): Promise<ReadonlyMap<string, number>> {
    const named = new Set(await this.history.names());
    const births = new Map<string, number>();
    await mapBounded(
      skills.filter(({ name }) => named.has(name)),
      parallel,
      async ({ name }) => {
        const [first] = await this.history.versions(name);
        if (first) births.set(name, first.at);
      },
    );
    return births;
  }

  /** The version number of the skill's text as it is now; a text changed by hand becomes a version here. */
  async pin(skill: Skill): Promise<number> {
    return (await this.history.ensure(skill)).version;
  }

  /** The change of the skill's utility by this run, once its outcome is known. */
  async learned(run: Run, skill: string, version: number, outcome: Outcome): Promise<RunEventBody[]> {
    if (outcome === 'unknown') return [];
    const others = (await this.runs.list()).filter((one) => one.id !== run.id);
    const before = upTo(tally(others).get(skill), version);
    const now = before.map((one, index) => (index === version - 1 ? count(one, outcome) : one));
    return [{ type: 'learned', skill, version, before: utilityOf(before), after: utilityOf(now) }];
  }
}

/** Histories looked at together. */
const parallel = 32;

const none: Tally = { successes: 0, failures: 0 };

const count = (one: Tally, outcome: Outcome): Tally =>
  outcome === 'success'
    ? { ...one, successes: one.successes + 1 }
    : outcome === 'failure'
      ? { ...one, failures: one.failures + 1 }
      : one;

/** Judged runs per skill and version. */
function tally(runs: readonly RunSummary[]): Map<string, Map<number, Tally>> {
  const tallies = new Map<string, Map<number, Tally>>();
  for (const { skill, version, outcome } of runs) {
    if (skill === null || version === null) continue;
    const versions = tallies.get(skill) ?? new Map<number, Tally>();
    versions.set(version, count(versions.get(version) ?? none, outcome));
    tallies.set(skill, versions);
  }
  return tallies;
}

/** Tallies of versions 1 to `version`, oldest first. */
const upTo = (versions: ReadonlyMap<number, Tally> | undefined, version: number): Tally[] =>
  Array.from({ length: version }, (_, index) => versions?.get(index + 1) ?? none);
