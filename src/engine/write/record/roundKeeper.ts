import type { Memory } from '../../memory.js';
import type { Clock } from '../../ports.js';
import { mapBounded } from '../../skills/bounded.js';
import type { History } from '../../skills/history.js';
import { isForeign, type Skill } from '../../skills/skill.js';
import type { Checkpoint, Checkpoints } from './checkpoints.js';

export interface RoundKeeperParts {
  readonly checkpoints: Checkpoints;
  readonly memory: Memory;
  readonly history: History;
  readonly clock: Clock;
}

/** Skills whose history begins with a checkpoint, at most, at about 50 ms each; the history of others begins with their first use or change. */
const recordedAtOnce = 200;
/** Histories looked at together. */
const parallel = 32;

/** Records the library at the end of each round (learning.md 2, step 8). */
export class RoundKeeper {
  /** The last round that is known to be recorded. */
  private known = 0;

  constructor(private readonly parts: RoundKeeperParts) {}

  /**
   * To be called when a run has been judged. Of several rounds that ended since the last call the last is recorded: nobody knows what the library was at
   * the end of the others.
   * @returns what was recorded; undefined when no round has ended
   * @throws {HumanError} when it cannot be written
   */
  async keepUp(): Promise<Checkpoint | undefined> {
    const { checkpoints, memory, clock } = this.parts;
    const { rounds } = await memory.tracks();
    const ended = rounds.all[rounds.completed - 1];
    if (!ended || rounds.completed <= this.known) return undefined;
    this.known = Math.max(this.known, (await checkpoints.list()).at(-1)?.round ?? 0);
    if (rounds.completed <= this.known) return undefined;
    const { lastRun: run, judged, successes } = ended;
    const skills = await this.skills();
    const checkpoint: Checkpoint = {
      ...{ type: 'round', round: rounds.completed, at: clock.now(), run, judged, successes, skills },
    };
    const added = await checkpoints.add(checkpoint);
    this.known = rounds.completed;
    return added ? checkpoint : undefined;
  }

  /** The library's own skills that may be used, with the version each is in. */
  private async skills(): Promise<Checkpoint['skills']> {
    const { memory } = this.parts;
    const own = (await memory.look()).skills.filter(({ source }) => !isForeign(source));
    const versions = await memory.versions(own);
    const last = own.map(({ tree }, index) => {
      const found = versions[index]?.at(-1);
      return found?.tree === tree ? found.version : null;
    });
    const fresh = new Set(own.filter((_, index) => last[index] === null).slice(0, recordedAtOnce));
    return await mapBounded([...own.entries()], parallel, async ([index, skill]) => {
      const version = fresh.has(skill) ? await this.recorded(skill) : (last[index] ?? null);
      return { name: skill.name, version, tree: skill.tree };
    });
  }

  /** The version of a skill whose present content is in no history yet; `null` when it changes just now. */
  private async recorded(skill: Skill): Promise<number | null> {
    const { version, tree } = await this.parts.history.ensure(skill);
    return tree === skill.tree ? version : null;
  }
}
