import { h, type View } from '../dom.js';

/** Where a chart is drawn inside its picture, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A value on an axis and what is written beside it. */
export interface Mark {
  readonly at: number;
  readonly words: string;
}

/** Lines across the chart with their values at the left. */
export const levels = (box: Box, marks: readonly Mark[]): View =>
  h(
    'g',
    { key: 'levels' },
    marks.map(({ at, words }) => [
      h('path', { class: 'g', attr: { d: `M${box.left} ${Math.round(at) + 0.5}H${box.right}` } }),
      h('text', { class: 'e', attr: { x: box.left - 6, y: Math.round(at) + 4 } }, words),
    ]),
  );

/** The line the chart stands on, and values below it. */
export const below = (box: Box, marks: readonly Mark[]): View =>
  h(
    'g',
    { key: 'below' },
    h('path', { class: 'g', attr: { d: `M${box.left} ${box.bottom + 0.5}H${box.right}` } }),
    marks.map(({ at, words }) => h('text', { class: 'm', attr: { x: at, y: box.bottom + 16 } }, words)),
  );

/** The word that says where the data comes from, across the drawing. */
export const watermark = (box: Box, words: string): View =>
  h(
    'text',
    { key: 'watermark', class: 'wm', attr: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + 10 } },
    words,
  );
