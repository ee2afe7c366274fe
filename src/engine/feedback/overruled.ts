import type { RunSummary } from '../events.js';
import type { Proposal } from '../write/proposal.js';

/**
 * The proposals with those of their runs that do not say any more what they were made from: failures that are judged right by now, or successes that are
 * judged wrong. Derived each time, never stored: a verdict may be overruled again.
 */
export function withOverruled(proposals: readonly Proposal[], runs: readonly RunSummary[]): readonly Proposal[] {
  const outcomes = new Map(runs.map(({ id, outcome }) => [id, outcome]));
  return proposals.map((proposal) => {
    const contrary = proposal.learnedFrom === 'successes' ? 'failure' : 'success';
    const overruled = proposal.runs.filter((run) => outcomes.get(run) === contrary);
    return overruled.length ? { ...proposal, overruled } : proposal;
  });
}
