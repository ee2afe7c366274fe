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

export interface Spots {
  readonly list: readonly Spot[];
  /** The spot that is spelled out before the reader has gone to one. */
  readonly first: number;
  /** Spots in a row: up and down lead to the rows beside it. Without it only left and right lead on. */
  readonly row?: number;
}

/** The spot that is spelled out. */
export const spotAt = (desk: Desk, chart: string, { list, first }: Spots): number =>
  Math.max(0, Math.min(list.length - 1, desk.ui.points[chart] ?? first));

/** Spots over a drawing: one tab stop for all, arrow keys lead from one to the next. */
export function spotLayer(desk: Desk, chart: string, spots: Spots): View {
  const chosen = spotAt(desk, chart, spots);
  return h(
    'div',
    { key: 'spots', class: 'spots' },
    spots.list.map((spot, index) =>
      h(spot.press ? 'button' : 'span', {
        key: `spot:${index}`,
        class: index === chosen ? 'spot round here' : 'spot round',
        attr: {
          ...(spot.press ? { type: 'button', 'aria-pressed': spot.pressed === true } : { role: 'img' }),
          tabindex: index === chosen ? 0 : -1,
          'aria-label': spot.words,
          'data-spot': chart,
        },
        style: {
          left: `${spot.x - spot.size / 2}px`,
          top: `${spot.y - spot.size / 2}px`,
          width: `${spot.size}px`,
          height: `${spot.size}px`,
        },
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

function goTo(desk: Desk, chart: string, index: number): void {
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
