import type { LearningSettings } from '../settings.js';
import type { AcceptRule } from './report.js';

/** How replays with a change came out. */
export interface Outcomes {
  /** Failures, of which the change should mend some; `hidden` from the writer or not; with the rounds they are from. */
  readonly failures: readonly { readonly passed: boolean; readonly hidden: boolean; readonly round: number }[];
  /** Successes, of which it should break none, with the rounds they are from. */
  readonly held: readonly { readonly broken: boolean; readonly round: number }[];
}

/** Replays that are still to be done: rounds of the failures, and how many successes. */
export interface Left {
  readonly failures: readonly number[];
  readonly held: number;
}

type Thresholds = Pick<LearningSettings, 'tolerance' | 'lineCost'>;

/**
 * Whether replays speak for a change, and by which rule (learning.md 2, step 6): it must mend something, and break nothing, or little of
 * what may be noise, or only what is older than all it mends.
 * @returns undefined when they speak against it
 */
export function decide({ failures, held }: Outcomes, { tolerance }: Thresholds): AcceptRule | undefined {
  const mended = failures.filter(({ passed }) => passed);
  const gain = mended.length;
  const broken = held.filter((one) => one.broken);
  if (gain < 1) return undefined;
  if (broken.length === 0) return 'clean';
  if (broken.length <= Math.floor(tolerance * held.length) && gain > broken.length) return 'tolerance';
  // One mended failure could itself be the noise: from two on, newer evidence outweighs what it contradicts.
  // A failure of an earlier round that it leaves may be one that the old conventions would have mended.
  const first = Math.min(...mended.map(({ round }) => round));
  if (gain >= Math.max(2, broken.length) && broken.every(({ round }) => round < first)) return 'drift';
  return undefined;
}

/** Whether no outcome of the replays that are left can make {@link decide} speak for the change: the rest need not be run. */
export function isLost({ failures, held }: Outcomes, left: Left, thresholds: Thresholds): boolean {
  const kept = Array.from({ length: left.held }, () => ({ broken: false, round: 0 }));
  const couldPass = (wanted: (round: number) => boolean): boolean => {
    const rest = left.failures.map((round) => ({ passed: wanted(round), hidden: false, round }));
    return decide({ failures: [...failures, ...rest], held: [...held, ...kept] }, thresholds) !== undefined;
  };
  const last = Math.max(...held.filter(({ broken }) => broken).map(({ round }) => round));
  // That all of them pass is best, or only those that are newer than what is broken.
  return !couldPass(() => true) && !couldPass((round) => round > last);
}

/**
 * The worth of a change that passes, to choose between several (learning.md 2, step 6): the share of mended failures, those that the writer
 * never saw counted twice, less a little for each line.
 * @param lines of the changed SKILL.md
 */
export function worth({ failures }: Outcomes, lines: number, { lineCost }: Thresholds): number {
  const hidden = failures.filter((one) => one.hidden);
  const passed = [...failures, ...hidden].filter((one) => one.passed).length;
  return passed / Math.max(1, failures.length + hidden.length) - lineCost * lines;
}
