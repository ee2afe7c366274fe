/**
 * Place of the best right skill, from 1. Pessimistic: every wrong skill with the same score stands before it; right ones do not stand in each
 * other's way.
 * @param right numbers of the right skills, at least one
 * @param among skills that take part; all when absent
 * @returns Infinity when no right skill takes part
 */
export function placeOf(scores: Float32Array, right: readonly number[], among?: Uint8Array): number {
  let best = -Infinity;
  for (const skill of right) if (among?.[skill] !== 0) best = Math.max(best, scores[skill] ?? -Infinity);
  if (best === -Infinity) return Infinity;
  let place = 1;
  for (let skill = 0; skill < scores.length; skill++)
    if (among?.[skill] !== 0 && (scores[skill] ?? -Infinity) >= best && !right.includes(skill)) place++;
  return place;
}

/** Share of the places that are at most `limit`; 0 of none. */
export const recallAt = (places: readonly number[], limit: number): number => share(places, (place) => place <= limit);

/** Mean of 1 / place; 0 of none. */
export const meanReciprocal = (places: readonly number[]): number => mean(places.map((place) => 1 / place));

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

export const share = <T>(list: readonly T[], holds: (one: T) => boolean): number =>
  list.length === 0 ? 0 : list.filter(holds).length / list.length;

/**
 * Area under the ROC curve: how often a value of the first list is above one of the second, ties counted half (Mann and Whitney 1947).
 * @returns undefined when a list is empty
 */
export function auroc(above: readonly number[], below: readonly number[]): number | undefined {
  if (above.length === 0 || below.length === 0) return undefined;
  const all = [
    ...above.map((value) => ({ value, first: true })),
    ...below.map((value) => ({ value, first: false })),
  ].sort((a, b) => a.value - b.value);
  let wins = 0;
  let passed = 0;
  for (let at = 0; at < all.length;) {
    let [end, firsts] = [at, 0];
    while (end < all.length && all[end]?.value === all[at]?.value) if (all[end++]?.first) firsts++;
    const seconds = end - at - firsts;
    wins += firsts * (passed + seconds / 2);
    passed += seconds;
    at = end;
  }
  return wins / (above.length * below.length);
}
