import type { RunSummary } from '../../engine/events.js';
import { sha256 } from '../../engine/store/hash.js';
import { applyHunks } from '../../engine/write/hunks.js';
import type { Proposal } from '../../engine/write/proposal.js';
import { defaultLearning } from '../../engine/write/settings.js';
import type { GateFacts } from '../../protocol.js';

/** Of more edits than this the parts are not tried out one by one; a candidate has at most four. */
const mostEdits = 6;

/**
 * What a gate of the proposal would use, and what its report is about. Tokens are what the last gate has used, else the mean of runs like those
 * it replays: its failures and old successes of the skill, at most as many as the gate takes.
 * @param runs newest first
 */
export function gateFacts(proposal: Proposal, runs: readonly RunSummary[]): GateFacts {
  const { gate, runs: from, skill } = proposal;
  const edits = examinedEdits(proposal);
  if (gate.spent.calls > 0) {
    const replays = gate.failures.of + gate.successes.of + gate.neighbours.of;
    return { replays, tokens: gate.spent.tokens, edits };
  }
  const failures = runs.filter(({ id }) => from.includes(id));
  const successes = runs
    .filter((run) => run.skill === skill && run.outcome === 'success')
    .slice(0, defaultLearning.replays);
  const replayed = [...failures, ...successes];
  const known = replayed.map(({ tokens }) => tokens).filter((tokens) => tokens !== null);
  const mean = known.reduce((sum, tokens) => sum + tokens, 0) / known.length;
  return { replays: replayed.length, tokens: known.length === 0 ? null : Math.round(mean * replayed.length), edits };
}

/** Which of the edits make the text that was examined; all where nothing else is said. */
function examinedEdits({ gate, before, after, hunks }: Proposal): readonly number[] | null {
  const all = hunks.map((_, index) => index);
  const { examined } = gate;
  if (examined === undefined || sha256(after) === examined) return all;
  if (hunks.length > mostEdits) return null;
  for (let mask = 1; mask < 2 ** hunks.length; mask++) {
    const part = all.filter((index) => Math.floor(mask / 2 ** index) % 2 === 1);
    if (sha256(applyHunks(before, hunks, part)) === examined) return part;
  }
  return null;
}
