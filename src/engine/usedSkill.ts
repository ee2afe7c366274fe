import { skillBlock } from './act/prompt.js';
import type { SlateSkill } from './act/slate.js';
import type { Knowledge, Memory } from './memory.js';
import type { Route } from './read/route.js';
import { taken } from './read/taken.js';
import type { Run } from './run.js';
import type { Skill } from './skills/skill.js';

/** The skill a run works with. Where the router was not certain the model is shown the slate and may take another one of it. */
export class UsedSkill {
  #route: Route;

  constructor(
    private readonly run: Pick<Run, 'emit'>,
    private readonly memory: Pick<Memory, 'pin'>,
    private readonly known: Pick<Knowledge, 'skills'>,
    route: Route,
  ) {
    this.#route = route;
  }

  /** Undefined for "no skill". */
  get current(): { readonly skill: Skill; readonly version: number } | undefined {
    const skill = this.#find(this.#route.chosen);
    return skill && { skill, version: this.#route.version ?? 1 };
  }

  /** What the model may take instead; empty when the choice is clear, or is not the router's. */
  get slate(): readonly SlateSkill[] {
    const { by, confidence, candidates, chosen } = this.#route;
    if (by !== 'router' || confidence !== 'slate') return [];
    return candidates.flatMap(({ skill }) => (skill === chosen ? [] : (this.#find(skill) ?? [])));
  }

  /** Another skill of the slate is used from now on: the outcome of the run is its own. @returns its text for the model; undefined when it is not on the slate */
  async take(name: string): Promise<string | undefined> {
    const { candidates, chosen } = this.#route;
    const skill = candidates.some((one) => one.skill === name) ? this.#find(name) : undefined;
    if (!skill) return undefined;
    if (name !== chosen) {
      this.#route = taken(this.#route, name);
      await this.memory.pin(skill);
      this.run.emit({ type: 'route.decided', route: this.#route, ms: 0 });
    }
    return skillBlock(skill, this.#route.version ?? 1);
  }

  #find(name: string | null): Skill | undefined {
    return this.known.skills.find((one) => one.name === name);
  }
}
