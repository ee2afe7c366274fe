import { text } from '../text.js';
import type { Signal, Verdict } from './signal.js';

/** Strongest first: once the person has judged, that decides over the check (DESIGN.md 4, mock-ups "Decided since"). */
const precedence: readonly Signal['source'][] = ['user', 'check', 'limit'];

/** Draws the verdict from all signals; of the same source the latest counts. Without a decisive signal the outcome is unknown and teaches nothing. */
export function verdictOf(signals: readonly Signal[]): Verdict {
  for (const source of precedence) {
    const signal = signals.findLast((one) => one.source === source && one.outcome !== 'unknown');
    if (signal) return { outcome: signal.outcome, decidedBy: source, reason: signal.detail };
  }
  return { outcome: 'unknown', reason: text('Nothing has judged this run yet. Say whether it was right.') };
}
