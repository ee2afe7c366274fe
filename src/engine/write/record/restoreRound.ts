import path from 'node:path';
import { HumanError } from '../../errors.js';
import { mapBounded } from '../../skills/bounded.js';
import type { History } from '../../skills/history.js';
import type { Library } from '../../skills/library.js';
import { isForeign, type SkillVersion } from '../../skills/skill.js';
import type { StateLock } from '../../store/lock.js';
import { type Text, text } from '../../text.js';
import type { Checkpoint, Checkpoints } from './checkpoints.js';
import { goBack } from './goBack.js';

export interface RestoreRoundParts {
  readonly checkpoints: Checkpoints;
  readonly history: History;
  readonly library: Library;
  /** `<workspace>/.memento/skills` */
  readonly skillsDir: string;
  /** Held while proposals are decided: none is accepted half-way through. */
  readonly lock: StateLock;
}

/** What became of the library's own skills. Those that were the same already are in none of the lists. */
export interface RestoredRound {
  readonly round: number;
  /** They are what they were at the end of the round. */
  readonly restored: readonly string[];
  /** They were made since and are archived. */
  readonly archived: readonly string[];
  /** They stay as they are. */
  readonly kept: readonly { readonly skill: string; readonly why: Text }[];
}

/** One skill's way back. */
interface Step {
  readonly name: string;
  readonly dir: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Histories looked at together. */
const parallel = 32;

/** Brings the library back to the end of a round. */
export class RoundRestorer {
  constructor(private readonly parts: RestoreRoundParts) {}

  /**
   * Every skill that only Memento has changed since is what it was; skills that Memento has made since are archived. What a person changed, brought or
   * removed since stays and is named. Nothing is lost: each change is a new version. When one skill cannot be changed, those before it are put back.
   * @param round counts from 1
   * @throws {HumanError} when the round was not recorded, or a skill is changed meanwhile; then none is changed
   */
  restore(round: number): Promise<RestoredRound> {
    return this.parts.lock.hold(async () => {
      const checkpoint = (await this.parts.checkpoints.list()).find((one) => one.round === round);
      if (!checkpoint)
        throw new HumanError(text('Round {0} was not recorded. “memento rounds list” shows which were.', round));
      const { steps, kept } = await this.plan(checkpoint);
      await this.carryOut(steps, round);
      const names = (some: readonly Step[]): string[] => some.map(({ name }) => name);
      return {
        round,
        restored: names(steps.filter(({ to }) => to !== null)),
        archived: names(steps.filter(({ to }) => to === null)),
        kept,
      };
    });
  }

  private async plan(
    checkpoint: Checkpoint,
  ): Promise<{ readonly steps: Step[]; readonly kept: RestoredRound['kept'] }> {
    const { library, history, skillsDir } = this.parts;
    const { skills, broken } = await library.read();
    const present = new Map(skills.filter(({ source }) => !isForeign(source)).map((skill) => [skill.name, skill]));
    const unreadable = new Set(broken.filter(({ source }) => !isForeign(source)).map(({ name }) => name));
    const then = new Map(checkpoint.skills.map((skill) => [skill.name, skill]));
    const steps: Step[] = [];
    const kept: { skill: string; why: Text }[] = [];
    const names = [...new Set([...then.keys(), ...present.keys()])].sort();
    const versions = await mapBounded(names, parallel, (name) => history.versions(name));
    for (const [index, name] of names.entries()) {
      const [skill, was] = [present.get(name), then.get(name)];
      const [from, to] = [skill?.tree ?? null, was?.tree ?? null];
      if (from === to) continue;
      const why = unreadable.has(name)
        ? text('Its folder cannot be read.')
        : obstacle(versions[index] ?? [], { at: checkpoint.at, version: was?.version ?? null, from, to });
      const dir = skill ? path.dirname(skill.path) : path.join(skillsDir, name);
      if (why) kept.push({ skill: name, why });
      else steps.push({ name, dir, from, to });
    }
    return { steps, kept };
  }

  private async carryOut(steps: readonly Step[], round: number): Promise<void> {
    const { history } = this.parts;
    // Looked for before anything is changed: what is missing then cannot stop it half-way.
    for (const { to } of steps) if (to !== null) await history.content(to);
    const done: Step[] = [];
    try {
      for (const step of steps) {
        await goBack(history, { ...step, why: `Restored round ${round}.` });
        done.push(step);
      }
    } catch (error) {
      const stuck: string[] = [];
      for (const { name, dir, from, to } of done.reverse())
        await goBack(history, { name, dir, from: to, to: from, why: `Round ${round} was not restored.` }).catch(() =>
          stuck.push(name),
        );
      if (stuck.length === 0 || !(error instanceof HumanError)) throw error;
      const left = text('{0} These skills are as they were in round {1}: {2}', error.message, round, stuck.join(', '));
      throw new HumanError(left, error.remedy, { cause: error });
    }
  }
}

/** Why a skill stays as it is; undefined when only Memento has changed it since. */
function obstacle(
  versions: readonly SkillVersion[],
  {
    at,
    version,
    from,
    to,
  }: { readonly at: number; readonly version: number | null; readonly from: string | null; readonly to: string | null },
): Text | undefined {
  const earlier = versions.filter((one) => (version === null ? one.at <= at : one.version <= version));
  const since = versions.slice(earlier.length);
  const mine =
    since.every(({ by }) => by === 'memento' || by === 'restore') && from === (versions.at(-1)?.tree ?? null);
  if (!mine) return from === null ? text('It was removed by hand since.') : text('It was changed by hand since.');
  if (to === null && earlier.at(-1)?.tree) return text('It was there and not yet looked at.');
  if (to !== null && !versions.some((one) => one.tree === to)) return text('What it was then is not in its history.');
  return undefined;
}
