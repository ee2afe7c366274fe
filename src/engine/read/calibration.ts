/** What is known of a candidate when its probability is asked for. */
export interface Evidence {
  /** Its share of the softmax over the best few skills, 0 to 1. */
  readonly share: number;
  /** Text part, 0 to 1.55. */
  readonly text: number;
  /** Cosine with the nearest of its past tasks, 0 to 1. */
  readonly nearest: number;
  /** Cosine with the nearest of the tasks that it is known not to fit, 0 to 1. */
  readonly missed: number;
  /** Tasks it is known to fit. */
  readonly examples: number;
  /** Tasks it failed, or is known not to fit. */
  readonly failures: number;
}

/** A logistic model of the probability that a candidate is right for a task; weights in the order of {@link signals}. */
export interface Calibration {
  readonly weights: readonly number[];
}

/** Examples at which a skill counts as half known. */
const halfKnown = 2;
/** Cosine with a task it does not fit at which half of what a near-miss can say has been said: one telling word in common is much already. */
const halfMissed = 0.1;

/** The signals of the logistic model (Platt 1999, with more than one signal; router.md 5.6). */
export function signals({ share, text, nearest, missed, examples }: Evidence): number[] {
  const kept = Math.min(0.999, Math.max(0.001, share));
  const odds = Math.log(kept / (1 - kept));
  const known = examples / (examples + halfKnown);
  return [1, odds, text, nearest, known, known * odds, missed / (missed + halfMissed)];
}

/**
 * Runs with a right skill that are imagined before the first, and how many of them worked: nine in ten, as in the outcomes that the router is
 * measured on (docs/ROUTER.md). Of a failure so much is the fault of a skill that was right: where six picks in ten are right, of which one in ten
 * fails, as against nearly all of the others, about one failure in seven.
 */
const imagined = { runs: 10, worked: 9 } as const;
const ownFault = 0.15;

/** How likely a skill that is right for a task is to work, by its own record: the mean of a beta distribution, never 1. */
export const reliability = ({ examples, failures }: Pick<Evidence, 'examples' | 'failures'>): number =>
  (examples + imagined.worked) / (examples + ownFault * failures + imagined.runs);

/** Probability in (0, 1) that a run with the candidate succeeds: that it is right, and that it then works. */
export function probability({ weights }: Calibration, evidence: Evidence): number {
  const sum = signals(evidence).reduce((total, signal, at) => total + signal * (weights[at] ?? 0), 0);
  return reliability(evidence) / (1 + Math.exp(-sum));
}

/** A candidate and whether it turned out right. */
export interface Observation {
  readonly evidence: Evidence;
  readonly right: boolean;
}

/** How strongly a fit is held to where it starts from, in observations. */
const strength = 8;
const rounds = 25;

/**
 * Fits the weights to observations by Fisher scoring, held to `start` by a Gaussian prior: with few observations little moves.
 * (Penalised logistic regression, Hastie et al. 2009, section 4.4; with the reliability r before the logistic σ, p = rσ, a step has
 * dp/dsum = p(1 - σ).)
 */
export function fit(observations: readonly Observation[], start: Calibration): Calibration {
  const rows = observations.map(({ evidence }) => signals(evidence));
  const weights = [...start.weights];
  const size = weights.length;
  for (let round = 0; round < rounds; round++) {
    const gradient = weights.map((weight, at) => strength * (weight - (start.weights[at] ?? 0)));
    const curvature = weights.map((_, at) => weights.map((__, other): number => (at === other ? strength : 0)));
    observations.forEach(({ evidence, right }, index) => {
      const row = rows[index] ?? [];
      const sum = row.reduce((total, signal, at) => total + signal * (weights[at] ?? 0), 0);
      const not = 1 / (1 + Math.exp(sum));
      const p = reliability(evidence) * (1 - not);
      const error = ((p - (right ? 1 : 0)) * not) / (1 - p);
      const information = (p * not * not) / (1 - p);
      for (let at = 0; at < size; at++) {
        gradient[at] = (gradient[at] ?? 0) + error * (row[at] ?? 0);
        const line = curvature[at];
        if (line)
          for (let other = 0; other < size; other++)
            line[other] = (line[other] ?? 0) + information * (row[at] ?? 0) * (row[other] ?? 0);
      }
    });
    const step = solve(curvature, gradient);
    step.forEach((change, at) => (weights[at] = (weights[at] ?? 0) - change));
    if (step.every((change) => Math.abs(change) < 1e-6)) break;
  }
  return { weights };
}

/** Solves a small positive definite system by Gaussian elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const line = rows[pivot] ?? [];
    for (let at = pivot + 1; at < size; at++) {
      const row = rows[at] ?? [];
      const factor = (row[pivot] ?? 0) / (line[pivot] ?? 1);
      for (let column = pivot; column <= size; column++)
        row[column] = (row[column] ?? 0) - factor * (line[column] ?? 0);
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at--) {
    const row = rows[at] ?? [];
    let sum = row[size] ?? 0;
    for (let column = at + 1; column < size; column++) sum -= (row[column] ?? 0) * (result[column] ?? 0);
    result[at] = sum / (row[at] ?? 1);
  }
  return result;
}

/** Weights before anything is known: fitted on train parts of the measured data sets with none to twenty examples a skill (docs/ROUTER.md). */
export const defaultCalibration: Calibration = { weights: [0.57, 1.11, 0.43, 1.46, -0.64, -0.52, -2.3] };
