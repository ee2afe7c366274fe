import type { Vector } from './clusterTerms.js';

/** Rounds after which groups that still move are taken as they are. */
const maxRounds = 25;
/** Candidates tried for each first centre (greedy k-means++, Arthur and Vassilvitskii 2007, section 5). */
const candidates = 3;

export interface Grouping {
  /** Group of each vector; -1 where it has no term in common with any centre. */
  readonly group: Int32Array;
  /** Cosine to the centre of its group, 0 to 1. */
  readonly nearness: Float64Array;
  /** Unit centres, dense over the terms. */
  readonly centres: readonly Float64Array[];
}

/** Spherical k-means (Dhillon and Modha 2001). Same vectors, `k` and seed give the same groups. */
export function sphericalKMeans(vectors: readonly Vector[], terms: number, k: number, seed: number): Grouping {
  let centres = firstCentres(vectors, terms, k, random(seed));
  let grouping = assign(vectors, centres);
  for (let round = 0; round < maxRounds; round++) {
    centres = centresOf(vectors, grouping.group, centres.length, terms);
    const next = assign(vectors, centres);
    const moved = next.group.some((group, index) => group !== grouping.group[index]);
    grouping = next;
    if (!moved) break;
  }
  return grouping;
}

/** Unit sums of the members of each group. */
export function centresOf(
  vectors: readonly Vector[],
  group: Int32Array,
  k: number,
  terms: number,
): readonly Float64Array[] {
  const centres = Array.from({ length: k }, () => new Float64Array(terms));
  vectors.forEach((vector, index) => {
    const centre = centres[group[index] ?? -1];
    if (centre) vector.terms.forEach((term, at) => (centre[term] = (centre[term] ?? 0) + (vector.weights[at] ?? 0)));
  });
  return centres.map((centre) => {
    const length = Math.sqrt(centre.reduce((sum, value) => sum + value * value, 0));
    return length > 0 ? centre.map((value) => value / length) : centre;
  });
}

function assign(vectors: readonly Vector[], centres: readonly Float64Array[]): Grouping {
  const group = new Int32Array(vectors.length).fill(-1);
  const nearness = new Float64Array(vectors.length);
  vectors.forEach((vector, index) => {
    centres.forEach((centre, at) => {
      const cosine = dot(vector, centre);
      if (cosine <= (nearness[index] ?? 0)) return;
      nearness[index] = cosine;
      group[index] = at;
    });
  });
  return { group, nearness, centres };
}

function dot({ terms, weights }: Vector, centre: Float64Array): number {
  let sum = 0;
  // Indexed: this is where the time goes.
  for (let at = 0; at < terms.length; at++) sum += (weights[at] ?? 0) * (centre[terms[at] ?? 0] ?? 0);
  return sum;
}

/** Far from each other but not outliers: each next centre is drawn by its distance to those there are, the best of a few draws. */
function firstCentres(
  vectors: readonly Vector[],
  terms: number,
  k: number,
  next: () => number,
): readonly Float64Array[] {
  const filled = vectors.filter((vector) => vector.terms.length > 0);
  const centres: Float64Array[] = [];
  let far = new Float64Array(filled.length).fill(1);
  while (centres.length < k) {
    const total = far.reduce((sum, value) => sum + value, 0);
    if (total <= 0) break;
    let best:
      { readonly centre: Float64Array; readonly far: Float64Array<ArrayBuffer>; readonly left: number } | undefined;
    for (let draw = 0; draw < candidates; draw++) {
      const centre = dense(filled[drawn(far, next() * total)], terms);
      const left = far.map((value, index) => Math.min(value, 1 - dot(filled[index] ?? empty, centre)));
      const sum = left.reduce((total, value) => total + value, 0);
      if (!best || sum < best.left) best = { centre, far: left, left: sum };
    }
    if (!best) break;
    centres.push(best.centre);
    // Rounding leaves a trace of distance between equal texts.
    far = best.far.map((value) => (value < 1e-9 ? 0 : value));
  }
  return centres;
}

const empty: Vector = { terms: new Uint32Array(), weights: new Float64Array() };

function dense(vector: Vector | undefined, terms: number): Float64Array {
  const centre = new Float64Array(terms);
  vector?.terms.forEach((term, at) => (centre[term] = vector.weights[at] ?? 0));
  return centre;
}

function drawn(shares: Float64Array, at: number): number {
  let sum = 0;
  const index = shares.findIndex((share) => (sum += share) > at);
  return index < 0 ? shares.length - 1 : index;
}

/** Mulberry32: uniform in [0, 1). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
