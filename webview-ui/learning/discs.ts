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
const toName = 9;

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

/** The name of a skill on the map. */
export interface Name {
  readonly disc: Disc;
  /** Its middle, in pixels. */
  readonly x: number;
  readonly y: number;
}

/** Space between a name and the edge, in pixels. */
const nameEdge = 4;
/** From the middle of a name up and down. */
const [nameUp, nameDown] = [6, 7];

/**
 * Names below their discs, above them where there is no room, and pushed inwards where they would reach beyond the edge. Where one would lie on
 * another, or on a disc, it is left out, the less used skill first, and told on hover and focus.
 */
export function named(discs: readonly Disc[], width: number): readonly Name[] {
  const taken = discs.map(({ x, y, r }): Rectangle => [x - r, x + r, y - r, y + r]);
  return [...discs]
    .sort((a, b) => b.point.uses - a.point.uses)
    .flatMap((disc) => {
      const half = textWidth(disc.point.skill) * 0.45;
      const x = Math.max(half + nameEdge, Math.min(width - half - nameEdge, disc.x));
      for (const y of [disc.y + disc.down + toName, disc.y - disc.down - toName]) {
        const name: Rectangle = [x - half, x + half, y - nameUp, y + nameDown];
        if (y < nameUp || taken.some((other) => overlap(name, other))) continue;
        taken.push(name);
        return [{ disc, x, y }];
      }
      return [];
    });
}

const overlap = (a: Rectangle, b: Rectangle): boolean => a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3];
