import type { LearningSettings } from '../settings.js';
import type { AcceptRule } from './report.js';

/** How replays with a change came out. */
export interface Outcomes {
  /** Failures, of which the change should mend some; `hidden` from the writer or not. */
  readonly failures: readonly { readonly passed: boolean; readonly hidden: boolean }[];
  /** Successes, of which it should break none. `older`: from an earlier round than every failure. */
  readonly held: readonly { readonly broken: boolean; readonly older: boolean }[];
}

type Thresholds = Pick<LearningSettings, 'tolerance' | 'lineCost'>;

/**
 * Whether replays speak for a change, and by which rule (learning.md 2, step 6): it must mend something, and break nothing, or little of
 * what may be noise, or only what is older than all it mends.
 * @returns undefined when they speak against it
 */
export function decide({ failures, held }: Outcomes, { tolerance }: Thresholds): AcceptRule | undefined {
  const gain = failures.filter(({ passed }) => passed).length;
  const broken = held.filter((one) => one.broken);
  if (gain < 1) return undefined;
  if (broken.length === 0) return 'clean';
  if (broken.length <= Math.floor(tolerance * held.length) && gain > broken.length) return 'tolerance';
  // One mended failure could itself be the noise: from two on, newer evidence outweighs what it contradicts.
  if (gain >= Math.max(2, broken.length) && broken.every(({ older }) => older)) return 'drift';
  return undefined;
}

/** Whether no outcome of the replays that are left can make {@link decide} speak for the change: the rest need not be run. */
export function isLost(
  outcomes: Outcomes,
  left: { readonly failures: number; readonly held: number },
  thresholds: Thresholds,
): boolean {
  const best: Outcomes = {
    failures: [...outcomes.failures, ...Array.from({ length: left.failures }, () => ({ passed: true, hidden: false }))],
    held: [...outcomes.held, ...Array.from({ length: left.held }, () => ({ broken: false, older: false }))],
  };
  return decide(best, thresholds) === undefined;
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
