import type { LearningSettings } from '../settings.js';
import type { Arm } from './uplift.js';
import type { TrackRecord } from './trackRecord.js';

/** A skill that worked in one round does not in the next: what is right for its tasks may have changed. */
export interface Drift {
  readonly before: Arm;
  readonly now: Arm;
}

type Rules = Pick<LearningSettings, 'driftDrop' | 'windowRounds'>;

/**
 * Runs a round must have of a skill to be compared: the fewest at which one failure alone is no alarm, as 1/n lies below the drop. A false alarm costs
 * half of the evidence, a missed one a round (learning.md 4, drift), so no surer test is asked for.
 */
export const leastRuns = ({ driftDrop }: Pick<Rules, 'driftDrop'>): number => Math.floor(1 / driftDrop) + 1;

/** Rates are quotients: 0.9 - 0.6 is a little less than 0.3 to a computer. */
const rounding = 1e-9;

/**
 * The drift alarm of learning.md 2, step 2: a skill's pass rate has fallen by at least `driftDrop` from the last round to the present one. All its versions
 * count: it is about its tasks.
 * @param now the present round
 */
export function driftOf(track: TrackRecord, now: number, rules: Rules): Drift | undefined {
  const [before, present] = [armIn(track, now - 1), armIn(track, now)];
  const least = leastRuns(rules);
  if (before.runs < least || present.runs < least) return undefined;
  const drop = before.passed / before.runs - present.passed / present.runs;
  return drop >= rules.driftDrop - rounding ? { before, now: present } : undefined;
}

/** Rounds of evidence that count for a skill, the present one included: one after a drift alarm. */
export const windowOf = (track: TrackRecord, now: number, rules: Rules): number =>
  driftOf(track, now, rules) ? 1 : rules.windowRounds;

function armIn({ uses }: TrackRecord, round: number): Arm {
  let [runs, passed] = [0, 0];
  for (const judged of uses.values())
    for (const one of judged)
      if (one.round === round) {
        runs++;
        if (one.passed) passed++;
      }
  return { runs, passed };
}
