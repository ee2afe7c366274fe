import { barX, text, type Markish } from '@observablehq/plot';
import { textWidth } from '../charts/scale.js';
import type { hatch } from './draw.js';
import { cut } from './words.js';

/** Height of a row of a drawing with names at its left, in pixels. */
export const rowHeight = 22;

/** Names take at most this many characters. */
const longest = 18;

/** Room for names at the left, in pixels. */
export const namesWidth = (names: readonly string[]): number =>
  Math.ceil(Math.max(30, ...names.map((name) => textWidth(cut(name, longest)))) * 0.95) + 10;

/** How a part of a bar is filled; where colour alone would tell it from its neighbours, it is hatched. */
export interface Fill {
  readonly colour: string;
  readonly hatch?: (typeof hatch)[keyof typeof hatch];
  /** Only its outline is drawn. */
  readonly hollow?: boolean;
}

/** One part of the bar of each row, laid after those before it. */
export interface Part {
  readonly name: string;
  readonly fill: Fill;
}

/** Bars whose parts stand side by side: `values` by row, in the order of the parts. */
export function stacked(
  parts: readonly Part[],
  rows: readonly { readonly name: string; readonly values: readonly number[] }[],
): Markish[] {
  return parts.flatMap(({ fill }, at) => {
    const data = rows.map(({ name, values }) => {
      const start = values.slice(0, at).reduce((sum, value) => sum + value, 0);
      return { name, start, end: start + (values[at] ?? 0) };
    });
    const where = { y: 'name', x1: 'start', x2: 'end', insetTop: 3, insetBottom: 3 };
    if (fill.hollow)
      return [barX(data, { ...where, fill: 'none', stroke: fill.colour, insetLeft: 0.5, insetRight: 0.5 })];
    const solid = barX(data, { ...where, fill: fill.colour });
    return fill.hatch === undefined ? [solid] : [solid, barX(data, { ...where, fill: fill.hatch })];
  });
}

/** Words at the end of each row. */
export const rowWords = (
  rows: readonly { readonly name: string; readonly end: number; readonly words: string }[],
): Markish => text(rows, { y: 'name', x: 'end', text: 'words', dx: 6, textAnchor: 'start', className: 'value' });

/** What names are cut to in a drawing. */
export const rowName = (name: string): string => cut(name, longest);
