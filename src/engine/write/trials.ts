import { CancelledError } from '../errors.js';
import type { RunEvent, RunEventBody, RunSummary } from '../events.js';
import type { ChatModel } from '../ports.js';
import { masks } from '../read/masked.js';
import type { Replayer } from '../replay/replayer.js';
import type { Skill } from '../skills/skill.js';
import type { Budget } from './budget.js';
import type { LearningSettings } from './settings.js';

export interface TrialsParts {
  readonly replayer: Pick<Replayer, 'replay'>;
  readonly skills: () => Promise<readonly Skill[]>;
  readonly eventsOf: (run: string) => Promise<readonly RunEvent[]>;
  /** Adds an event to a run that has ended. */
  readonly note: (run: string, event: RunEventBody) => Promise<void>;
  readonly budget: Budget;
  readonly settings: Pick<LearningSettings, 'maskShare'>;
}

/** Which runs are drawn is the same in every window. */
const drawn = 1;
/** As for the re-runs that look for a cause. */
const seed = 1;

/**
 * Does a share of the runs that worked with a skill once more without it, in a copy of the workspace, to see what the skill is worth (learning.md 2,
 * Utility). Failures are tried without their skill when their cause is looked for.
 */
export class Trials {
  #going: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;

  constructor(private readonly parts: TrialsParts) {}

  /** Tries a run that has ended, if it is one to be tried and nothing else is. Resolves when that is over; a trial that is broken off says nothing. */
  async begin(run: Pick<RunSummary, 'id' | 'outcome' | 'skill'>, model: ChatModel): Promise<void> {
    if (this.#going || run.outcome !== 'success' || run.skill === null) return;
    if (!masks(run.id, drawn, this.parts.settings.maskShare)) return;
    const stop = new AbortController();
    const done = this.#try(run.id, run.skill, model, stop.signal).finally(() => (this.#going = undefined));
    this.#going = { stop, done: done.catch(() => undefined) };
    await done.catch((error: unknown) => {
      if (!(error instanceof CancelledError)) throw error;
    });
  }

  /** Breaks off the trial that goes on: whatever a person begins comes first. Resolves when nothing is left of it. */
  async giveWay(): Promise<void> {
    this.#going?.stop.abort();
    await this.#going?.done;
  }

  async #try(run: string, skill: string, model: ChatModel, signal: AbortSignal): Promise<void> {
    const { replayer, skills, eventsOf, note, budget } = this.parts;
    if ((await budget.left()) <= 0 || (await eventsOf(run)).some(isTrial)) return;
    const replay = await replayer.replay({ run, skills: await skills(), use: null, seed }, model, signal);
    const { state, spent } = replay;
    await budget.spend(spent.tokens ?? 0);
    if (state === 'judged')
      await note(run, { type: 'tried.without', skill, result: replay.passed ? 'passed' : 'failed', spent });
  }
}

/** Once is enough, also of a run that had failed at first. */
const isTrial = (event: RunEvent): boolean =>
  event.type === 'tried.without' || (event.type === 'attribution.tested' && event.test === 'masked');
