import type { RunRecord } from '../../store/runRecord.js';
import { mostTelling } from '../alike.js';
import { latestOfEach } from '../evidence.js';
import type { LearningSettings } from '../settings.js';

/** Past runs that a change is tried on (learning.md 2, steps 4 and 6). */
export interface Cases {
  /** Failures the writer sees. */
  readonly shown: readonly RunRecord[];
  /** Failures that only the gate sees. */
  readonly hidden: readonly RunRecord[];
  /** Successes of the skill that the writer is shown to preserve. */
  readonly keep: readonly RunRecord[];
  /** Successes of the skill that are replayed. */
  readonly successes: readonly RunRecord[];
}

/**
 * For two skills that become one: successes of both are shown to the writer and replayed.
 * @param successes of each, inside the window, oldest first
 */
export function dealBoth(
  successes: readonly [readonly RunRecord[], readonly RunRecord[]],
  { keep, replays }: Pick<LearningSettings, 'keep' | 'replays'>,
): Cases {
  const last = (count: number): readonly RunRecord[] => successes.flatMap((some) => some.slice(-count));
  return { shown: [], hidden: [], keep: last(Math.ceil(keep / 2)), successes: last(replays) };
}

/**
 * Deals out the evidence: the latest third of the failures is held back from the writer, so that a change that fits only what it was made
 * from is found out.
 * @param failures oldest first
 * @param successes of the skill, inside the window, oldest first
 */
export function deal(
  failures: readonly RunRecord[],
  successes: readonly RunRecord[],
  settings: Pick<
    LearningSettings,
    'hidden' | 'hiddenShare' | 'hiddenFrom' | 'windowRuns' | 'shown' | 'keep' | 'replays' | 'regression'
  >,
): Cases {
  const recent = latestOfEach(failures).slice(-settings.windowRuns);
  const held =
    settings.hidden && recent.length >= settings.hiddenFrom ? Math.floor(recent.length * settings.hiddenShare) : 0;
  const shown = recent.slice(0, recent.length - held).slice(-settings.shown);
  return {
    shown,
    hidden: held ? recent.slice(-held) : [],
    keep: mostTelling(successes, shown, settings.keep),
    successes: settings.regression ? mostTelling(successes, recent, settings.replays) : [],
  };
}
