import type { EpisodeRecord } from '../run/records.js';
import type { CostReport } from './benchReport.js';

/** Tokens of learning: acting, finding causes, writing and gates; tests are no part of it. */
export const learningTokens = (episodes: readonly EpisodeRecord[]): number =>
  episodes.reduce(
    (sum, { tokens }) => sum + (tokens ? tokens.act + tokens.attribute + tokens.write + tokens.gate : 0),
    0,
  );

/** What a condition has cost. @param seeds how many there were */
export function costOf(episodes: readonly EpisodeRecord[], seeds: number): CostReport {
  const each = (value: (one: EpisodeRecord) => number): number =>
    episodes.reduce((sum, one) => sum + value(one), 0) / Math.max(1, seeds);
  return {
    tokens: {
      act: each(({ tokens }) => tokens?.act ?? 0),
      attribute: each(({ tokens }) => tokens?.attribute ?? 0),
      write: each(({ tokens }) => tokens?.write ?? 0),
      gate: each(({ tokens }) => tokens?.gate ?? 0),
      test: each(({ tokens }) => tokens?.test ?? 0),
    },
    requests: each(({ requests = 0 }) => requests),
    ms: each(({ ms = 0 }) => ms),
  };
}
