import type { WriteRecord } from '../run/records.js';
import type { EditCounts } from './benchReport.js';

/** What became of what was written. @param seeds how many there were */
export function editsOf(writes: readonly WriteRecord[], seeds: number): EditCounts {
  const each = (count: number): number => count / Math.max(1, seeds);
  const of = (...states: readonly WriteRecord['state'][]): readonly WriteRecord[] =>
    writes.filter(({ state }) => states.includes(state));
  const accepted = of('accepted').filter(({ operation }) => operation !== 'archive');
  const archived = of('accepted').filter(({ operation }) => operation === 'archive');
  const measured = accepted.flatMap(({ effect }) => effect ?? []);
  const turnedDown = of('refused', 'failed', 'rejected');
  const reasons = new Map<string, number>();
  for (const { reason = 'not proven' } of turnedDown) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    proposed: each(accepted.length + turnedDown.length),
    accepted: each(accepted.length),
    rejected: each(turnedDown.length),
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    rolledBack: each(of('rolled back').length),
    archived: each(archived.length),
    ...(measured.length > 0
      ? {
          harmful: each(measured.filter((effect) => effect < 0).length),
          helpful: each(measured.filter((effect) => effect > 0).length),
        }
      : {}),
  };
}
