import { generator } from '../../engine/read/random.js';

/** Turns of the power iteration after which what still moves is too little to see. */
const turns = 1000;
const still = 1e-9;
/** Turns of the majorization; its stress falls at each and hardly after these. */
const settling = 300;

/**
 * Places in the plane whose distances are as near to those of the things as two dimensions allow: classical scaling (Torgerson 1952), the two
 * strongest axes by power iteration, then stress majorization (SMACOF, de Leeuw 1977), without which groups that are all equally far from
 * each other lie on top of each other. Both axes are stretched to 0 to 1; an axis on which nothing differs is 0.5.
 * @param alike symmetric inner products of the things' vectors, as cosines of unit vectors are
 * @param seed where the iteration begins; the result depends on it only where axes are equally strong
 */
export function plane(alike: readonly (readonly number[])[], seed: number): readonly (readonly [number, number])[] {
  const random = generator(seed);
  const centred = centre(alike);
  const first = strongest(centred, random);
  const second = strongest(without(centred, first), random);
  const begun = alike.map((_, index): Place => [along(first, index), along(second, index)]);
  const placed = settle(begun, distances(alike));
  const [x, y] = [stretched(placed.map(([x]) => x)), stretched(placed.map(([, y]) => y))];
  return alike.map((_, index) => [x[index] ?? 0.5, y[index] ?? 0.5]);
}

type Place = readonly [x: number, y: number];

const along = ({ strength, direction }: Axis, index: number): number =>
  strength < 1e-9 ? 0 : Math.sqrt(strength) * (direction[index] ?? 0);

const distances = (alike: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  alike.map((row, at) =>
    row.map((value, column) =>
      Math.sqrt(Math.max(0, (alike[at]?.[at] ?? 0) + (alike[column]?.[column] ?? 0) - 2 * value)),
    ),
  );

/** Guttman's transform, again and again: each thing goes to the mean of where the others would have it. */
function settle(begun: readonly Place[], wanted: readonly (readonly number[])[]): readonly Place[] {
  let places = begun;
  for (let turn = 0; turn < settling; turn++) {
    const now = places;
    places = now.map(([x, y], at) => {
      let [sumX, sumY] = [0, 0];
      now.forEach(([otherX, otherY], other) => {
        const far = Math.hypot(x - otherX, y - otherY);
        const ratio = far > 1e-12 ? (wanted[at]?.[other] ?? 0) / far : 0;
        sumX += otherX + ratio * (x - otherX);
        sumY += otherY + ratio * (y - otherY);
      });
      return [sumX / now.length, sumY / now.length];
    });
  }
  return places;
}

interface Axis {
  readonly strength: number;
  readonly direction: readonly number[];
}

/** Takes the means of rows and columns out, so that the middle of all things is the origin. */
function centre(matrix: readonly (readonly number[])[]): number[][] {
  const size = Math.max(1, matrix.length);
  const means = matrix.map((row) => row.reduce((sum, value) => sum + value, 0) / size);
  const mean = means.reduce((sum, value) => sum + value, 0) / size;
  return matrix.map((row, at) => row.map((value, column) => value - (means[at] ?? 0) - (means[column] ?? 0) + mean));
}

function strongest(matrix: readonly (readonly number[])[], random: () => number): Axis {
  let direction = unit(matrix.map(() => random() - 0.5));
  let strength = 0;
  for (let turn = 0; turn < turns; turn++) {
    const image = matrix.map((row) => row.reduce((sum, value, at) => sum + value * (direction[at] ?? 0), 0));
    strength = Math.hypot(...image);
    const next = unit(image);
    const moved = Math.max(0, ...next.map((value, at) => Math.abs(value - (direction[at] ?? 0))));
    direction = next;
    if (moved < still) break;
  }
  // An axis has no direction of its own: its largest part points up.
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) + still ? value : most), 0);
  return { strength, direction: largest < 0 ? direction.map((value) => -value) : direction };
}

/** What is left when an axis is taken out (Hotelling's deflation). */
const without = (matrix: readonly (readonly number[])[], { strength, direction }: Axis): number[][] =>
  matrix.map((row, at) =>
    row.map((value, column) => value - strength * (direction[at] ?? 0) * (direction[column] ?? 0)),
  );

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return length > 1e-12 ? vector.map((value) => value / length) : vector.map(() => 0);
}

function stretched(values: readonly number[]): readonly number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // What rounding leaves of an axis that is not there.
  if (high - low < 1e-6) return values.map(() => 0.5);
  return values.map((value) => (value - low) / (high - low));
}
