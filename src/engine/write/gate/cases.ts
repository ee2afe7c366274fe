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
  /** Successes of the skill that are replayed, and failures that it has mended. */
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
 * @param worked successes of the skill, inside the window, oldest first; and failures that earlier changes of it have mended. Of a young skill there is
 *   little else to find a change out with, and the rule that mended them is the first that a wrong one contradicts.
 */
export function deal(
  failures: readonly RunRecord[],
  { successes, mended }: { readonly successes: readonly RunRecord[]; readonly mended: readonly RunRecord[] },
  settings: Pick<
    LearningSettings,
    'hidden' | 'hiddenShare' | 'hiddenFrom' | 'windowRuns' | 'shown' | 'keep' | 'replays' | 'regression'
  >,
): Cases {
  const recent = latestOfEach(failures).slice(-settings.windowRuns);
  const held =
    settings.hidden && recent.length >= settings.hiddenFrom ? Math.floor(recent.length * settings.hiddenShare) : 0;
  // A mended failure that the person has opened again is one to mend, not one to keep.
  const again = new Set(failures.map(({ run }) => run.id));
  const kept = mended.filter(({ run }) => !again.has(run.id));
  const worked = latestOfEach([...kept, ...successes].sort((a, b) => a.run.number - b.run.number));
  const shown = recent.slice(0, recent.length - held).slice(-settings.shown);
  return {
    shown,
    hidden: held ? recent.slice(-held) : [],
    keep: mostTelling(successes, shown, settings.keep),
    successes: settings.regression ? mostTelling(worked, recent, settings.replays) : [],
  };
}
