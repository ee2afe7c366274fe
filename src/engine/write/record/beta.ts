/** A beta distribution: what is known of a success rate after `a - 1` successes and `b - 1` failures, roughly. Both are above 0. */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

export const meanOf = ({ a, b }: Beta): number => a / (a + b);

/** Slices in one standard deviation of the narrower density: the error is below a thousandth then (tested). */
const fineness = 5;
/** Where one density is very much narrower than the other, so many slices are enough. */
const mostSlices = 4000;
/** Where a density is below e^-16 of its peak it is left out. */
const negligible = -16;

/**
 * Probability that the rate behind `x` is below the rate behind `y`, both unknown and independent: the integral of the density of y times the
 * distribution of x, added up in slices. On the scale of log odds, s = ln(r / (1 - r)), a beta density is r^a·(1 - r)^b: smooth, with one peak and tails
 * that fall off exponentially, whatever a and b are. (A normal approximation is off by up to 0.06 near the threshold that decides here.)
 */
export function probabilityBelow(x: Beta, y: Beta): number {
  const [one, other] = [new LogOdds(x), new LogOdds(y)];
  const from = Math.min(one.reach(-1), other.reach(-1));
  const to = Math.max(one.reach(1), other.reach(1));
  const slices = Math.min(mostSlices, Math.ceil(((to - from) * fineness) / Math.min(one.deviation, other.deviation)));
  const width = (to - from) / slices;
  let [below, product, all] = [0, 0, 0];
  for (let slice = 0; slice <= slices; slice++) {
    const odds = from + slice * width;
    const [inX, inY] = [one.density(odds), other.density(odds)];
    product += inY * (below + inX / 2);
    below += inX;
    all += inY;
  }
  return product / (below * all);
}

/** A beta distribution on the scale of log odds. */
class LogOdds {
  /** Standard deviation around the peak, roughly. */
  readonly deviation: number;
  readonly #mode: number;
  readonly #peak: number;

  constructor(private readonly beta: Beta) {
    const { a, b } = beta;
    this.deviation = Math.sqrt(1 / a + 1 / b);
    this.#mode = Math.log(a / b);
    this.#peak = this.#log(this.#mode);
  }

  /** As a share of the highest. */
  density(odds: number): number {
    return Math.exp(this.#log(odds) - this.#peak);
  }

  /** How far the density reaches to a side. */
  reach(side: -1 | 1): number {
    let distance = this.deviation;
    while (this.#log(this.#mode + side * distance) - this.#peak > negligible) distance *= 1.5;
    return this.#mode + side * distance;
  }

  #log(odds: number): number {
    return -this.beta.a * Math.log1p(Math.exp(-odds)) - this.beta.b * Math.log1p(Math.exp(odds));
  }
}
