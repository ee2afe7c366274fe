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
 * Failures that passed when an accepted change was replayed, each with the skill that was changed: they work with it, though their own runs did not.
 * @param made all proposals
 */
export function mendedBy(made: readonly Proposal[]): Map<string, string> {
  const proven = fromFailures(made).filter(
    ({ state, gate, after, appliedHash }) =>
      state === 'applied' && gate.state === 'passed' && appliedHash === sha256(after),
  );
  return new Map(
    proven.flatMap(({ runs, skill, gate }) =>
      runs.filter((run) => !gate.unmended?.includes(run)).map((run) => [run, skill] as const),
    ),
  );
}

/** What is known of a failure that was written from and is not mended. */
export interface Tried {
  /** Version of its skill that it is known to fail with; `null`: it had none. */
  readonly version: number | null;
  /** How often it was written from, from 1. */
  readonly times: number;
}

/**
 * Failures that were written from in vain, or that the change made from them has left as they were. They are shown again beside the next failures of
 * their kind: one example has many explanations, several have few.
 */
export function triedOf(
  made: readonly Proposal[],
  records: readonly RunRecord[],
  closed: ReadonlySet<string>,
): Map<string, Tried> {
  const versions = new Map(records.map(({ run, route }) => [run.id, route?.version ?? null]));
  const tried = new Map<string, Tried>();
  const add = (run: string, version: number | null): void => {
    if (!closed.has(run)) tried.set(run, { version, times: (tried.get(run)?.times ?? 0) + 1 });
  };
  for (const record of records)
    for (const run of record.closed ?? []) if (versions.has(run)) add(run, versions.get(run) ?? null);
  for (const proposal of fromFailures(made))
    for (const run of leftBy(proposal)) add(run, (proposal.baseVersion ?? 0) + 1);
  return tried;
}
