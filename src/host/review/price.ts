import type { RunSummary } from '../../engine/events.js';
import { defaultLearning } from '../../engine/write/settings.js';
import type { Proposal } from '../../engine/write/proposal.js';
import type { GatePrice } from '../../protocol.js';

/**
 * What the last gate of the proposal has used, else the mean of runs like those it replays: its failures and old successes of the skill, at
 * most as many as the gate takes.
 * @param runs newest first
 */
export function priceOf({ gate, runs: from, skill }: Proposal, runs: readonly RunSummary[]): GatePrice {
  const failures = runs.filter(({ id }) => from.includes(id));
  const successes = runs
    .filter((run) => run.skill === skill && run.outcome === 'success')
    .slice(0, defaultLearning.replays);
  const replayed = [...failures, ...successes];
  if (gate.spent.calls > 0) {
    const { failures: f, successes: s, neighbours: n } = gate;
    return { replays: f.of + s.of + n.of, tokens: gate.spent.tokens };
  }
  const known = replayed.map(({ tokens }) => tokens).filter((tokens) => tokens !== null);
  const mean = known.reduce((sum, tokens) => sum + tokens, 0) / known.length;
  return { replays: replayed.length, tokens: known.length === 0 ? null : Math.round(mean * replayed.length) };
}
