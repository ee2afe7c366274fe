/** A first pick: how sure the router was, and whether it was right. */
export interface Pick {
  /** 0 to 1. */
  readonly probability: number;
  readonly right: boolean;
}

/**
 * Expected calibration error: the mean distance between stated and true share over bins that hold equally many picks, weighted by their size
 * (Naeini et al. 2015, with equal-mass bins). 0 of none.
 */
export function calibrationError(picks: readonly Pick[], bins = 10): number {
  const sorted = [...picks].sort((a, b) => a.probability - b.probability);
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const part = sorted.slice(Math.floor((bin * sorted.length) / bins), Math.floor(((bin + 1) * sorted.length) / bins));
    const stated = part.reduce((sum, { probability }) => sum + probability, 0);
    const right = part.filter((pick) => pick.right).length;
    error += Math.abs(stated - right) / Math.max(1, sorted.length);
  }
  return error;
}
