import type { ChatModel } from '../ports.js';
import type { Skill } from '../skills/skill.js';
import type { Text } from '../text.js';
import type { Spent } from '../write/spent.js';

/** A past run to be done again, in a copy of the workspace as it was before that run. */
export interface ReplayRequest {
  /** Id of the run. */
  readonly run: string;
  /** The library as it would be. */
  readonly skills: readonly Skill[];
  /** A name forces that skill, `null` forces none; absent: the router chooses. */
  readonly use?: string | null;
  /** Passed to the model: two seeds are two tries. */
  readonly seed: number;
}

/** How a run came out the second time. */
export type Replay =
  | {
      readonly state: 'judged';
      readonly passed: boolean;
      /** The skill the replay was routed to. */
      readonly skill: string | null;
      readonly spent: Spent;
    }
  /** It could not be tried: no check or corrected answer, no snapshot, a command that was not approved, a workspace too large to copy. */
  | { readonly state: 'unreplayable'; readonly why: Text; readonly spent: Spent };

/** Does past runs again with another library. Never touches the person's files. */
export interface Replayer {
  /**
   * @throws {HumanError} when the endpoint fails
   * @throws {CancelledError} when the signal fires; nothing is left running or lying about
   */
  replay(request: ReplayRequest, model: ChatModel, signal: AbortSignal): Promise<Replay>;
  /** Replays that `work` does may share what takes time to prepare; what the person changes meanwhile has no part in them. */
  batch<T>(work: () => Promise<T>): Promise<T>;
}
