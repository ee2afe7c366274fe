import type { RunEvent, RunEventBody } from '../../events.js';
import type { ChatModel } from '../../ports.js';
import type { Route } from '../../read/route.js';
import type { Replayer } from '../../replay/replayer.js';
import type { Skill } from '../../skills/skill.js';
import type { Episode } from '../episode.js';
import type { LearningSettings } from '../settings.js';

/** A failed run, and what is needed to find out why it failed. */
export interface CauseInput {
  readonly episode: Episode;
  /** The events of the run. */
  readonly events: readonly RunEvent[];
  /** The skill it worked with, as it is now; undefined when it had none, or that one is gone. */
  readonly used: { readonly skill: Skill; readonly version: number } | undefined;
  /** All usable skills. */
  readonly library: readonly Skill[];
  /** Is asked for the cause. */
  readonly model: ChatModel;
  /** Acts in re-runs, which count their own cost. */
  readonly replays: ChatModel;
  readonly settings: Pick<LearningSettings, 'counterfactuals'>;
  /** Absent: nothing is run again, because nobody can or the day's budget is spent. */
  readonly replayer?: Replayer;
  readonly emit: (event: RunEventBody) => void;
}

/** The skills the router thought of, best first. */
export const slateOf = (events: readonly RunEvent[]): readonly string[] =>
  routeOf(events)?.candidates.flatMap(({ skill }) => skill ?? []) ?? [];

/** The route a run took in the end. */
export const routeOf = (events: readonly RunEvent[]): Route | undefined =>
  events.findLast((event) => event.type === 'route.decided')?.route;
