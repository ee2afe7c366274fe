import { learningTokens } from './cost.js';
import type { BenchReport, Comparison, Interval } from './benchReport.js';
import type { Recorded } from '../run/outFolder.js';
import { seedMean } from '../statistics/seedMean.js';

/** A row of `memento bench run --json` (DESIGN.md 6). Shares are 0 to 1; tokens and calls are of learning, up to and with the round. */
export interface ResultRow {
  readonly condition: string;
  readonly seed: string;
  readonly round: number;
  /** `null` for round 0, before anything was learned from. */
  readonly train: number | null;
  readonly test: number;
  readonly testUnseen: number;
  /** Skills. */
  readonly library: number;
  readonly tokens: number;
  readonly calls: number;
}

export interface Results {
  readonly rows: readonly ResultRow[];
  readonly summary: {
    readonly simulated: boolean;
    readonly complete: boolean;
    /** Mean over seeds after the last round, with its 95 % interval. */
    readonly conditions: readonly {
      readonly condition: string;
      readonly test: Interval;
      readonly testUnseen: Interval;
      readonly tokens: number;
    }[];
    readonly comparisons: readonly Comparison[];
  };
}

/** What a benchmark found, as a program reads it. */
export function resultsOf({ rounds, episodes }: Recorded, report: BenchReport): Results {
  const rows = rounds.map(({ condition, seed, round, test, unseen, library }): ResultRow => {
    const mine = episodes.filter((one) => one.split === 'train' && one.condition === condition && one.seed === seed);
    const [soFar, here] = [mine.filter((one) => one.round <= round), mine.filter((one) => one.round === round)];
    return {
      ...{ condition, seed, round, test, testUnseen: unseen, library: library.length },
      train: here.length ? here.filter(({ passed }) => passed).length / here.length : null,
      tokens: learningTokens(soFar),
      calls: soFar.reduce((sum, { requests = 0 }) => sum + requests, 0),
    };
  });
  const { simulated, complete, comparisons } = report;
  const conditions = report.conditions.map(({ name: condition, curve }) => {
    const last = rows.filter((row) => row.condition === condition && row.round === (curve.at(-1)?.round ?? 0));
    return {
      condition,
      test: seedMean(last.map(({ test }) => test)),
      testUnseen: seedMean(last.map(({ testUnseen }) => testUnseen)),
      tokens: last.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, last.length),
    };
  });
  return { rows, summary: { simulated, complete, conditions, comparisons } };
}
