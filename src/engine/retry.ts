import { HumanError } from './errors.js';
import type { RunLog } from './store/runs.js';
import { text } from './text.js';

/** The next skill of the slate of a failed run. */
export interface Retry {
  /** Id of the failed run. */
  readonly of: string;
  readonly skill: string;
  /** What the failed run was tried with; `null` for no skill. */
  readonly after: string | null;
}

/**
 * What to try after a failed run (DESIGN.md 4): the best skill of its slate that it did not use, once.
 * @param usable whether a skill can be used now
 * @throws {HumanError} when the run did not fail, was tried again already, is a retry itself, or its slate holds no other skill
 */
export async function planRetry(log: RunLog, reference: string, usable: (skill: string) => boolean): Promise<Retry> {
  const run = await log.find(reference);
  const name = `#${run.number}`;
  if (run.outcome !== 'failure')
    throw new HumanError(text('Run {0} did not fail: there is nothing to try again.', name));
  if (run.retryOf !== undefined)
    throw new HumanError(text('Run {0} was the second try of its task; choose a skill yourself.', name));
  const second = (await log.list()).find(({ retryOf }) => retryOf === run.id);
  if (second) throw new HumanError(text('Run {0} was tried again already: run {1}.', name, `#${second.number}`));
  const routes = (await log.events(run.id)).flatMap((event) => (event.type === 'route.decided' ? [event.route] : []));
  const tried = new Set(routes.map(({ chosen }) => chosen));
  const next = routes[0]?.candidates.find(({ skill }) => skill !== null && !tried.has(skill) && usable(skill))?.skill;
  if (typeof next !== 'string') throw new HumanError(text('The slate of run {0} holds no other skill.', name));
  return { of: run.id, skill: next, after: run.skill };
}
