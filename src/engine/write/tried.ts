import { sha256 } from '../store/hash.js';
import type { RunRecord } from '../store/runRecord.js';
import type { Proposal } from './proposal.js';

/** A merge is made from successes: one that is judged otherwise later still has something to teach. */
const fromFailures = (made: readonly Proposal[]): readonly Proposal[] =>
  made.filter(({ operation }) => operation !== 'merge');

/** Failures that a proposal was made from which waits, was decided by the person, or has mended them. @param made all proposals */
export const closedBy = (made: readonly Proposal[]): Set<string> =>
  new Set(
    fromFailures(made)
      .filter(({ rejectedBy }) => rejectedBy !== 'gate')
      .flatMap((proposal) => proposal.runs.filter((run) => !leftBy(proposal).includes(run))),
  );

/** Failures of a skill that still failed when its accepted change was replayed. */
const leftBy = ({ operation, state, gate, after, appliedHash }: Proposal): readonly string[] =>
  operation === 'rewrite' && state === 'applied' && appliedHash === sha256(after) ? (gate.unmended ?? []) : [];

/**
 * Failures that were written from in vain, or that the change made from them has left as they were, each with the version of its skill that it is
 * known to fail with (`null`: it had none). They are shown again beside the next failure of their kind: one example has many explanations, several
 * have few.
 */
export function triedOf(
  made: readonly Proposal[],
  records: readonly RunRecord[],
  closed: ReadonlySet<string>,
): Map<string, number | null> {
  const vain = new Set(records.flatMap((record) => record.closed ?? []));
  const tried = new Map<string, number | null>();
  for (const { run, route } of records) if (vain.has(run.id)) tried.set(run.id, route?.version ?? null);
  for (const proposal of fromFailures(made))
    for (const run of leftBy(proposal)) tried.set(run, (proposal.baseVersion ?? 0) + 1);
  for (const run of closed) tried.delete(run);
  return tried;
}
