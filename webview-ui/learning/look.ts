import type { BenchReport } from '../../src/protocol.js';
import { ordered } from './desk.js';

/** How a condition is drawn: colours can fail a reader, so a shape says the same. */
export interface Look {
  readonly colour: string;
  readonly symbol: Shape;
}

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'cross' | 'wye';

/** How far a shape reaches down, as a part of the radius of the circle with its area (d3-shape draws all to the same area). */
export const reachDown: Readonly<Record<Shape, number>> = {
  circle: 1,
  square: 0.89,
  cross: 1.19,
  diamond: 1.65,
  triangle: 0.78,
  star: 1.36,
  wye: 1.16,
};

/** In styles/plots.css. */
const colours = 7;
export const shapes: readonly Shape[] = ['circle', 'square', 'cross', 'diamond', 'triangle', 'star', 'wye'];

/** The look with this number; the first 49 differ. */
export const look = (number: number): Look => ({
  colour: `var(--hue-${number % colours})`,
  // Shifted at each turn of the colours, so that a colour comes back with another shape.
  symbol: shapes[(number + Math.floor(number / colours)) % shapes.length] ?? 'circle',
});

/** The look of a condition, the same in all drawings of a report. */
export const lookOf = (report: BenchReport, condition: string): Look =>
  look(
    Math.max(
      0,
      ordered(report).findIndex(({ name }) => name === condition),
    ),
  );
