/**
 * Two-sided exact test of McNemar (1947) on tasks that were tried twice: how likely so lopsided a change is when gaining and losing a task
 * are equally likely. Twice the smaller tail of the binomial distribution with one half, at most 1; tasks that did not change do not count.
 * @param gained tasks that failed first and passed then
 * @param lost tasks that passed first and failed then
 * @returns p, above 0 to 1
 */
export function mcnemar(gained: number, lost: number): number {
  const changed = gained + lost;
  // Summed as logarithms: one half to the power of a few thousand changed tasks is no number any more.
  let term = -changed * Math.LN2;
  let tail = 0;
  for (let count = 0; count <= Math.min(gained, lost); count++) {
    tail += Math.exp(term);
    term += Math.log((changed - count) / (count + 1));
  }
  return Math.min(1, 2 * tail);
}

/** Tasks gained and lost between two tries of the same tasks in the same order, and the p-value of {@link mcnemar}. */
export function change(
  first: readonly boolean[],
  last: readonly boolean[],
): { readonly gained: number; readonly lost: number; readonly p: number } {
  if (first.length !== last.length) throw new RangeError('two tries of the same tasks have one result each');
  const gained = first.filter((passed, index) => !passed && last[index] === true).length;
  const lost = first.filter((passed, index) => passed && last[index] === false).length;
  return { gained, lost, p: mcnemar(gained, lost) };
}
