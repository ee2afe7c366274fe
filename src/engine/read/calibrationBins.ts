import type { RouterReport } from './report.js';
import { wilson } from './wilson.js';

/** What was expected of a run, 0 to 1, and what came. */
export interface Expected {
  readonly probability: number;
  readonly worked: boolean;
}

const mostBins = 10;
/** Runs that a bin holds at least: fewer say nothing. */
const smallestBin = 5;

/**
 * Bins of equal mass and the expected calibration error over them (Naeini et al. 2015): the mean distance between what was expected and what
 * came, weighted by the runs of each bin.
 */
export function calibrate(all: readonly Expected[]): Pick<RouterReport, 'calibration' | 'calibrationError'> {
  const sorted = [...all].sort((a, b) => a.probability - b.probability);
  const bins = Math.min(mostBins, Math.max(1, Math.floor(sorted.length / smallestBin)));
  const calibration = Array.from({ length: sorted.length ? bins : 0 }, (_, index) => {
    const part = sorted.slice((index * sorted.length) / bins, ((index + 1) * sorted.length) / bins);
    const predicted = part.reduce((sum, { probability }) => sum + probability, 0) / part.length;
    return { predicted, observed: wilson(part.filter(({ worked }) => worked).length, part.length) };
  });
  const distance = calibration.reduce(
    (sum, { predicted, observed }) => sum + observed.count * Math.abs(predicted - observed.value),
    0,
  );
  return { calibration, calibrationError: sorted.length ? distance / sorted.length : null };
}
