import type { Rules } from '../house.js';

export function isMissing(reading: number, house: Rules<'missing'>): boolean {
  return reading === { none: null, n999: -999, zero: 0, p9999: 9999 }[house.missing];
}

/** The typical one of some values, 0 when there are none. */
export function typical(values: readonly number[], house: Rules<'agg'>): number {
  let sorted = [...values].sort((a, b) => a - b);
  if (!sorted.length) return 0;
  if (house.agg === 'median') {
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? 0;
    return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
  }
  if (house.agg === 'trim' && sorted.length > 2) sorted = sorted.slice(1, -1);
  return sorted.reduce((total, value) => total + value, 0) / sorted.length;
}
