import type { Skill } from '../skills/skill.js';
import { candidatesOf } from './candidates.js';
import type { ModelKeeper } from './modelKeeper.js';
import { decide } from './policy.js';
import type { Route } from './route.js';
import type { SkillFacts } from './skillFacts.js';
import type { SkillVectors } from './skillVectors.js';
import type { Choice } from './why.js';

export interface RouteRequest {
  readonly prompt: string;
  /** All usable skills: the same array as long as they are the same. */
  readonly skills: readonly Skill[];
  readonly facts: ReadonlyMap<string, SkillFacts>;
  /** The person's own choice, `null` for "no skill". */
  readonly forced?: string | null;
  /** The next skill of the slate of a failed run, which was tried with `after`. */
  readonly retry?: { readonly skill: string; readonly after: string | null };
  /** Where the margin is small, decides which of the best is tried; absent: the best is taken. */
  readonly seed?: string;
}

/** Chooses the skill for a task by what has worked. */
export class Router {
  constructor(
    private readonly keeper: ModelKeeper,
    private readonly vectors: Pick<SkillVectors, 'cosines'> | undefined,
  ) {}

  /** Scores all skills and decides. @throws {CancelledError} when the signal fires */
  async route(request: RouteRequest, signal: AbortSignal): Promise<Route> {
    const { prompt, skills, facts, forced, retry, seed } = request;
    const { model, generation } = await this.keeper.get(skills);
    const ranking = model.rank(prompt, await this.vectors?.cosines(prompt, model.skills, signal));
    const free = decide(ranking, seed);
    const chosen = retry ? retry.skill : forced === undefined ? free.chosen : forced;
    const by = retry ? 'retry' : forced === undefined ? 'router' : 'person';
    const explored = by === 'router' && free.explored === true;
    const choice: Choice = retry
      ? { by: 'retry', after: retry.after }
      : { by: explored ? 'explored' : forced === undefined ? 'router' : 'person' };
    return {
      chosen,
      version: chosen === null ? null : (facts.get(chosen)?.version ?? null),
      by,
      confidence: free.confidence,
      ...(explored ? { explored } : {}),
      ...(generation === undefined ? {} : { generation }),
      rivals: ranking.rivals,
      candidates: candidatesOf({ prompt, ranking, facts, chosen, choice, libraryIsEmpty: skills.length === 0 }),
      considered: skills.length,
    };
  }
}
