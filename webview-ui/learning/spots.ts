import type { ConditionReport } from '../../src/protocol.js';
import { h, type View } from '../dom.js';
import type { Desk } from './desk.js';

/** A place in a drawing the reader can go to. */
export interface Spot {
  /** Middle and size, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** What stands there, in words. */
  readonly words: string;
  /** What Enter or a click does; the spot is then a button. */
  readonly press?: () => void;
  readonly pressed?: boolean;
}

/** A part of a drawing in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Spots {
  readonly list: readonly Spot[];
  /** The spot that is spelled out before the reader has gone to one. */
  readonly first: number;
  /** Spots in a row: up and down lead to the rows beside it. Without it only left and right lead on. */
  readonly row?: number;
  /** Where the pointer says the same as on a spot: names of curves. */
  readonly areas?: readonly (Area & { readonly spot: number })[];
}

/** The spot that is spelled out. */
export const spotAt = (desk: Desk, chart: string, { list, first }: Spots): number =>
  Math.max(0, Math.min(list.length - 1, desk.ui.points[chart] ?? first));

/** The number of the last spot of a curve, where each curve has a spot for each of its rounds. */
export const lastSpot = (conditions: readonly ConditionReport[], curve: number): number =>
  conditions.slice(0, curve + 1).reduce((sum, condition) => sum + condition.curve.length, 0) - 1;

/** Spots over a drawing: one tab stop for all, arrow keys lead from one to the next. */
export function spotLayer(desk: Desk, chart: string, spots: Spots): View {
  const chosen = spotAt(desk, chart, spots);
  const { list, areas = [] } = spots;
  return h(
    'div',
    { key: 'spots', class: 'spots' },
    areas.map(({ spot, ...area }, index) =>
      h('span', {
        key: `area:${index}`,
        class: 'area',
        attr: { 'aria-hidden': true },
        style: inPixels(area),
        on: { mouseenter: () => goTo(desk, chart, spot), click: () => list[spot]?.press?.() },
      }),
    ),
    list.map((spot, index) =>
      h(spot.press ? 'button' : 'span', {
        key: `spot:${index}`,
        class: index === chosen ? 'spot round here' : 'spot round',
        attr: {
          ...(spot.press ? { type: 'button', 'aria-pressed': spot.pressed === true } : { role: 'img' }),
          tabindex: index === chosen ? 0 : -1,
          'aria-label': spot.words,
          'data-spot': chart,
        },
        style: inPixels({
          left: spot.x - spot.size / 2,
          top: spot.y - spot.size / 2,
          width: spot.size,
          height: spot.size,
        }),
        on: {
          focus: () => goTo(desk, chart, index),
          mouseenter: () => goTo(desk, chart, index),
          click: () => spot.press?.(),
          keydown: (event) => move(event, chart, index, spots) && event.preventDefault(),
        },
      }),
    ),
  );
}

const inPixels = (area: Area): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(area).map(([name, value]) => [name, `${value}px`]));

/** Spells out a spot. */
export function goTo(desk: Desk, chart: string, index: number): void {
  if (desk.ui.points[chart] !== index) desk.update({ points: { ...desk.ui.points, [chart]: index } });
}

/** @returns whether the key was one that leads to another spot */
function move(event: KeyboardEvent, chart: string, here: number, { list, row }: Spots): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const targets: Readonly<Record<string, number | undefined>> = {
    ArrowLeft: here - 1,
    ArrowRight: here + 1,
    ArrowUp: row && here - row,
    ArrowDown: row && here + row,
    Home: 0,
    End: list.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return false;
  const elements = document.querySelectorAll<HTMLElement>(`[data-spot="${chart}"]`);
  elements[Math.max(0, Math.min(list.length - 1, target))]?.focus();
  return true;
}
