import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { moveAmong } from '../keyboard.js';

/** A point of a chart the reader can go to. */
export interface Point {
  /** Middle of the spot that answers to the pointer, and its size, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its figures in words. */
  readonly words: string;
}

/** The point whose figures are spelled out: where the reader is, else `byItself`. */
export const chosenPoint = (ctx: Context, chart: string, count: number, byItself: number): number =>
  Math.min(count - 1, ctx.ui.points[chart] ?? byItself);

/**
 * Spots over a drawing, one tab stop for all, left and right from one to the next. What the pointer or the focus is on is spelled out
 * below the drawing, and by a screen reader.
 */
export function pointLayer(ctx: Context, chart: string, points: readonly Point[], chosen: number): View {
  return h(
    'div',
    { class: 'spots' },
    points.map((point, index) =>
      h('span', {
        key: `spot:${index}`,
        class: 'spot',
        attr: { role: 'img', tabindex: index === chosen ? 0 : -1, 'aria-label': point.words, 'data-chart': chart },
        style: {
          left: `${point.x - point.width / 2}px`,
          top: `${point.y - point.height / 2}px`,
          width: `${point.width}px`,
          height: `${point.height}px`,
        },
        on: {
          focus: () => choose(ctx, chart, index),
          mouseenter: () => choose(ctx, chart, index),
          keydown: (event) => moveAmong(event, `.spot[data-chart=${chart}]`, 'horizontal') && event.preventDefault(),
        },
      }),
    ),
  );
}

function choose(ctx: Context, chart: string, index: number): void {
  if (ctx.ui.points[chart] !== index) ctx.update({ points: { ...ctx.ui.points, [chart]: index } });
}

/** A drawing with its spots, and the figures of one point below it. */
export const withPoints = (drawing: View, layer: Child, words: Child): Child => [
  h('div', { key: 'plot', class: 'plot' }, drawing, layer),
  h('p', { key: 'readout', class: 'cap readout', attr: { 'aria-hidden': true } }, words),
];
