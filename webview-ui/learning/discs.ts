import type { MapPoint } from '../../src/protocol.js';
import { textWidth } from '../charts/scale.js';

/** A skill on the map, in pixels. */
export interface Disc {
  readonly point: MapPoint;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** From its middle down to the end of its shape. */
  readonly down: number;
}

/** Space between a shape and the middle of its name, in pixels. */
export const toName = 9;

/** Rounds of pushing after which what still touches may touch. */
const rounds = 60;
/** Space left between two skills, and to the edge. */
const [between, edge] = [3, 4];

/** Moves what lies on something else just so far that both can be seen; the order of the discs decides ties, so the same map looks the same. */
export function apart(
  discs: readonly Disc[],
  size: { readonly width: number; readonly height: number },
): readonly Disc[] {
  const placed = discs.map((disc) => ({ ...disc }));
  for (let round = 0; round < rounds && pushed(placed); round++)
    for (const disc of placed) {
      disc.x = Math.min(size.width - disc.r - edge, Math.max(disc.r + edge, disc.x));
      // Room for its name below it.
      disc.y = Math.min(size.height - disc.down - toName - 8, Math.max(disc.r + edge, disc.y));
    }
  return placed;
}

type Moving = { -readonly [Key in keyof Disc]: Disc[Key] };

/** @returns whether any two touched */
function pushed(discs: readonly Moving[]): boolean {
  let touched = 0;
  discs.forEach((one, index) => {
    for (const other of discs.slice(index + 1)) {
      const [dx, dy] = [other.x - one.x, other.y - one.y];
      const far = Math.hypot(dx, dy);
      const missing = one.r + other.r + between - far;
      if (missing <= 0) continue;
      touched++;
      // What lies in the same place parts to the sides, where names leave room.
      const [ux, uy] = far > 0.01 ? [dx / far, dy / far] : [1, 0];
      one.x -= (ux * missing) / 2;
      one.y -= (uy * missing) / 2;
      other.x += (ux * missing) / 2;
      other.y += (uy * missing) / 2;
    }
  });
  return touched > 0;
}

type Rectangle = readonly [left: number, right: number, top: number, bottom: number];

/** The discs whose names fit below them without lying on another name or disc, the most used first; the others are told on hover and focus. */
export function named(discs: readonly Disc[], width: number): readonly Disc[] {
  const taken = discs.map(({ x, y, r }): Rectangle => [x - r, x + r, y - r, y + r]);
  return [...discs]
    .sort((a, b) => b.point.uses - a.point.uses)
    .filter(({ point, x, y, down }) => {
      const half = textWidth(point.skill) * 0.45;
      const name: Rectangle = [x - half, x + half, y + down + toName - 6, y + down + toName + 7];
      if (name[0] < 2 || name[1] > width - 2 || taken.some((other) => overlap(name, other))) return false;
      taken.push(name);
      return true;
    });
}

const overlap = (a: Rectangle, b: Rectangle): boolean => a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3];
