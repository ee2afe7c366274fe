/** A place in a chart, in pixels from its upper left corner. */
export type Place = readonly [x: number, y: number];

/** Maps values between `from` and `to` to pixels between `start` and `end`; an empty span of values maps to the middle. */
export function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** Round values from `low` to `high`, at most `most` of them, at steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, most: number): readonly number[] {
  if (!(high > low) || most < 1) return [low];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const step of [1, 2, 5, 10].map((times) => times * power)) {
    const first = Math.ceil(low / step - 1e-9);
    const last = Math.floor(high / step + 1e-9);
    if (last - first + 1 <= most)
      return Array.from({ length: last - first + 1 }, (_, index) => rounded((first + index) * step));
  }
  return [low];
}

/** Without the last digits that binary fractions add. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** The span shares are drawn in: from the tenth below the lowest to the tenth above the highest, between 0 and 1, at least 0.2 wide. */
export function shareSpan(lowest: number, highest: number): readonly [number, number] {
  const low = Math.max(0, Math.floor(lowest * 10 + 1e-9) / 10);
  const high = Math.min(1, Math.ceil(highest * 10 - 1e-9) / 10);
  if (high - low >= 0.2 - 1e-9) return [low, high];
  return high >= 0.9 ? [rounded(high - 0.2), high] : [low, rounded(low + 0.2)];
}

/** A line through places. */
export const lineThrough = (places: readonly Place[]): string =>
  places.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** The area between an upper line and a lower one, both from left to right. */
export const areaBetween = (upper: readonly Place[], lower: readonly Place[]): string =>
  upper.length === 0 ? '' : `${lineThrough([...upper, ...lower.toReversed()])}Z`;

/** The same order, moved as little as it takes to stand `gap` apart, from `low` to `high` where there is room. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let least = low;
  for (const index of order) {
    placed[index] = Math.max(least, placed[index] ?? 0);
    least = (placed[index] ?? 0) + gap;
  }
  let most = high;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(most, placed[index] ?? 0);
    most = (placed[index] ?? 0) - gap;
  }
  return placed;
}

/** About how wide bold words are at 11 px, in pixels: room is kept for them before they are drawn. */
export const textWidth = (words: string): number =>
  words.length * 7 + (words.match(/[\u1100-\u11ff\u2e80-\ud7ff\uff00-\uff60]/g)?.length ?? 0) * 4.5;

/** At most `most` of a list, evenly taken, the first and the last among them. */
export function thin<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  const step = (list.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => list[Math.round(index * step)]).filter(
    (item): item is T => item !== undefined,
  );
}
