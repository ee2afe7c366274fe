import { dot, link, ruleY, text } from '@observablehq/plot';
import type { BenchReport, Interval } from '../../src/protocol.js';
import { percent } from '../format.js';
import { draw, type Drawn } from './draw.js';
import { watermarkOf } from './marks.js';
import { namesWidth, rowHeight, rowName } from './rows.js';

/** Two shares that are compared: a ring, a dot with its interval, and the way from one to the other. */
export interface Dumbbell {
  readonly name: string;
  readonly ring: Interval;
  readonly dot: Interval;
  readonly colour: string;
}

/** Draws pairs of shares, a row each. @param label what there is to see, in sentences */
export function drawDumbbells(report: BenchReport, all: readonly Dumbbell[], width: number, label: string): Drawn {
  const row = { y: ({ name }: Dumbbell) => rowName(name) };
  const colour = ({ colour }: Dumbbell): string => colour;
  const end = { x: (one: Dumbbell) => one.dot.mean };
  return draw({
    width,
    height: all.length * rowHeight + 26,
    marginTop: 2,
    marginBottom: 22,
    marginLeft: namesWidth(all.map(({ name }) => name)),
    marginRight: 48,
    label,
    watermark: watermarkOf(report),
    x: { domain: [0, 1], ticks: width < 420 ? 2 : 4, tickFormat: percent, tickSize: 0, grid: true, label: null },
    y: { type: 'band', domain: all.map(({ name }) => rowName(name)), tickSize: 0, label: null },
    color: { type: 'identity' },
    marks: [
      ruleY(all, {
        ...row,
        x1: (one: Dumbbell) => one.dot.low,
        x2: (one: Dumbbell) => one.dot.high,
        stroke: colour,
        className: 'interval',
      }),
      link(all, {
        y1: row.y,
        y2: row.y,
        x1: ({ ring }: Dumbbell) => ring.mean,
        x2: end.x,
        stroke: colour,
        className: 'way',
      }),
      dot(all, {
        ...row,
        x: ({ ring }: Dumbbell) => ring.mean,
        r: 4,
        stroke: colour,
        fill: 'var(--vscode-editor-background)',
        className: 'hollow',
      }),
      dot(all, { ...row, ...end, r: 4.5, fill: colour, className: 'marker' }),
      text(all, {
        ...row,
        x: () => 1,
        text: (one: Dumbbell) => percent(one.dot.mean),
        dx: 8,
        textAnchor: 'start',
        className: 'value',
      }),
    ],
  });
}
